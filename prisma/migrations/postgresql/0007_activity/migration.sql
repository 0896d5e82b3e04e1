-- CreateTable
CREATE TABLE "activity_counts" (
    "grain" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "logins" BIGINT NOT NULL,
    "failedLogins" BIGINT NOT NULL,
    "refreshes" BIGINT NOT NULL,
    "reuses" BIGINT NOT NULL,
    "tokensIssued" BIGINT NOT NULL,
    "denials" BIGINT NOT NULL,

    CONSTRAINT "activity_counts_pkey" PRIMARY KEY ("grain","at")
);

-- CreateTable
CREATE TABLE "denial_counts" (
    "clientId" TEXT NOT NULL,
    "minute" TIMESTAMP(3) NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "denial_counts_pkey" PRIMARY KEY ("clientId","minute")
);

-- CreateIndex
CREATE INDEX "denial_counts_minute_idx" ON "denial_counts"("minute");
