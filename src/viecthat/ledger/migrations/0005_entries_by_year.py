"""Entries in one partition a year, and what an entry refers to checked by the batch instead of row by row.

A foreign key is checked for every row by itself: with four of them a line cost ten times what writing it costs. The
statement triggers below promise the same: no entry that refers to what is not there (a batch is checked at once, with
a fresh snapshot), and nothing deleted that an entry refers to (a deletion waits for whoever is writing, then looks).
`docs/decisions/0010-entries-by-year.md` has the argument and the measures.
"""

import django.db.models.deletion
from django.db import migrations, models

YEARS = range(2017, 2029)

FUNCTIONS = """
CREATE FUNCTION ledger_entries_refer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A snapshot older than this statement could still see what somebody deleted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'entries are written in READ COMMITTED only' USING ERRCODE = 'feature_not_supported';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT posting_id FROM written) w
        WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.id = w.posting_id)
    ) THEN
        RAISE EXCEPTION 'an entry names a posting that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_posting', TABLE = 'ledger_entry';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT unit_id FROM written) w
        WHERE NOT EXISTS (SELECT FROM units_unit u WHERE u.id = w.unit_id)
    ) THEN
        RAISE EXCEPTION 'an entry names a unit that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_unit', TABLE = 'ledger_entry';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT indicator_id FROM written) w
        WHERE NOT EXISTS (SELECT FROM ledger_indicator i WHERE i.id = w.indicator_id)
    ) THEN
        RAISE EXCEPTION 'an entry names an indicator that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_indicator', TABLE = 'ledger_entry';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT person_id FROM written WHERE person_id IS NOT NULL) w
        WHERE NOT EXISTS (SELECT FROM people_person p WHERE p.id = w.person_id)
    ) THEN
        RAISE EXCEPTION 'an entry names a person that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_person', TABLE = 'ledger_entry';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_keeps_what_entries_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'the number of a row of % never changes', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    -- Whoever is writing entries ends first, and nobody begins: what is found then is all there is.
    LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE;
    IF TG_OP = 'TRUNCATE' THEN
        SELECT EXISTS (SELECT FROM ledger_entry) INTO named;
    ELSE
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM unnest($1) AS gone(id) JOIN ledger_entry e ON e.%I = gone.id)', TG_ARGV[0]
        ) INTO named USING (SELECT array_agg(id) FROM gone);
    END IF;
    IF named THEN
        RAISE EXCEPTION 'entries of the ledger name rows of %', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entries_keep_' || TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

-- As before, but it looks at the lines one by one only when some posting seems wrong.
CREATE OR REPLACE FUNCTION ledger_negative_only_in_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT posting_id, quantity < 0 AS falls FROM written) w
        JOIN ledger_posting p ON p.id = w.posting_id WHERE w.falls <> (p.kind = 'reversal')
    ) AND EXISTS (
        SELECT FROM written w
        JOIN ledger_posting p ON p.id = w.posting_id
        JOIN ledger_indicator i ON i.id = w.indicator_id
        WHERE (w.quantity < 0) <> (p.kind = 'reversal')
        AND NOT (i.measure = 'stock' AND p.kind IN ('register', 'reversal'))
    ) THEN
        RAISE EXCEPTION 'Số âm chỉ có trong bút toán đảo, và bút toán đảo chỉ có số âm.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- What a trigger of the whole table does not do for a statement that names the partition itself.
CREATE FUNCTION ledger_guard_partition(partition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON %I
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change()', partition);
    EXECUTE format('CREATE TRIGGER entry_sign AFTER INSERT ON %I REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_negative_only_in_reversal()', partition);
    EXECUTE format('CREATE TRIGGER entry_refers AFTER INSERT ON %I REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_refer()', partition);
END $$;

-- A partition for the year; entries of it that stood among the odd years move in. False when it was there.
CREATE FUNCTION ledger_add_year(wanted integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := format('ledger_entry_%s', wanted);
    first date := make_date(wanted, 1, 1);
    after date := make_date(wanted + 1, 1, 1);
    odd boolean;
BEGIN
    LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE;
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    SELECT EXISTS (SELECT FROM ledger_entry_odd WHERE day >= first AND day < after) INTO odd;
    IF odd THEN
        ALTER TABLE ledger_entry DETACH PARTITION ledger_entry_odd;
        ALTER TABLE ledger_entry_odd RENAME TO ledger_entry_moving;
        CREATE TABLE ledger_entry_odd PARTITION OF ledger_entry DEFAULT;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF ledger_entry FOR VALUES FROM (%L) TO (%L)', name, first, after);
    IF odd THEN
        INSERT INTO ledger_entry SELECT * FROM ledger_entry_moving;
        DROP TABLE ledger_entry_moving;
        PERFORM ledger_guard_partition('ledger_entry_odd');
    END IF;
    PERFORM ledger_guard_partition(name);
    RETURN true;
END $$;
"""

TABLE = """
DROP TRIGGER entry_sign ON ledger_entry;
DROP TRIGGER entry_never_emptied ON ledger_entry;
DROP TRIGGER entry_append_only ON ledger_entry;
ALTER TABLE ledger_entry RENAME TO ledger_entry_before;
ALTER SEQUENCE ledger_entry_id_seq RENAME TO ledger_entry_before_id_seq;
ALTER INDEX ledger_entry_pkey RENAME TO ledger_entry_before_pkey;
CREATE TABLE ledger_entry (
    id bigint GENERATED BY DEFAULT AS IDENTITY,
    day date NOT NULL,
    quantity bigint NOT NULL,
    grade smallint NOT NULL,
    person_id bigint,
    unit_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    posting_id bigint NOT NULL,
    CONSTRAINT entry_not_zero CHECK (quantity <> 0),
    CONSTRAINT entry_grade_known CHECK (grade IN (1, 2, 3)),
    -- Led by the posting: one index answers "the lines of this posting" and keeps a line from standing twice.
    CONSTRAINT ledger_entry_pkey PRIMARY KEY (posting_id, id, day)
) PARTITION BY RANGE (day);
CREATE TABLE ledger_entry_odd PARTITION OF ledger_entry DEFAULT;
"""

FILL = """
INSERT INTO ledger_entry (id, day, quantity, grade, person_id, unit_id, indicator_id, posting_id)
    SELECT id, day, quantity, grade, person_id, unit_id, indicator_id, posting_id FROM ledger_entry_before ORDER BY id;
SELECT setval('ledger_entry_id_seq', greatest((SELECT max(id) FROM ledger_entry_before), 1),
    EXISTS (SELECT FROM ledger_entry_before));
DROP TABLE ledger_entry_before;
CREATE INDEX entry_by_unit_indicator_day ON ledger_entry (unit_id, indicator_id, day);
CREATE INDEX entry_by_person ON ledger_entry (person_id) WHERE person_id IS NOT NULL;
"""

TRIGGERS = """
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
SELECT ledger_guard_partition('ledger_entry');
""" + "".join(
    f"""
CREATE TRIGGER entries_keep AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps_what_entries_name('{column}');
CREATE TRIGGER entries_keep_number BEFORE UPDATE OF id ON {table}
    FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION ledger_keeps_what_entries_name();
CREATE TRIGGER entries_keep_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps_what_entries_name();
"""
    for table, column in (
        ("units_unit", "unit_id"), ("ledger_indicator", "indicator_id"), ("people_person", "person_id")
    )
)  # fmt: skip

PARTITIONS = "".join(
    f"CREATE TABLE ledger_entry_{year} PARTITION OF ledger_entry"
    f" FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01');\n"
    for year in YEARS
)
GUARDS = "".join(f"SELECT ledger_guard_partition('ledger_entry_{year}');\n" for year in ("odd", *YEARS))
FORWARD = FUNCTIONS + TABLE + PARTITIONS + FILL + TRIGGERS + GUARDS

BACKWARD = (
    """
CREATE TABLE ledger_entry_before (LIKE ledger_entry);
INSERT INTO ledger_entry_before SELECT * FROM ledger_entry ORDER BY id;
DROP TABLE ledger_entry;
ALTER TABLE ledger_entry_before RENAME TO ledger_entry;
ALTER TABLE ledger_entry ALTER id ADD GENERATED BY DEFAULT AS IDENTITY;
SELECT setval('ledger_entry_id_seq', greatest((SELECT max(id) FROM ledger_entry), 1),
    EXISTS (SELECT FROM ledger_entry));
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);
ALTER TABLE ledger_entry ADD CONSTRAINT entry_not_zero CHECK (quantity <> 0),
    ADD CONSTRAINT entry_grade_known CHECK (grade IN (1, 2, 3));
CREATE INDEX entry_by_indicator_unit_day ON ledger_entry (indicator_id, unit_id, day);
"""
    + "".join(
        f"""
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_{column}_fk FOREIGN KEY ({column}) REFERENCES {table} (id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ledger_entry_{column} ON ledger_entry ({column});
"""
        for column, table in (
            ("person_id", "people_person"), ("unit_id", "units_unit"), ("indicator_id", "ledger_indicator"),
            ("posting_id", "ledger_posting"),
        )
    )
    + "".join(
        f"""
DROP TRIGGER entries_keep ON {table};
DROP TRIGGER entries_keep_number ON {table};
DROP TRIGGER entries_keep_all ON {table};
"""
        for table in ("units_unit", "ledger_indicator", "people_person")
    )
    + """
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER entry_sign AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_negative_only_in_reversal();
DROP FUNCTION ledger_add_year(integer);
DROP FUNCTION ledger_guard_partition(text);
DROP FUNCTION ledger_keeps_what_entries_name();
DROP FUNCTION ledger_entries_refer();
"""
)  # fmt: skip


def _reference(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to=to, **more
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_totals_published"), ("people", "0001_initial"), ("units", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.RemoveIndex(model_name="entry", name="entry_by_indicator_unit_day"),
                migrations.AlterField("entry", "posting", _reference("ledger.posting", related_name="entries")),
                migrations.AlterField("entry", "unit", _reference("units.unit", related_name="+")),
                migrations.AlterField("entry", "indicator", _reference("ledger.indicator", related_name="+")),
                migrations.AlterField("entry", "person", _reference("people.person", related_name="+", null=True)),
                migrations.AddIndex(
                    "entry", models.Index(fields=["unit", "indicator", "day"], name="entry_by_unit_indicator_day")
                ),
                migrations.AddIndex(
                    "entry",
                    models.Index(fields=["person"], condition=models.Q(person__isnull=False), name="entry_by_person"),
                ),
            ],
        ),
        migrations.AddIndex("posting", models.Index(fields=["recorded_at", "id"], name="posting_by_moment")),
        # Django adds it beside every unique text, for searches by LIKE, which nobody does here.
        migrations.RunSQL("DROP INDEX IF EXISTS ledger_posting_key_8fb631a3_like", migrations.RunSQL.noop),
    ]
