import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0002_drawn"),
        ("people", "0018_youth_group"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0010_project_stages"),
        ("reviews", "0001_initial"),
        ("units", "0002_tree_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=300, verbose_name="nội dung")),
                ("speaker", models.CharField(blank=True, max_length=200, verbose_name="người trình bày")),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="số phút")),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=200, verbose_name="hình thức khen")),
                (
                    "to",
                    models.CharField(
                        choices=[("collective", "tập thể"), ("person", "cá nhân")],
                        default="collective",
                        max_length=12,
                        verbose_name="tặng cho",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tập thể, cá nhân")),
                ("decision", models.CharField(blank=True, max_length=100, verbose_name="số quyết định")),
                ("handed_by", models.CharField(blank=True, max_length=200, verbose_name="người trao")),
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
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=500, verbose_name="kết luận")),
                ("due", models.DateField(verbose_name="hạn")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="minh chứng cần có")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concluded",
                        to="plans.task",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Conference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="tên hội nghị")),
                ("held_on", models.DateField(verbose_name="ngày")),
                ("begins", models.TimeField(verbose_name="giờ bắt đầu")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="giờ kết thúc")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="nơi họp")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="đường dẫn họp trực tuyến")),
                ("chairs", models.CharField(max_length=300, verbose_name="chủ trì")),
                ("secretary", models.CharField(blank=True, max_length=200, verbose_name="thư ký")),
                (
                    "quorum",
                    models.CharField(
                        blank=True,
                        choices=[("2/3", "ít nhất 2/3"), ("1/2", "quá nửa"), ("", "không đặt")],
                        default="2/3",
                        max_length=4,
                        verbose_name="cần có mặt",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "đang chuẩn bị"),
                            ("invited", "đã mời"),
                            ("held", "đã họp"),
                            ("concluded", "đã kết luận, giao nhiệm vụ"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
                ("serial", models.BigIntegerField(unique=True)),
                ("key", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
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
        migrations.CreateModel(
            name="ConclusionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=500, verbose_name="kết luận")),
                ("due", models.DateField(verbose_name="hạn")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="minh chứng cần có")),
                (
                    "person",
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
                        to="conferences.conclusion",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.task",
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
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="conclusion",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="conclusions", to="conferences.conference"
            ),
        ),
        migrations.CreateModel(
            name="AwardEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=200, verbose_name="hình thức khen")),
                (
                    "to",
                    models.CharField(
                        choices=[("collective", "tập thể"), ("person", "cá nhân")],
                        default="collective",
                        max_length=12,
                        verbose_name="tặng cho",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tập thể, cá nhân")),
                ("decision", models.CharField(blank=True, max_length=100, verbose_name="số quyết định")),
                ("handed_by", models.CharField(blank=True, max_length=200, verbose_name="người trao")),
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
                        to="conferences.award",
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
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="award",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="awards", to="conferences.conference"
            ),
        ),
        migrations.CreateModel(
            name="AgendaItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=300, verbose_name="nội dung")),
                ("speaker", models.CharField(blank=True, max_length=200, verbose_name="người trình bày")),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="số phút")),
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
                        to="conferences.agendaitem",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="conferences.conference"
            ),
        ),
        migrations.CreateModel(
            name="ConferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="tên hội nghị")),
                ("held_on", models.DateField(verbose_name="ngày")),
                ("begins", models.TimeField(verbose_name="giờ bắt đầu")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="giờ kết thúc")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="nơi họp")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="đường dẫn họp trực tuyến")),
                ("chairs", models.CharField(max_length=300, verbose_name="chủ trì")),
                ("secretary", models.CharField(blank=True, max_length=200, verbose_name="thư ký")),
                (
                    "quorum",
                    models.CharField(
                        blank=True,
                        choices=[("2/3", "ít nhất 2/3"), ("1/2", "quá nửa"), ("", "không đặt")],
                        default="2/3",
                        max_length=4,
                        verbose_name="cần có mặt",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "đang chuẩn bị"),
                            ("invited", "đã mời"),
                            ("held", "đã họp"),
                            ("concluded", "đã kết luận, giao nhiệm vụ"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
                ("serial", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
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
                        to="conferences.conference",
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
            name="Invitee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("delegate", "được triệu tập"), ("guest", "khách mời")],
                        default="delegate",
                        max_length=8,
                        verbose_name="thành phần",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="họ tên")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="chức vụ")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="cơ quan ngoài hệ thống đơn vị")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="liên hệ")),
                ("code", models.CharField(max_length=24, unique=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "chưa trả lời"), ("confirmed", "sẽ dự"), ("declined", "không dự được")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("stand_in", models.CharField(blank=True, max_length=200, verbose_name="người dự thay")),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                (
                    "came_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("list", "đánh dấu ở cửa"),
                            ("letter", "quét mã trên giấy mời, thẻ"),
                            ("screen", "tự quét mã ở hội trường"),
                        ],
                        max_length=8,
                    ),
                ),
                ("folded", models.TextField(blank=True)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitees",
                        to="conferences.conference",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
            name="InviteeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[("delegate", "được triệu tập"), ("guest", "khách mời")],
                        default="delegate",
                        max_length=8,
                        verbose_name="thành phần",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="họ tên")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="chức vụ")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="cơ quan ngoài hệ thống đơn vị")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="liên hệ")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "chưa trả lời"), ("confirmed", "sẽ dự"), ("declined", "không dự được")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("stand_in", models.CharField(blank=True, max_length=200, verbose_name="người dự thay")),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                (
                    "came_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("list", "đánh dấu ở cửa"),
                            ("letter", "quét mã trên giấy mời, thẻ"),
                            ("screen", "tự quét mã ở hội trường"),
                        ],
                        max_length=8,
                    ),
                ),
                ("folded", models.TextField(blank=True)),
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
                    ),
                ),
                (
                    "noted_by",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="conferences.invitee",
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
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="tên tham luận")),
                ("speaker", models.CharField(blank=True, max_length=200, verbose_name="người trình bày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "đã đăng ký"),
                            ("delivered", "đã trình bày"),
                            ("handed_in", "gửi bằng văn bản"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="conferences.conference"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.keptfile",
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
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaperEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="tên tham luận")),
                ("speaker", models.CharField(blank=True, max_length=200, verbose_name="người trình bày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "đã đăng ký"),
                            ("delivered", "đã trình bày"),
                            ("handed_in", "gửi bằng văn bản"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200)),
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.keptfile",
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
                        to="conferences.paper",
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
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("speaker", models.CharField(max_length=200, verbose_name="người phát biểu")),
                ("words", models.TextField(verbose_name="ý kiến, câu hỏi")),
                ("answered_by", models.CharField(blank=True, max_length=200, verbose_name="người trả lời")),
                ("answer", models.TextField(blank=True, verbose_name="trả lời, tiếp thu")),
                ("noted_at", models.DateTimeField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="conferences.conference",
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
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("speaker", models.CharField(max_length=200, verbose_name="người phát biểu")),
                ("words", models.TextField(verbose_name="ý kiến, câu hỏi")),
                ("answered_by", models.CharField(blank=True, max_length=200, verbose_name="người trả lời")),
                ("answer", models.TextField(blank=True, verbose_name="trả lời, tiếp thu")),
                ("noted_at", models.DateTimeField()),
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
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
                        to="conferences.question",
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
            name="ReviewedThere",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviewed",
                        to="conferences.conference",
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conferred", to="reviews.review"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewedThereEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "conference",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="conferences.conference",
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
                        to="conferences.reviewedthere",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(fields=["unit", "-held_on"], name="conference_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gt", models.F("begins")), _connector="OR"),
                name="conference_ends_after_it_begins",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", ""), _negated=True), models.Q(("link", ""), _negated=True), _connector="OR"
                ),
                name="conference_is_somewhere",
                violation_error_message="Ghi nơi họp hoặc đường dẫn họp trực tuyến.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("concluded_at__isnull", False), ("state", "concluded")),
                    models.Q(models.Q(("state", "concluded"), _negated=True), ("concluded_at", None)),
                    _connector="OR",
                ),
                name="conference_concluded_at_a_moment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_conferenceevent" ("begins", "chairs", "concluded_at", "ends", "held_on", "id", "link", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "secretary", "serial", "source", "state", "title", "unit_id") VALUES (NEW."begins", NEW."chairs", NEW."concluded_at", NEW."ends", NEW."held_on", NEW."id", NEW."link", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."quorum", NEW."secretary", NEW."serial", NEW."source", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="713e8d279464274cad4c8b42e455c508f416df1d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7b4d6",
                    table="conferences_conference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."begins" IS DISTINCT FROM (NEW."begins") OR OLD."chairs" IS DISTINCT FROM (NEW."chairs") OR OLD."concluded_at" IS DISTINCT FROM (NEW."concluded_at") OR OLD."ends" IS DISTINCT FROM (NEW."ends") OR OLD."held_on" IS DISTINCT FROM (NEW."held_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."quorum" IS DISTINCT FROM (NEW."quorum") OR OLD."secretary" IS DISTINCT FROM (NEW."secretary") OR OLD."serial" IS DISTINCT FROM (NEW."serial") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))',
                    func='INSERT INTO "conferences_conferenceevent" ("begins", "chairs", "concluded_at", "ends", "held_on", "id", "link", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "secretary", "serial", "source", "state", "title", "unit_id") VALUES (NEW."begins", NEW."chairs", NEW."concluded_at", NEW."ends", NEW."held_on", NEW."id", NEW."link", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."quorum", NEW."secretary", NEW."serial", NEW."source", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="292362acc2020490d22478dafc17d616bfaf8121",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d23b4",
                    table="conferences_conference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_conferenceevent" ("begins", "chairs", "concluded_at", "ends", "held_on", "id", "link", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "secretary", "serial", "source", "state", "title", "unit_id") VALUES (OLD."begins", OLD."chairs", OLD."concluded_at", OLD."ends", OLD."held_on", OLD."id", OLD."link", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."quorum", OLD."secretary", OLD."serial", OLD."source", OLD."state", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="c047e4eee584163d02a8d19c5bdbcf068ffca570",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dbf6e",
                    table="conferences_conference",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("conference", "number"),
                name="conclusion_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="conclusion_numbered_from_one"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_conclusionevent" ("conference_id", "due", "evidence", "id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task_id", "unit_id", "words") VALUES (NEW."conference_id", NEW."due", NEW."evidence", NEW."id", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."task_id", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="fcb0c44cb8d6fa19ea6c59293fe9eb8e9a6c9dee",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6a763",
                    table="conferences_conclusion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conferences_conclusionevent" ("conference_id", "due", "evidence", "id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task_id", "unit_id", "words") VALUES (NEW."conference_id", NEW."due", NEW."evidence", NEW."id", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."task_id", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="c52e7cc91e016119d8a87560fd969614801caed0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6a579",
                    table="conferences_conclusion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_conclusionevent" ("conference_id", "due", "evidence", "id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task_id", "unit_id", "words") VALUES (OLD."conference_id", OLD."due", OLD."evidence", OLD."id", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."task_id", OLD."unit_id", OLD."words"); RETURN NULL;',
                    hash="f4122a42abe6349a38b6928383f5d7900283c80a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_52dcb",
                    table="conferences_conclusion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("conference", "position"),
                name="award_position_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="award",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_awardevent" ("conference_id", "decision", "handed_by", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "to", "unit_id") VALUES (NEW."conference_id", NEW."decision", NEW."handed_by", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."to", NEW."unit_id"); RETURN NULL;',
                    hash="c2a0a2717b76ed71b457f80b82a6e6bccc0c0855",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bbd9a",
                    table="conferences_award",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="award",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conferences_awardevent" ("conference_id", "decision", "handed_by", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "to", "unit_id") VALUES (NEW."conference_id", NEW."decision", NEW."handed_by", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."to", NEW."unit_id"); RETURN NULL;',
                    hash="876dccb184712b1b795299e05a5395137e9a3327",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c357",
                    table="conferences_award",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="award",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_awardevent" ("conference_id", "decision", "handed_by", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "to", "unit_id") VALUES (OLD."conference_id", OLD."decision", OLD."handed_by", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."to", OLD."unit_id"); RETURN NULL;',
                    hash="200b240ebbf2263ffa3309ebd30ab7a253664e4f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91c87",
                    table="conferences_award",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("conference", "position"),
                name="agenda_position_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_agendaitemevent" ("conference_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "speaker", "words") VALUES (NEW."conference_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."speaker", NEW."words"); RETURN NULL;',
                    hash="4b0879e92ba6562793a467adb79f3d4a58998d79",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cc4bd",
                    table="conferences_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conferences_agendaitemevent" ("conference_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "speaker", "words") VALUES (NEW."conference_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."speaker", NEW."words"); RETURN NULL;',
                    hash="ef294bfb6f30a35d6d673afb049bad6359660482",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c2b09",
                    table="conferences_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_agendaitemevent" ("conference_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "speaker", "words") VALUES (OLD."conference_id", OLD."id", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."speaker", OLD."words"); RETURN NULL;',
                    hash="57200a22dcb5d6d656a4d3462d7526320dadf602",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a48b5",
                    table="conferences_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="invitee",
            index=models.Index(fields=["conference", "part"], name="invitee_of_conference"),
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("conference", "person"),
                name="invitee_person_once",
                violation_error_message="Người này đã có trong danh sách mời.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__isnull", False),
                    models.Q(("body", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                    _connector="OR",
                ),
                name="invitee_is_somebody",
                violation_error_message="Ghi người được mời, đơn vị hoặc cơ quan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_at", None), ("came_by", "")),
                    models.Q(("came_at__isnull", False), models.Q(("came_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="invitee_came_in_a_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.CheckConstraint(
                condition=models.Q(("stand_in", ""), ("answer", "declined"), _connector="OR"),
                name="invitee_stand_in_for_declined",
                violation_error_message="Chỉ ghi người dự thay khi người được mời không dự được.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_inviteeevent" ("answer", "answered_at", "body", "came_at", "came_by", "conference_id", "contact", "folded", "id", "name", "noted_by_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "reason", "sent_at", "stand_in", "unit_id") VALUES (NEW."answer", NEW."answered_at", NEW."body", NEW."came_at", NEW."came_by", NEW."conference_id", NEW."contact", NEW."folded", NEW."id", NEW."name", NEW."noted_by_id", NEW."part", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post", NEW."reason", NEW."sent_at", NEW."stand_in", NEW."unit_id"); RETURN NULL;',
                    hash="60e625012737558fc4015a8922e06f824e56bb71",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6c230",
                    table="conferences_invitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."came_at" IS DISTINCT FROM (NEW."came_at") OR OLD."came_by" IS DISTINCT FROM (NEW."came_by") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."folded" IS DISTINCT FROM (NEW."folded") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."noted_by_id" IS DISTINCT FROM (NEW."noted_by_id") OR OLD."part" IS DISTINCT FROM (NEW."part") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."post" IS DISTINCT FROM (NEW."post") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."stand_in" IS DISTINCT FROM (NEW."stand_in") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))',
                    func='INSERT INTO "conferences_inviteeevent" ("answer", "answered_at", "body", "came_at", "came_by", "conference_id", "contact", "folded", "id", "name", "noted_by_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "reason", "sent_at", "stand_in", "unit_id") VALUES (NEW."answer", NEW."answered_at", NEW."body", NEW."came_at", NEW."came_by", NEW."conference_id", NEW."contact", NEW."folded", NEW."id", NEW."name", NEW."noted_by_id", NEW."part", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post", NEW."reason", NEW."sent_at", NEW."stand_in", NEW."unit_id"); RETURN NULL;',
                    hash="8fdb9763025c5cb61206b61882d8d48ca566551c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2407b",
                    table="conferences_invitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_inviteeevent" ("answer", "answered_at", "body", "came_at", "came_by", "conference_id", "contact", "folded", "id", "name", "noted_by_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "reason", "sent_at", "stand_in", "unit_id") VALUES (OLD."answer", OLD."answered_at", OLD."body", OLD."came_at", OLD."came_by", OLD."conference_id", OLD."contact", OLD."folded", OLD."id", OLD."name", OLD."noted_by_id", OLD."part", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post", OLD."reason", OLD."sent_at", OLD."stand_in", OLD."unit_id"); RETURN NULL;',
                    hash="5821194a6008eecd5f6a37340ffb5174957322c1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0d8b7",
                    table="conferences_invitee",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("conference", "position"),
                name="paper_position_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_paperevent" ("conference_id", "file_id", "file_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "speaker", "state", "title", "unit_id") VALUES (NEW."conference_id", NEW."file_id", NEW."file_name", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."speaker", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="88beaf15e859ce03a98ee4103f78c46ea0c7fc9d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50d5e",
                    table="conferences_paper",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conferences_paperevent" ("conference_id", "file_id", "file_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "speaker", "state", "title", "unit_id") VALUES (NEW."conference_id", NEW."file_id", NEW."file_name", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."speaker", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="a95c96d3db03cba67b9cafa77e26c3c877ca0c74",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a256d",
                    table="conferences_paper",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_paperevent" ("conference_id", "file_id", "file_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "speaker", "state", "title", "unit_id") VALUES (OLD."conference_id", OLD."file_id", OLD."file_name", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."speaker", OLD."state", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="26a94bf8e232657581dbea5363b9bffdddc00edd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5efab",
                    table="conferences_paper",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_questionevent" ("answer", "answered_by", "conference_id", "id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker", "unit_id", "words") VALUES (NEW."answer", NEW."answered_by", NEW."conference_id", NEW."id", NEW."noted_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."speaker", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="985770ed2d13ffdca4d6c714b09c99411a5654e0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d2f0b",
                    table="conferences_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conferences_questionevent" ("answer", "answered_by", "conference_id", "id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker", "unit_id", "words") VALUES (NEW."answer", NEW."answered_by", NEW."conference_id", NEW."id", NEW."noted_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."speaker", NEW."unit_id", NEW."words"); RETURN NULL;',
                    hash="581a2a303bad9cdcd8d640cf083159f27dcaa2e2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_358bb",
                    table="conferences_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_questionevent" ("answer", "answered_by", "conference_id", "id", "noted_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker", "unit_id", "words") VALUES (OLD."answer", OLD."answered_by", OLD."conference_id", OLD."id", OLD."noted_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."speaker", OLD."unit_id", OLD."words"); RETURN NULL;',
                    hash="bb9b5ec9e58d519b098d9f414d6443a0fcb4f698",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_efdf1",
                    table="conferences_question",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewedthere",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_reviewedthereevent" ("conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id") VALUES (NEW."conference_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_id"); RETURN NULL;',
                    hash="8a108714fa00c0646092d072721e2d6008674c7d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_37b57",
                    table="conferences_reviewedthere",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewedthere",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conferences_reviewedthereevent" ("conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id") VALUES (NEW."conference_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_id"); RETURN NULL;',
                    hash="907016f6512b6bba95dc0999fb7edb815fd7a838",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_384d9",
                    table="conferences_reviewedthere",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewedthere",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conferences_reviewedthereevent" ("conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id") VALUES (OLD."conference_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_id"); RETURN NULL;',
                    hash="4156d8a1619bae3aa7941b5609f8d1044a5c006d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_51c56",
                    table="conferences_reviewedthere",
                    when="AFTER",
                ),
            ),
        ),
    ]
