"""What a batch of entries must hold is looked at once: one pass tells which rows it names and which signs it has.

Before, six queries read the batch one after the other, as did every report of a few lines.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION ledger_entries_refer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    -- A snapshot older than this statement could still see what somebody deleted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'entries are written in READ COMMITTED only' USING ERRCODE = 'feature_not_supported';
    END IF;
    WITH named AS MATERIALIZED (
        SELECT posting_id, unit_id, indicator_id, person_id, quantity < 0 AS falls,
            grouping(posting_id) = 0 AS has_posting, grouping(indicator_id) = 0 AS has_indicator
        FROM written
        GROUP BY GROUPING SETS ((posting_id, unit_id, quantity < 0), (indicator_id), (person_id))
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

CREATE OR REPLACE FUNCTION ledger_guard_partition(partition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON %I
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change()', partition);
    EXECUTE format('CREATE TRIGGER entry_refers AFTER INSERT ON %I REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_refer()', partition);
END $$;

DO $$
DECLARE
    partition regclass;
BEGIN
    FOR partition IN SELECT relid FROM pg_partition_tree('ledger_entry') LOOP
        EXECUTE format('DROP TRIGGER entry_sign ON %s', partition);
    END LOOP;
END $$;
DROP FUNCTION ledger_negative_only_in_reversal();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_own_indicators"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD)]
