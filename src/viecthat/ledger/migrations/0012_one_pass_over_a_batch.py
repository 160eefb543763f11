"""What a batch names is found by one grouping of its lines instead of three.

Of indicators and people the pass keeps the smallest and the largest number. The numbers of the catalogue have few gaps:
where none lies between the two, every indicator of the batch is there; else they are looked for one by one. People are
looked for where some line names one. `docs/decisions/0010-entries-by-year.md` has the measures.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_entries_refer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
    missing boolean;
BEGIN
    -- A snapshot older than this statement could still see what somebody deleted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'entries are written in READ COMMITTED only' USING ERRCODE = 'feature_not_supported';
    END IF;
    WITH named AS MATERIALIZED (
        SELECT posting_id, unit_id, day, min(quantity) < 0 AS falls, max(quantity) > 0 AS rises,
            min(indicator_id) AS first, max(indicator_id) AS last, max(person_id) AS person
        FROM written GROUP BY posting_id, unit_id, day
    ), days AS (
        -- Lines that move into the partition of a new year have their rows already.
        INSERT INTO ledger_unitday (unit_id, day, posting_id)
        SELECT unit_id, day, posting_id FROM named ORDER BY unit_id, day, posting_id
        ON CONFLICT DO NOTHING
    )
    SELECT
        bool_or(p.id IS NULL) AS no_posting,
        bool_or(u.id IS NULL) AS no_unit,
        bool_or(CASE p.kind WHEN 'reversal' THEN n.rises ELSE n.falls END) AS odd_sign,
        min(n.first) AS first, max(n.last) AS last, max(n.person) AS person
    INTO found
    FROM named n
    LEFT JOIN ledger_posting p ON p.id = n.posting_id
    LEFT JOIN units_unit u ON u.id = n.unit_id;
    IF found.no_posting THEN
        RAISE EXCEPTION 'an entry names a posting that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_posting', TABLE = 'ledger_entry';
    END IF;
    IF found.no_unit THEN
        RAISE EXCEPTION 'an entry names a unit that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_unit', TABLE = 'ledger_entry';
    END IF;
    SELECT count(*) <> found.last - found.first + 1 INTO missing
    FROM ledger_indicator WHERE id BETWEEN found.first AND found.last;
    IF missing AND EXISTS (
        SELECT FROM (SELECT DISTINCT indicator_id FROM written) w
        WHERE NOT EXISTS (SELECT FROM ledger_indicator i WHERE i.id = w.indicator_id)
    ) THEN
        RAISE EXCEPTION 'an entry names an indicator that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_indicator', TABLE = 'ledger_entry';
    END IF;
    IF found.person IS NOT NULL AND EXISTS (
        SELECT FROM (SELECT DISTINCT person_id FROM written WHERE person_id IS NOT NULL) w
        WHERE NOT EXISTS (SELECT FROM people_person someone WHERE someone.id = w.person_id)
    ) THEN
        RAISE EXCEPTION 'an entry names a person that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_has_person', TABLE = 'ledger_entry';
    END IF;
    -- Lines one by one only when some posting seems wrong: a register may let a stock fall.
    IF found.odd_sign AND EXISTS (
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


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_postings_refer")]
    operations = [migrations.RunSQL(FUNCTION)]
