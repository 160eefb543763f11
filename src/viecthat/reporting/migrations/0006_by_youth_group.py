from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_doubt_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="formline",
            name="breakdown",
            field=models.CharField(
                blank=True,
                choices=[
                    ("children", "đơn vị trực thuộc"),
                    ("sex", "giới tính"),
                    ("age", "nhóm tuổi"),
                    ("group", "đối tượng"),
                ],
                max_length=12,
                verbose_name="chia theo",
            ),
        ),
        migrations.AlterField(
            model_name="formlineevent",
            name="breakdown",
            field=models.CharField(
                blank=True,
                choices=[
                    ("children", "đơn vị trực thuộc"),
                    ("sex", "giới tính"),
                    ("age", "nhóm tuổi"),
                    ("group", "đối tượng"),
                ],
                max_length=12,
                verbose_name="chia theo",
            ),
        ),
    ]
