-- CreateTable
CREATE TABLE "audit_readers" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "sequence" INTEGER NOT NULL
);
