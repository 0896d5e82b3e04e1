-- CreateTable
CREATE TABLE "audit_readers" (
    "name" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,

    CONSTRAINT "audit_readers_pkey" PRIMARY KEY ("name")
);
