-- CreateTable
CREATE TABLE "sequences" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "attempts" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "level" REAL NOT NULL,
    "pending" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_revocations" (
    "kind" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "revokedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,

    PRIMARY KEY ("kind", "targetId")
);
INSERT INTO "new_revocations" ("expiresAt", "kind", "position", "revokedAt", "targetId") SELECT "expiresAt", "kind", "position", "revokedAt", "targetId" FROM "revocations";
DROP TABLE "revocations";
ALTER TABLE "new_revocations" RENAME TO "revocations";
CREATE UNIQUE INDEX "revocations_position_key" ON "revocations"("position");
CREATE INDEX "revocations_expiresAt_idx" ON "revocations"("expiresAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "attempts_updatedAt_idx" ON "attempts"("updatedAt");

-- CreateIndex
CREATE INDEX "sessions_expiresAt_idx" ON "sessions"("expiresAt");

-- CreateIndex
CREATE INDEX "refresh_tokens_expiresAt_idx" ON "refresh_tokens"("expiresAt");

-- The feed goes on from the place it had reached.
INSERT INTO "sequences" ("name", "value") SELECT 'revocations', COALESCE(MAX("position"), 0) FROM "revocations";
INSERT INTO "sequences" ("name", "value") VALUES ('probe', 0);
