"""What leads from a unit to its lines: a row for each unit, day and posting instead of an index entry for each line.

A report has 26 lines of one unit and one day. The index by unit took every one of them in, at a third of what a bulk
posting cost the server; the table below takes in one row, from the pass that looks at the batch anyway. Numbers of
lines come in blocks of 64, so that a batch draws one number where it drew 64.
`docs/decisions/0010-entries-by-year.md` has the argument and the measures.
"""

import django.db.models.deletion
from django.db import migrations, models

TABLE = """
CREATE TABLE ledger_unitday (
    unit_id bigint NOT NULL,
    day date NOT NULL,
    posting_id bigint NOT NULL,
    PRIMARY KEY (unit_id, day, posting_id)
);
INSERT INTO ledger_unitday (unit_id, day, posting_id)
    SELECT DISTINCT unit_id, day, posting_id FROM ledger_entry ORDER BY unit_id, day, posting_id;
CREATE TRIGGER unitday_append_only BEFORE UPDATE OR DELETE ON ledger_unitday
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER unitday_never_emptied BEFORE TRUNCATE ON ledger_unitday
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change();
DROP INDEX entry_by_unit_indicator_day;
ALTER TABLE ledger_entry ALTER id SET INCREMENT BY 64;
"""

FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_entries_refer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    -- A snapshot older than this statement could still see what somebody deleted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'entries are written in READ COMMITTED only' USING ERRCODE = 'feature_not_supported';
    END IF;
    WITH named AS MATERIALIZED (
        SELECT posting_id, unit_id, day, indicator_id, person_id, quantity < 0 AS falls,
            grouping(posting_id) = 0 AS has_posting, grouping(indicator_id) = 0 AS has_indicator
        FROM written
        GROUP BY GROUPING SETS ((posting_id, unit_id, day, quantity < 0), (indicator_id), (person_id))
    ), days AS (
        -- Lines that move into the partition of a new year have their rows already.
        INSERT INTO ledger_unitday (unit_id, day, posting_id)
        SELECT DISTINCT unit_id, day, posting_id FROM named WHERE has_posting ORDER BY unit_id, day, posting_id
        ON CONFLICT DO NOTHING
    )
    SELECT
        bool_or(n.has_posting AND p.id IS NULL) AS posting,
        bool_or(n.has_posting AND u.id IS NULL) AS unit,
        bool_or(n.has_indicator AND i.id IS NULL) AS indicator,
        bool_or(n.person_id IS NOT NULL AND someone.id IS NULL) AS person,
        bool_or(n.falls <> (p.kind = 'reversal')) AS sign
    INTO wrong
    FROM named n
    LEFT JOIN ledger_posting p ON p.id = n.posting_id
    LEFT JOIN units_unit u ON u.id = n.unit_id
    LEFT JOIN ledger_indicator i ON i.id = n.indicator_id
    LEFT JOIN people_person someone ON someone.id = n.person_id;
    IF wrong.posting THEN
        RAISE EXCEPTION 'an entry names a posting that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_posting', TABLE = 'ledger_entry';
    END IF;
    IF wrong.unit THEN
        RAISE EXCEPTION 'an entry names a unit that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_unit', TABLE = 'ledger_entry';
    END IF;
    IF wrong.indicator THEN
        RAISE EXCEPTION 'an entry names an indicator that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_indicator', TABLE = 'ledger_entry';
    END IF;
    IF wrong.person THEN
        RAISE EXCEPTION 'an entry names a person that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_person', TABLE = 'ledger_entry';
    END IF;
    -- Lines one by one only when some posting seems wrong: a register may let a stock fall.
    IF wrong.sign AND EXISTS (
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
"""


def _reference(to: str) -> models.ForeignKey:
    return models.ForeignKey(
        to, django.db.models.deletion.PROTECT, related_name="+", db_constraint=False, db_index=False
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_one_look_at_a_batch")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE + FUNCTION)],
            state_operations=[
                migrations.CreateModel(
                    "UnitDay",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "unit", "day", "posting", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("unit", _reference("units.unit")),
                        ("day", models.DateField()),
                        ("posting", _reference("ledger.posting")),
                    ],
                ),
                migrations.RemoveIndex(model_name="entry", name="entry_by_unit_indicator_day"),
            ],
        )
    ]
