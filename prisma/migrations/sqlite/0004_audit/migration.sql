-- CreateTable
CREATE TABLE "audit_marks" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL
);

-- An event stays as it was written: it may be given its place in the chain, once, and nothing else. The chain shows what was done to it
-- all the same; these keep out slips, and whoever may write rows and not change tables.
CREATE TRIGGER "audit_events_keep" BEFORE UPDATE ON "audit_events"
WHEN NOT (
    OLD."sequence" IS NULL AND OLD."hash" IS NULL AND NEW."sequence" IS NOT NULL AND NEW."hash" IS NOT NULL
    AND NEW."id" IS OLD."id" AND NEW."at" IS OLD."at" AND NEW."type" IS OLD."type" AND NEW."actorId" IS OLD."actorId"
    AND NEW."clientId" IS OLD."clientId" AND NEW."targetId" IS OLD."targetId" AND NEW."ipAddress" IS OLD."ipAddress"
    AND NEW."requestId" IS OLD."requestId" AND NEW."data" IS OLD."data"
)
BEGIN
    SELECT RAISE(ABORT, 'An audit event is never changed.');
END;

CREATE TRIGGER "audit_events_stay" BEFORE DELETE ON "audit_events"
BEGIN
    SELECT RAISE(ABORT, 'An audit event is never deleted.');
END;
