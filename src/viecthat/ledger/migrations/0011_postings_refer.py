"""What a posting names is looked at for the whole batch, as it is of entries.

A foreign key is checked row by row at the end: for 15,000 postings a tenth of the second they take with all their
lines. The unit and the dataset are what every posting of a batch names; the others, mostly empty, keep their keys.
Of a reversal, of what is replaced and of who recorded it most postings have none: their indexes hold only those that do.
Whoever deletes what the ledger names locks postings before entries, the order in which they are written.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = (
    """
DO $$
DECLARE
    key record;
BEGIN
    FOR key IN
        SELECT c.conname FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.conrelid = 'ledger_posting'::regclass AND c.contype = 'f' AND a.attname IN ('unit_id', 'dataset_id')
    LOOP
        EXECUTE format('ALTER TABLE ledger_posting DROP CONSTRAINT %I', key.conname);
    END LOOP;
END $$;

CREATE FUNCTION ledger_postings_refer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A snapshot older than this statement could still see what somebody deleted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'postings are written in READ COMMITTED only' USING ERRCODE = 'feature_not_supported';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT unit_id FROM written) w
        WHERE NOT EXISTS (SELECT FROM units_unit u WHERE u.id = w.unit_id)
    ) THEN
        RAISE EXCEPTION 'a posting names a unit that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'posting_has_unit', TABLE = 'ledger_posting';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT dataset_id FROM written WHERE dataset_id IS NOT NULL) w
        WHERE NOT EXISTS (SELECT FROM ledger_dataset d WHERE d.id = w.dataset_id)
    ) THEN
        RAISE EXCEPTION 'a posting names a dataset that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'posting_has_dataset', TABLE = 'ledger_posting';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_refers AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_postings_refer();

-- Its arguments: the column, and the tables to look in.
CREATE OR REPLACE FUNCTION ledger_keeps_what_entries_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'the number of a row of % never changes', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    -- Whoever is writing ends first, and nobody begins: what is found then is all there is.
    LOCK TABLE ledger_posting, ledger_entry IN SHARE ROW EXCLUSIVE MODE;
    IF TG_OP = 'TRUNCATE' THEN
        SELECT EXISTS (SELECT FROM ledger_posting) OR EXISTS (SELECT FROM ledger_entry) INTO named;
    ELSE
        FOR place IN 1 .. TG_NARGS - 1 LOOP
            EXECUTE format(
                'SELECT EXISTS (SELECT FROM unnest($1) AS gone(id) JOIN %I e ON e.%I = gone.id)',
                TG_ARGV[place], TG_ARGV[0]
            ) INTO named USING (SELECT array_agg(id) FROM gone);
            EXIT WHEN named;
        END LOOP;
    END IF;
    IF named THEN
        RAISE EXCEPTION 'entries of the ledger name rows of %', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entries_keep_' || TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    found text;
BEGIN
    SELECT c.relname INTO found FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = 'ledger_posting'::regclass AND i.indnatts = 1 AND NOT i.indisunique AND a.attname = 'actor_id';
    EXECUTE format('DROP INDEX %I', found);
    EXECUTE format('CREATE INDEX %I ON ledger_posting (actor_id) WHERE actor_id IS NOT NULL', found);
END $$;
ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_reverses_id_key;
CREATE UNIQUE INDEX ledger_posting_reverses_id_key ON ledger_posting (reverses_id) WHERE reverses_id IS NOT NULL;
ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_replaces_id_key;
CREATE UNIQUE INDEX ledger_posting_replaces_id_key ON ledger_posting (replaces_id) WHERE replaces_id IS NOT NULL;

DROP TRIGGER entries_keep ON units_unit;
DROP TRIGGER entries_keep ON ledger_indicator;
DROP TRIGGER entries_keep ON people_person;
"""
    + "".join(
        f"""
CREATE TRIGGER entries_keep AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps_what_entries_name({args});
"""
        for table, args in (
            ("units_unit", "'unit_id', 'ledger_unitday', 'ledger_posting'"),
            ("ledger_indicator", "'indicator_id', 'ledger_entry'"),
            ("people_person", "'person_id', 'ledger_entry'"),
            ("ledger_dataset", "'dataset_id', 'ledger_posting'"),
        )
    )
    + """
CREATE TRIGGER entries_keep_number BEFORE UPDATE OF id ON ledger_dataset
    FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION ledger_keeps_what_entries_name();
CREATE TRIGGER entries_keep_all BEFORE TRUNCATE ON ledger_dataset
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps_what_entries_name();
"""
)


def _reference(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(to, django.db.models.deletion.PROTECT, db_constraint=False, **more)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_days_of_units")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD)],
            state_operations=[
                migrations.AlterField("posting", "unit", _reference("units.unit", related_name="+")),
                migrations.AlterField(
                    "posting", "dataset", _reference("ledger.dataset", null=True, related_name="postings")
                ),
            ],
        )
    ]
