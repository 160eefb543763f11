"""Which ledger this is, so that a store of another one is never read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_entries_by_year")]

    operations = [
        migrations.CreateModel(
            name="StoreMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.UUIDField(
                        help_text="made with the database; a copy of it is told apart by its number and cluster"
                    ),
                ),
                (
                    "horizon",
                    models.BigIntegerField(default=0, help_text="written before a generation of that horizon is"),
                ),
                ("merged_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="store_mark_is_one_row")]
            },
        ),
        migrations.RunSQL(
            "INSERT INTO ledger_storemark (id, token, horizon) VALUES (1, gen_random_uuid(), 0)",
            migrations.RunSQL.noop,
        ),
    ]
