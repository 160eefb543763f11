"""A posting and its lines written by one call: what is sent thousands of times a second is not planned each time."""

from django.db import migrations

FORWARD = """
-- The number of the posting; NULL when its key is there already; 0 when the tree is no longer of the revision named.
CREATE FUNCTION ledger_post(
    its_kind text, its_unit bigint, its_moment timestamptz, its_actor bigint, its_reason text, its_reverses bigint,
    its_replaces bigint, its_dataset bigint, its_key text, its_tree uuid,
    units bigint[], indicators bigint[], days date[], quantities bigint[], persons bigint[], grades smallint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    IF its_tree IS NOT NULL AND NOT EXISTS (SELECT FROM units_treerevision r WHERE r.id = 1 AND r.token = its_tree) THEN
        RETURN 0;
    END IF;
    INSERT INTO ledger_posting
        (kind, unit_id, recorded_at, actor_id, reason, reverses_id, replaces_id, dataset_id, key)
    VALUES (its_kind, its_unit, its_moment, its_actor, its_reason, its_reverses, its_replaces, its_dataset, its_key)
    ON CONFLICT ON CONSTRAINT ledger_posting_key_key DO NOTHING
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        INSERT INTO ledger_entry (posting_id, unit_id, indicator_id, day, quantity, person_id, grade)
        SELECT made, line.unit, line.indicator, line.day, line.quantity, line.person, line.grade
        FROM unnest(units, indicators, days, quantities, persons, grades)
            WITH ORDINALITY AS line (unit, indicator, day, quantity, person, grade, place)
        ORDER BY line.place;
    END IF;
    RETURN made;
END $$;
"""

BACKWARD = """
DROP FUNCTION ledger_post(
    text, bigint, timestamptz, bigint, text, bigint, bigint, bigint, text, uuid,
    bigint[], bigint[], date[], bigint[], bigint[], smallint[]
);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_store_mark"), ("units", "0002_tree_revision")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
