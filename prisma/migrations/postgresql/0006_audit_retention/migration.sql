-- AlterTable
ALTER TABLE "audit_marks" ADD COLUMN     "sequence" INTEGER;

-- What was exported may go, up to the checkpoint that the chain then begins at. The number says so here; the signed token beside it does
-- for whoever verifies. The table is named with its schema, so that no temporary one passes for it.
CREATE OR REPLACE FUNCTION "refuse_audit_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checkpoint INTEGER;
BEGIN
    EXECUTE format('SELECT "sequence" FROM %I."audit_marks" WHERE "name" = ''checkpoint''', TG_TABLE_SCHEMA) INTO checkpoint;
    IF EXISTS (SELECT 1 FROM "deleted_audit_events" WHERE COALESCE("sequence" > COALESCE(checkpoint, 0), TRUE)) THEN
        RAISE EXCEPTION 'An audit event is never deleted.';
    END IF;
    RETURN NULL;
END;
$$;

DROP TRIGGER "audit_events_stay" ON "audit_events";

CREATE TRIGGER "audit_events_stay" AFTER DELETE ON "audit_events"
REFERENCING OLD TABLE AS "deleted_audit_events" FOR EACH STATEMENT
EXECUTE FUNCTION "refuse_audit_deletion"();

-- An event begins without a place.
CREATE TRIGGER "audit_events_begin" BEFORE INSERT ON "audit_events" FOR EACH ROW
WHEN (NEW."sequence" IS NOT NULL OR NEW."hash" IS NOT NULL)
EXECUTE FUNCTION "refuse_audit_change"();
