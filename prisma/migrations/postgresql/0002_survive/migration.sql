-- DropIndex
DROP INDEX "revocations_kind_targetId_key";

-- AlterTable
ALTER TABLE "revocations" DROP CONSTRAINT "revocations_pkey",
ALTER COLUMN "position" DROP DEFAULT,
ALTER COLUMN "position" SET DATA TYPE BIGINT,
ADD CONSTRAINT "revocations_pkey" PRIMARY KEY ("kind", "targetId");
DROP SEQUENCE "revocations_position_seq";

-- CreateTable
CREATE TABLE "sequences" (
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "sequences_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "attempts" (
    "key" TEXT NOT NULL,
    "level" DOUBLE PRECISION NOT NULL,
    "pending" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "attempts_updatedAt_idx" ON "attempts"("updatedAt");

-- CreateIndex
CREATE INDEX "sessions_expiresAt_idx" ON "sessions"("expiresAt");

-- CreateIndex
CREATE INDEX "refresh_tokens_expiresAt_idx" ON "refresh_tokens"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "revocations_position_key" ON "revocations"("position");

-- The feed goes on from the place it had reached.
INSERT INTO "sequences" ("name", "value") SELECT 'revocations', COALESCE(MAX("position"), 0) FROM "revocations";
INSERT INTO "sequences" ("name", "value") VALUES ('probe', 0);
