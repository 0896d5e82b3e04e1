-- CreateTable
CREATE TABLE "activity_counts" (
    "grain" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "logins" BIGINT NOT NULL,
    "failedLogins" BIGINT NOT NULL,
    "refreshes" BIGINT NOT NULL,
    "reuses" BIGINT NOT NULL,
    "tokensIssued" BIGINT NOT NULL,
    "denials" BIGINT NOT NULL,

    PRIMARY KEY ("grain", "at")
);

-- CreateTable
CREATE TABLE "denial_counts" (
    "clientId" TEXT NOT NULL,
    "minute" DATETIME NOT NULL,
    "count" BIGINT NOT NULL,

    PRIMARY KEY ("clientId", "minute")
);

-- CreateIndex
CREATE INDEX "denial_counts_minute_idx" ON "denial_counts"("minute");
