"""A dataset says whether its totals were published; the example years of the demonstration, loaded before, were not."""

from django.db import migrations, models

EXAMPLE_YEARS = r"UPDATE ledger_dataset SET totals_published = false WHERE code ~ '^minh-hoa-\d{4}$'"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_stocks_fall")]

    operations = [
        migrations.AddField(
            model_name="dataset",
            name="totals_published",
            field=models.BooleanField(default=True, help_text="false: nothing of it was published anywhere"),
        ),
        migrations.RunSQL(EXAMPLE_YEARS, migrations.RunSQL.noop),
    ]
