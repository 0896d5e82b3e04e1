-- DropIndex
DROP INDEX "sessions_userId_createdAt_idx";

-- DropIndex
DROP INDEX "sessions_clientId_createdAt_idx";

-- DropIndex
DROP INDEX "audit_events_type_at_idx";

-- DropIndex
DROP INDEX "audit_events_actorId_at_idx";

-- DropIndex
DROP INDEX "audit_events_targetId_at_idx";

-- DropIndex
DROP INDEX "audit_events_at_idx";

-- Columns are added and no table is made anew: dropping the old one would take along all that refers to it.
ALTER TABLE "users" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "roles" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "clients" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "scopes" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "sessions_userId_id_idx" ON "sessions"("userId", "id");

-- CreateIndex
CREATE INDEX "sessions_clientId_id_idx" ON "sessions"("clientId", "id");

-- CreateIndex
CREATE INDEX "audit_events_type_id_idx" ON "audit_events"("type", "id");

-- CreateIndex
CREATE INDEX "audit_events_actorId_id_idx" ON "audit_events"("actorId", "id");

-- CreateIndex
CREATE INDEX "audit_events_clientId_id_idx" ON "audit_events"("clientId", "id");

-- CreateIndex
CREATE INDEX "audit_events_targetId_id_idx" ON "audit_events"("targetId", "id");

-- Held by whoever changes who administers: the last one cannot go while another goes too.
INSERT INTO "sequences" ("name", "value") VALUES ('administrators', 0);
