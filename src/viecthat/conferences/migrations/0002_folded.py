from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="conference",
            name="folded",
            field=models.TextField(blank=True, help_text="name, place and chairs, for searching without marks"),
        ),
    ]
