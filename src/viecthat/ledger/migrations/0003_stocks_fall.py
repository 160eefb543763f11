"""A register may let a stock fall: a member who leaves is one member less, and nothing was wrong before."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION ledger_negative_only_in_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
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

BACKWARD = """
CREATE OR REPLACE FUNCTION ledger_negative_only_in_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM written w JOIN ledger_posting p ON p.id = w.posting_id
        WHERE (w.quantity < 0) <> (p.kind = 'reversal')
    ) THEN
        RAISE EXCEPTION 'Số âm chỉ có trong bút toán đảo, và bút toán đảo chỉ có số âm.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
