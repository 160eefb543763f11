from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0006_by_youth_group"),
        ("units", "0002_tree_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="report",
            name="report_accepted_has_edition",
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "đang soạn"),
                    ("checked", "đã kiểm tra"),
                    ("signed", "đã ký"),
                    ("sent", "đã gửi"),
                    ("returned", "bị trả lại"),
                    ("accepted", "đã được nhận"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "đang soạn"),
                    ("checked", "đã kiểm tra"),
                    ("signed", "đã ký"),
                    ("sent", "đã gửi"),
                    ("returned", "bị trả lại"),
                    ("accepted", "đã được nhận"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reportstep",
            name="step",
            field=models.CharField(
                choices=[
                    ("checked", "kiểm tra"),
                    ("signed", "ký"),
                    ("sent", "gửi lên"),
                    ("withdrawn", "rút lại"),
                    ("returned", "trả lại"),
                    ("accepted", "nhận"),
                    ("reopened", "mở lại để sửa"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True), ("accepted__isnull", False), _connector="OR"
                ),
                name="report_accepted_has_edition",
                violation_error_message="Báo cáo được nhận phải có bản đã ký.",
            ),
        ),
    ]
