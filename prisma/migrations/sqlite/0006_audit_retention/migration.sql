-- AlterTable
ALTER TABLE "audit_marks" ADD COLUMN "sequence" INTEGER;

DROP TRIGGER "audit_events_keep";
DROP TRIGGER "audit_events_stay";

-- As before, and a place that is taken cannot be given away: OR REPLACE deletes what was there, past any trigger on deletions.
CREATE TRIGGER "audit_events_keep" BEFORE UPDATE ON "audit_events"
WHEN NOT (
    OLD."sequence" IS NULL AND OLD."hash" IS NULL AND NEW."sequence" IS NOT NULL AND NEW."hash" IS NOT NULL
    AND NEW."id" IS OLD."id" AND NEW."at" IS OLD."at" AND NEW."type" IS OLD."type" AND NEW."actorId" IS OLD."actorId"
    AND NEW."clientId" IS OLD."clientId" AND NEW."targetId" IS OLD."targetId" AND NEW."ipAddress" IS OLD."ipAddress"
    AND NEW."requestId" IS OLD."requestId" AND NEW."data" IS OLD."data"
    AND NOT EXISTS (SELECT 1 FROM "audit_events" WHERE "sequence" = NEW."sequence")
)
BEGIN
    SELECT RAISE(ABORT, 'An audit event is never changed.');
END;

-- An event begins without a place, and never where another one is.
CREATE TRIGGER "audit_events_begin" BEFORE INSERT ON "audit_events"
WHEN NEW."sequence" IS NOT NULL OR NEW."hash" IS NOT NULL OR EXISTS (SELECT 1 FROM "audit_events" WHERE "id" = NEW."id")
BEGIN
    SELECT RAISE(ABORT, 'An audit event is never changed, and never written with a place.');
END;

-- What was exported may go, up to the checkpoint that the chain then begins at. The number says so here; the signed token beside it does
-- for whoever verifies.
CREATE TRIGGER "audit_events_stay" BEFORE DELETE ON "audit_events"
WHEN OLD."sequence" IS NULL
    OR OLD."sequence" > COALESCE((SELECT "sequence" FROM "audit_marks" WHERE "name" = 'checkpoint'), 0)
BEGIN
    SELECT RAISE(ABORT, 'An audit event is never deleted.');
END;
