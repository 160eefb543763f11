"""Nothing in the ledger can be changed or deleted, whoever asks: not the application, not a stray SQL line."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Sổ việc chỉ ghi thêm, không sửa, không xoá. Muốn đính chính, đảo chứng từ rồi ghi lại.'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION ledger_negative_only_in_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER posting_never_emptied BEFORE TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER entry_sign AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_negative_only_in_reversal();
"""

BACKWARD = """
DROP TRIGGER entry_sign ON ledger_entry;
DROP TRIGGER entry_never_emptied ON ledger_entry;
DROP TRIGGER entry_append_only ON ledger_entry;
DROP TRIGGER posting_never_emptied ON ledger_posting;
DROP TRIGGER posting_append_only ON ledger_posting;
DROP FUNCTION ledger_negative_only_in_reversal();
DROP FUNCTION ledger_refuses_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
