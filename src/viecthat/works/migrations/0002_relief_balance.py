"""Nothing is handed out that has not come in, whoever writes the row; and a line of the log is never changed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION works_relief_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM works_reliefitem WHERE id = NEW.item_id FOR UPDATE;
    IF (SELECT coalesce(sum(quantity), 0) FROM works_reliefmove WHERE item_id = NEW.item_id) + NEW.quantity < 0 THEN
        RAISE EXCEPTION 'Không trao quá số đã nhận.' USING ERRCODE = 'check_violation', CONSTRAINT = 'relief_balance';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION works_relief_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Sổ cứu trợ chỉ ghi thêm; ghi nhầm thì lấy lại bằng dòng ngược.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER relief_balance BEFORE INSERT ON works_reliefmove
    FOR EACH ROW EXECUTE FUNCTION works_relief_balance();
CREATE TRIGGER relief_append_only BEFORE UPDATE OR DELETE ON works_reliefmove
    FOR EACH ROW EXECUTE FUNCTION works_relief_append_only();
"""

BACKWARD = """
DROP TRIGGER relief_append_only ON works_reliefmove;
DROP TRIGGER relief_balance ON works_reliefmove;
DROP FUNCTION works_relief_append_only();
DROP FUNCTION works_relief_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
