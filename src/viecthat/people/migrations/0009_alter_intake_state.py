from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_reorganised_events")]

    operations = [
        migrations.AlterField(
            model_name="intake",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "chờ xem lại các cột"),
                    ("checking", "đang kiểm tra"),
                    ("checked", "đã kiểm tra, chờ ghi vào sổ"),
                    ("writing", "đang ghi vào sổ"),
                    ("done", "đã ghi vào sổ"),
                    ("undoing", "đang hoàn tác"),
                    ("undone", "đã hoàn tác"),
                ],
                default="uploaded",
                max_length=12,
            ),
        ),
    ]
