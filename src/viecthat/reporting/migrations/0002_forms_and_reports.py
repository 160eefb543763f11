import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import viecthat.reporting.models.form

# What was signed stays as it was signed; only the first print-out may be added to it.
KEEP_EDITIONS = """
CREATE FUNCTION reporting_edition_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.printed_id IS NULL
        AND to_jsonb(NEW) - 'printed_id' = to_jsonb(OLD) - 'printed_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Bản báo cáo đã ký không sửa, không xoá. Muốn đính chính, mở lại báo cáo rồi ký bản mới.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION reporting_step_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Nhật ký báo cáo chỉ ghi thêm, không sửa, không xoá.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER edition_append_only BEFORE UPDATE OR DELETE ON reporting_edition
    FOR EACH ROW EXECUTE FUNCTION reporting_edition_refuses_change();
CREATE TRIGGER step_append_only BEFORE UPDATE OR DELETE ON reporting_reportstep
    FOR EACH ROW EXECUTE FUNCTION reporting_step_refuses_change();
"""
FREE_EDITIONS = """
DROP TRIGGER step_append_only ON reporting_reportstep;
DROP TRIGGER edition_append_only ON reporting_edition;
DROP FUNCTION reporting_step_refuses_change();
DROP FUNCTION reporting_edition_refuses_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("ledger", "0007_post_in_one_call"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0008_dialogues"),
        ("reporting", "0001_readings"),
        ("units", "0002_tree_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=12, verbose_name="số mục")),
                ("heading", models.CharField(max_length=200, verbose_name="đề mục")),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "written",
                    models.BooleanField(
                        default=True, help_text="bỏ chọn: chỉ là đề mục lớn", verbose_name="có phần viết"
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="phải viết")),
                (
                    "area",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Công tác giáo dục"),
                            (2, "Các phong trào hành động cách mạng"),
                            (3, "Các chương trình đồng hành với thanh niên"),
                            (4, "Công tác phụ trách Đội"),
                            (5, "Công tác quốc tế"),
                            (6, "Xây dựng tổ chức Đoàn, mở rộng mặt trận, tham gia xây dựng Đảng"),
                            (7, "Tham mưu, phối hợp, chỉ đạo, kiểm tra"),
                        ],
                        null=True,
                        verbose_name="khối số liệu",
                    ),
                ),
                ("hint", models.CharField(blank=True, max_length=500, verbose_name="hướng dẫn")),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                (
                    "as_known",
                    models.DateTimeField(
                        help_text="the ledger's position: what was recorded until then is in the figures"
                    ),
                ),
                ("map_day", models.DateField()),
                ("signed_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                (
                    "printed",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.keptfile"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["report", "number"],
            },
        ),
        migrations.CreateModel(
            name="FormLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "breakdown",
                    models.CharField(
                        blank=True,
                        choices=[("children", "đơn vị trực thuộc"), ("sex", "giới tính"), ("age", "nhóm tuổi")],
                        max_length=12,
                        verbose_name="chia theo",
                    ),
                ),
                (
                    "required",
                    models.BooleanField(
                        default=False, help_text="không có thì ghi 0 hoặc giải trình", verbose_name="phải có"
                    ),
                ),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="hướng dẫn")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.indicator"
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "đang soạn"),
                            ("checked", "đã kiểm tra"),
                            ("signed", "đã ký"),
                            ("sent", "đã gửi"),
                            ("returned", "bị trả lại"),
                            ("accepted", "đã được nhận"),
                            ("closed", "đã khép"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, help_text="when the first edition was sent up", null=True),
                ),
                (
                    "accepted",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.edition",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="reporting.report"
            ),
        ),
        migrations.CreateModel(
            name="ReportCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(verbose_name="từ ngày")),
                ("end", models.DateField(verbose_name="đến trước ngày")),
                ("due", models.DateField(verbose_name="hạn gửi")),
                ("words", models.TextField(blank=True, verbose_name="lời dặn")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="report",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="reporting.reportcall"
            ),
        ),
        migrations.CreateModel(
            name="ReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "đang soạn"),
                            ("checked", "đã kiểm tra"),
                            ("signed", "đã ký"),
                            ("sent", "đã gửi"),
                            ("returned", "bị trả lại"),
                            ("accepted", "đã được nhận"),
                            ("closed", "đã khép"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, help_text="when the first edition was sent up", null=True),
                ),
                (
                    "accepted",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.edition",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.reportcall",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.report",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed", models.BigIntegerField(blank=True, null=True, verbose_name="kê khai thêm")),
                ("typed_of", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do kê khai")),
                ("explanation", models.CharField(blank=True, max_length=1000, verbose_name="giải trình")),
                ("returned", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến trả lại")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="trả lời")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.formline"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="reporting.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportFigureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("typed", models.BigIntegerField(blank=True, null=True, verbose_name="kê khai thêm")),
                ("typed_of", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do kê khai")),
                ("explanation", models.CharField(blank=True, max_length=1000, verbose_name="giải trình")),
                ("returned", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến trả lại")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="trả lời")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.formline",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.reportfigure",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên mẫu")),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("start", models.DateField(verbose_name="dùng từ ngày")),
                ("end", models.DateField(blank=True, null=True, verbose_name="đến hết ngày trước")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("week", "hằng tuần"),
                            ("month", "hằng tháng"),
                            ("quarter", "hằng quý"),
                            ("half", "6 tháng"),
                            ("year", "năm"),
                            ("school_year", "năm học"),
                            ("mid_term", "giữa nhiệm kỳ"),
                            ("term", "nhiệm kỳ"),
                            ("thematic", "chuyên đề"),
                        ],
                        max_length=12,
                        verbose_name="bao lâu một lần",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), size=None, verbose_name="loại đơn vị phải gửi"
                    ),
                ),
                (
                    "due_days",
                    models.SmallIntegerField(
                        default=5, help_text="số ngày sau khi hết kỳ; số âm là trước khi hết kỳ", verbose_name="hạn gửi"
                    ),
                ),
                (
                    "due_earlier",
                    models.PositiveSmallIntegerField(
                        default=2, help_text="số ngày, để cấp trên kịp tổng hợp", verbose_name="mỗi cấp dưới sớm hơn"
                    ),
                ),
                ("checked_first", models.BooleanField(default=False, verbose_name="văn phòng kiểm tra trước khi ký")),
                ("signing", models.CharField(default="TM. BAN THƯỜNG VỤ", max_length=60, verbose_name="thể thức ký")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "directive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.directive",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.programme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportCallEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("start", models.DateField(verbose_name="từ ngày")),
                ("end", models.DateField(verbose_name="đến trước ngày")),
                ("due", models.DateField(verbose_name="hạn gửi")),
                ("words", models.TextField(blank=True, verbose_name="lời dặn")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.reportcall",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.reportform",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="reportcall",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="reporting.reportform"
            ),
        ),
        migrations.CreateModel(
            name="FormSectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=12, verbose_name="số mục")),
                ("heading", models.CharField(max_length=200, verbose_name="đề mục")),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "written",
                    models.BooleanField(
                        default=True, help_text="bỏ chọn: chỉ là đề mục lớn", verbose_name="có phần viết"
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="phải viết")),
                (
                    "area",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Công tác giáo dục"),
                            (2, "Các phong trào hành động cách mạng"),
                            (3, "Các chương trình đồng hành với thanh niên"),
                            (4, "Công tác phụ trách Đội"),
                            (5, "Công tác quốc tế"),
                            (6, "Xây dựng tổ chức Đoàn, mở rộng mặt trận, tham gia xây dựng Đảng"),
                            (7, "Tham mưu, phối hợp, chỉ đạo, kiểm tra"),
                        ],
                        null=True,
                        verbose_name="khối số liệu",
                    ),
                ),
                ("hint", models.CharField(blank=True, max_length=500, verbose_name="hướng dẫn")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.formsection",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.reportform",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="formsection",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="reporting.reportform"
            ),
        ),
        migrations.CreateModel(
            name="FormLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "breakdown",
                    models.CharField(
                        blank=True,
                        choices=[("children", "đơn vị trực thuộc"), ("sex", "giới tính"), ("age", "nhóm tuổi")],
                        max_length=12,
                        verbose_name="chia theo",
                    ),
                ),
                (
                    "required",
                    models.BooleanField(
                        default=False, help_text="không có thì ghi 0 hoặc giải trình", verbose_name="phải có"
                    ),
                ),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="hướng dẫn")),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.indicator",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.formline",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.reportform",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="formline",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reporting.reportform"
            ),
        ),
        migrations.CreateModel(
            name="ReportFormEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=64, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên mẫu")),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("start", models.DateField(verbose_name="dùng từ ngày")),
                ("end", models.DateField(blank=True, null=True, verbose_name="đến hết ngày trước")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("week", "hằng tuần"),
                            ("month", "hằng tháng"),
                            ("quarter", "hằng quý"),
                            ("half", "6 tháng"),
                            ("year", "năm"),
                            ("school_year", "năm học"),
                            ("mid_term", "giữa nhiệm kỳ"),
                            ("term", "nhiệm kỳ"),
                            ("thematic", "chuyên đề"),
                        ],
                        max_length=12,
                        verbose_name="bao lâu một lần",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), size=None, verbose_name="loại đơn vị phải gửi"
                    ),
                ),
                (
                    "due_days",
                    models.SmallIntegerField(
                        default=5, help_text="số ngày sau khi hết kỳ; số âm là trước khi hết kỳ", verbose_name="hạn gửi"
                    ),
                ),
                (
                    "due_earlier",
                    models.PositiveSmallIntegerField(
                        default=2, help_text="số ngày, để cấp trên kịp tổng hợp", verbose_name="mỗi cấp dưới sớm hơn"
                    ),
                ),
                ("checked_first", models.BooleanField(default=False, verbose_name="văn phòng kiểm tra trước khi ký")),
                ("signing", models.CharField(default="TM. BAN THƯỜNG VỤ", max_length=60, verbose_name="thể thức ký")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "directive",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.directive",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.reportform",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.programme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("checked", "kiểm tra"),
                            ("signed", "ký"),
                            ("sent", "gửi lên"),
                            ("withdrawn", "rút lại"),
                            ("returned", "trả lại"),
                            ("accepted", "nhận"),
                            ("reopened", "mở lại để sửa"),
                            ("closed", "khép"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.TextField(blank=True)),
                ("lines", models.JSONField(default=dict)),
                ("sections", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.edition"
                    ),
                ),
                (
                    "for_whom",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="reporting.report"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("returned", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến trả lại")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="trả lời")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="reporting.report"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.formsection"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.TextField(blank=True)),
                ("returned", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến trả lại")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="trả lời")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.reporttext",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.report",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.formsection",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SigningDelegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(verbose_name="từ ngày")),
                ("end", models.DateField(verbose_name="đến hết ngày trước")),
                ("words", models.CharField(max_length=300, verbose_name="vì sao")),
                ("made_at", models.DateTimeField()),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningDelegationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("start", models.DateField(verbose_name="từ ngày")),
                ("end", models.DateField(verbose_name="đến hết ngày trước")),
                ("words", models.CharField(max_length=300, verbose_name="vì sao")),
                ("made_at", models.DateTimeField()),
                (
                    "deputy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.signingdelegation",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditionSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signer",
                    models.CharField(
                        help_text="the subject of the certificate", max_length=300, verbose_name="người ký"
                    ),
                ),
                ("issuer", models.CharField(max_length=300)),
                ("serial", models.CharField(max_length=80)),
                (
                    "valid",
                    models.BooleanField(
                        help_text="the signature fits the file; whether the issuer is trusted is said apart"
                    ),
                ),
                ("trusted", models.BooleanField(default=False)),
                ("signed_at", models.DateTimeField(help_text="as the signature itself says", null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="reporting.edition"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.keptfile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("edition", "file"), name="edition_signature_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="edition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="edition_number_from_1"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_for__isnull", True),
                    models.Q(("signed_for", models.F("signed_by")), _negated=True),
                    _connector="OR",
                ),
                name="edition_signed_for_another",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["call", "state"], name="report_by_state"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["unit", "-id"], name="report_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("call", "unit"), name="report_once", violation_error_message="Đơn vị đã có báo cáo của đợt này."
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "closed"]), _negated=True),
                    ("accepted__isnull", False),
                    _connector="OR",
                ),
                name="report_accepted_has_edition",
                violation_error_message="Báo cáo được nhận phải có bản đã ký.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportevent" ("accepted_id", "call_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "state", "unit_id") VALUES (NEW."accepted_id", NEW."call_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."state", NEW."unit_id"); RETURN NULL;',
                    hash="10d740d5d3a51b009a4a53853173ceeb0c8c5ee1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69d08",
                    table="reporting_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_reportevent" ("accepted_id", "call_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "state", "unit_id") VALUES (NEW."accepted_id", NEW."call_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_at", NEW."state", NEW."unit_id"); RETURN NULL;',
                    hash="0176e92567316a08edb581da8f3f2a17914bc26a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c13c",
                    table="reporting_report",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportevent" ("accepted_id", "call_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "state", "unit_id") VALUES (OLD."accepted_id", OLD."call_id", OLD."id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sent_at", OLD."state", OLD."unit_id"); RETURN NULL;',
                    hash="7d1f7fd49bc5ecb8d2d6ab28654eb9996908af05",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a47c2",
                    table="reporting_report",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfigure",
            constraint=models.UniqueConstraint(fields=("report", "line"), name="report_figure_once"),
        ),
        migrations.AddConstraint(
            model_name="reportfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("typed__isnull", True),
                    models.Q(("typed__gte", 0), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="report_typed_with_reason",
                violation_error_message="Số kê khai thêm không âm và phải có lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("typed_of__isnull", True),
                    models.Q(("typed_of__gt", 0), ("typed_of__gte", models.F("typed"))),
                    _connector="OR",
                ),
                name="report_typed_share",
                violation_error_message="Số đạt không thể lớn hơn tổng số.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportfigureevent" ("answer", "changed_at", "changed_by_id", "explanation", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "reason", "report_id", "returned", "revision", "typed", "typed_of") VALUES (NEW."answer", NEW."changed_at", NEW."changed_by_id", NEW."explanation", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."posting_id", NEW."reason", NEW."report_id", NEW."returned", NEW."revision", NEW."typed", NEW."typed_of"); RETURN NULL;',
                    hash="5e76acfa8738a2ae81047dd85b6a33680cc36d4a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d23be",
                    table="reporting_reportfigure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_reportfigureevent" ("answer", "changed_at", "changed_by_id", "explanation", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "reason", "report_id", "returned", "revision", "typed", "typed_of") VALUES (NEW."answer", NEW."changed_at", NEW."changed_by_id", NEW."explanation", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."posting_id", NEW."reason", NEW."report_id", NEW."returned", NEW."revision", NEW."typed", NEW."typed_of"); RETURN NULL;',
                    hash="9197f63e86f51ea221bc2d2984c78fb7f35301f0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3d1be",
                    table="reporting_reportfigure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportfigureevent" ("answer", "changed_at", "changed_by_id", "explanation", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "reason", "report_id", "returned", "revision", "typed", "typed_of") VALUES (OLD."answer", OLD."changed_at", OLD."changed_by_id", OLD."explanation", OLD."id", OLD."line_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."posting_id", OLD."reason", OLD."report_id", OLD."returned", OLD."revision", OLD."typed", OLD."typed_of"); RETURN NULL;',
                    hash="796e970674612ed841d299bb87257fe1dea92e59",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_68ec4",
                    table="reporting_reportfigure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reportform",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"),
                name="form_ends_after_start",
                violation_error_message="Ngày thôi dùng mẫu phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportform",
            constraint=models.CheckConstraint(
                condition=models.Q(("kinds", []), _negated=True),
                name="form_has_kinds",
                violation_error_message="Chọn ít nhất một loại đơn vị phải gửi báo cáo này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportform",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_days__gte", -60), ("due_days__lte", 120), ("due_earlier__lte", 30)),
                name="form_due_is_near",
                violation_error_message="Hạn gửi từ 60 ngày trước đến 120 ngày sau khi hết kỳ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportform",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("code", "="),
                    (
                        viecthat.reporting.models.form._Days(
                            "start", "end", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="form_one_version_a_day",
                violation_error_message="Mã này đã có một bản dùng trong những ngày đó; kết thúc bản cũ trước.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportform",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportformevent" ("cadence", "checked_first", "code", "directive_id", "due_days", "due_earlier", "end", "id", "kinds", "name", "name_en", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "signing", "start", "unit_id") VALUES (NEW."cadence", NEW."checked_first", NEW."code", NEW."directive_id", NEW."due_days", NEW."due_earlier", NEW."end", NEW."id", NEW."kinds", NEW."name", NEW."name_en", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."signing", NEW."start", NEW."unit_id"); RETURN NULL;',
                    hash="a1e94a7a795882330287d8a5e07e2b1fe1a36f8c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a693e",
                    table="reporting_reportform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportform",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_reportformevent" ("cadence", "checked_first", "code", "directive_id", "due_days", "due_earlier", "end", "id", "kinds", "name", "name_en", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "signing", "start", "unit_id") VALUES (NEW."cadence", NEW."checked_first", NEW."code", NEW."directive_id", NEW."due_days", NEW."due_earlier", NEW."end", NEW."id", NEW."kinds", NEW."name", NEW."name_en", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."signing", NEW."start", NEW."unit_id"); RETURN NULL;',
                    hash="c7b8a562be56cbaa58a03de07540281b3856fa07",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_832d0",
                    table="reporting_reportform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportform",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportformevent" ("cadence", "checked_first", "code", "directive_id", "due_days", "due_earlier", "end", "id", "kinds", "name", "name_en", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "signing", "start", "unit_id") VALUES (OLD."cadence", OLD."checked_first", OLD."code", OLD."directive_id", OLD."due_days", OLD."due_earlier", OLD."end", OLD."id", OLD."kinds", OLD."name", OLD."name_en", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."signing", OLD."start", OLD."unit_id"); RETURN NULL;',
                    hash="4134e38e7b4b45234fa160ed4b0221cc79fd6051",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_305de",
                    table="reporting_reportform",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="reportcall",
            index=models.Index(fields=["unit", "-end"], name="call_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="reportcall",
            constraint=models.UniqueConstraint(
                fields=("form", "unit", "start", "end"),
                name="call_once",
                violation_error_message="Đợt báo cáo này đã mở.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportcall",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="call_has_days",
                violation_error_message="Kỳ báo cáo phải có ít nhất một ngày.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportcall",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportcallevent" ("closed_at", "due", "end", "form_id", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "unit_id", "words") VALUES (NEW."closed_at", NEW."due", NEW."end", NEW."form_id", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."start", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="8ba957cdfc6125bafba489fa787c231ff652bca0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_aeadd",
                    table="reporting_reportcall",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportcall",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_reportcallevent" ("closed_at", "due", "end", "form_id", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "unit_id", "words") VALUES (NEW."closed_at", NEW."due", NEW."end", NEW."form_id", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."start", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="deb1509efa81b7b8a7716820814c9791a5298777",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca3d0",
                    table="reporting_reportcall",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportcall",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportcallevent" ("closed_at", "due", "end", "form_id", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "unit_id", "words") VALUES (OLD."closed_at", OLD."due", OLD."end", OLD."form_id", OLD."id", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."start", OLD."unit_id", OLD."words"); RETURN NULL;',
                    hash="c57f3f277ec98884a1e269194719fa790785444e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a01b4",
                    table="reporting_reportcall",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="formsection",
            constraint=models.UniqueConstraint(fields=("form", "place"), name="form_section_place_once"),
        ),
        migrations.AddConstraint(
            model_name="formsection",
            constraint=models.CheckConstraint(condition=models.Q(("level__in", [1, 2, 3])), name="form_section_level"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formsection",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_formsectionevent" ("area", "form_id", "heading", "hint", "id", "level", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "required", "written") VALUES (NEW."area", NEW."form_id", NEW."heading", NEW."hint", NEW."id", NEW."level", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."required", NEW."written"); RETURN NULL;',
                    hash="63b256db59aa5b6768921f37b5166b2a5f81d724",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9307c",
                    table="reporting_formsection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formsection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_formsectionevent" ("area", "form_id", "heading", "hint", "id", "level", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "required", "written") VALUES (NEW."area", NEW."form_id", NEW."heading", NEW."hint", NEW."id", NEW."level", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."required", NEW."written"); RETURN NULL;',
                    hash="3c92ea6976a6943f3c6ec9f80b15b415e73329e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4a206",
                    table="reporting_formsection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formsection",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_formsectionevent" ("area", "form_id", "heading", "hint", "id", "level", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "required", "written") VALUES (OLD."area", OLD."form_id", OLD."heading", OLD."hint", OLD."id", OLD."level", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."required", OLD."written"); RETURN NULL;',
                    hash="e40662041fde35cedb56b88733a47df9fa2aff9d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c874a",
                    table="reporting_formsection",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="formline",
            constraint=models.UniqueConstraint(fields=("form", "place"), name="form_line_place_once"),
        ),
        migrations.AddConstraint(
            model_name="formline",
            constraint=models.UniqueConstraint(
                fields=("form", "indicator"),
                name="form_line_indicator_once",
                violation_error_message="Mẫu đã có chỉ số này.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_formlineevent" ("breakdown", "form_id", "hint", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "required") VALUES (NEW."breakdown", NEW."form_id", NEW."hint", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."required"); RETURN NULL;',
                    hash="c43828664c3c85c89a64812bbde3334c09de74fa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07f38",
                    table="reporting_formline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_formlineevent" ("breakdown", "form_id", "hint", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "required") VALUES (NEW."breakdown", NEW."form_id", NEW."hint", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."required"); RETURN NULL;',
                    hash="862d9495bd171f3ba8a5d84e40f5e792ba094676",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_16651",
                    table="reporting_formline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_formlineevent" ("breakdown", "form_id", "hint", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "required") VALUES (OLD."breakdown", OLD."form_id", OLD."hint", OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."required"); RETURN NULL;',
                    hash="ee244e713fafed70d2a1ac171a5235c55010fa31",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9ad58",
                    table="reporting_formline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="reportstep",
            index=models.Index(fields=["report", "id"], name="step_of_report"),
        ),
        migrations.AddConstraint(
            model_name="reportstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step__in", ["returned", "withdrawn", "reopened"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="step_says_why",
                violation_error_message="Ghi vì sao.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reporttext",
            constraint=models.UniqueConstraint(fields=("report", "section"), name="report_text_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reporttextevent" ("answer", "changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "returned", "revision", "section_id", "text") VALUES (NEW."answer", NEW."changed_at", NEW."changed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_id", NEW."returned", NEW."revision", NEW."section_id", NEW."text"); RETURN NULL;',
                    hash="47159061463d63617eaff0ae7588cc026b4476bb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3464b",
                    table="reporting_reporttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_reporttextevent" ("answer", "changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "returned", "revision", "section_id", "text") VALUES (NEW."answer", NEW."changed_at", NEW."changed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_id", NEW."returned", NEW."revision", NEW."section_id", NEW."text"); RETURN NULL;',
                    hash="f5f3b6706045a7b711fc78b32a81b640ad96bff5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_44406",
                    table="reporting_reporttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reporttextevent" ("answer", "changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "returned", "revision", "section_id", "text") VALUES (OLD."answer", OLD."changed_at", OLD."changed_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."report_id", OLD."returned", OLD."revision", OLD."section_id", OLD."text"); RETURN NULL;',
                    hash="867c58be9db66b10a6f70192cfed1c1f5d5ca663",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a5eaf",
                    table="reporting_reporttext",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="delegation_has_days",
                violation_error_message="Ngày cuối phải sau ngày đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("signer", models.F("deputy")), _negated=True),
                name="delegation_to_another",
                violation_error_message="Chọn người khác ký thay.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signingdelegation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_signingdelegationevent" ("deputy_id", "end", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signer_id", "start", "unit_id", "words") VALUES (NEW."deputy_id", NEW."end", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signer_id", NEW."start", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="7e177489ebf473f0ea559d701c318ba3c11161c3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ceab1",
                    table="reporting_signingdelegation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signingdelegation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_signingdelegationevent" ("deputy_id", "end", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signer_id", "start", "unit_id", "words") VALUES (NEW."deputy_id", NEW."end", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signer_id", NEW."start", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="f91dbf713a3367eae3699c099cb4f9549f029d17",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_82adc",
                    table="reporting_signingdelegation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signingdelegation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_signingdelegationevent" ("deputy_id", "end", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signer_id", "start", "unit_id", "words") VALUES (OLD."deputy_id", OLD."end", OLD."id", OLD."made_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."signer_id", OLD."start", OLD."unit_id", OLD."words"); RETURN NULL;',
                    hash="d99d1252ee4028734bcc30876f30ec22957c9712",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_99d02",
                    table="reporting_signingdelegation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(KEEP_EDITIONS, FREE_EDITIONS),
    ]
