-- CreateTable
CREATE TABLE "audit_marks" (
    "name" TEXT NOT NULL,
    "token" TEXT NOT NULL,

    CONSTRAINT "audit_marks_pkey" PRIMARY KEY ("name")
);

CREATE OR REPLACE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An audit event is never changed or deleted.';
END;
$$;

-- An event stays as it was written: it may be given its place in the chain, once, and nothing else. The chain shows what was done to it
-- all the same; these keep out slips, and whoever may write rows and not change tables.
CREATE TRIGGER "audit_events_keep" BEFORE UPDATE ON "audit_events" FOR EACH ROW
WHEN (NOT (
    OLD."sequence" IS NULL AND OLD."hash" IS NULL AND NEW."sequence" IS NOT NULL AND NEW."hash" IS NOT NULL
    AND (NEW."id", NEW."at", NEW."type", NEW."actorId", NEW."clientId", NEW."targetId", NEW."ipAddress", NEW."requestId", NEW."data")
        IS NOT DISTINCT FROM
        (OLD."id", OLD."at", OLD."type", OLD."actorId", OLD."clientId", OLD."targetId", OLD."ipAddress", OLD."requestId", OLD."data")
))
EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_events_stay" BEFORE DELETE ON "audit_events" FOR EACH ROW
EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_events_stay_all" BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT
EXECUTE FUNCTION "refuse_audit_change"();
