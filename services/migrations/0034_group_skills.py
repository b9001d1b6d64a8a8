import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0033_write_listings"),
    ]

    operations = [
        migrations.CreateModel(
            name="SkillGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("uri", models.CharField(blank=True, max_length=200, verbose_name="URI")),
                ("name", models.JSONField(default=dict, verbose_name="Name")),
                (
                    "broader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narrower",
                        to="services.skillgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of skills",
                "verbose_name_plural": "groups of skills",
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="skill",
            name="uri",
            field=models.CharField(blank=True, max_length=200, verbose_name="URI"),
        ),
        migrations.AddField(
            model_name="skill",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="skills",
                to="services.skillgroup",
                verbose_name="group of skills",
            ),
        ),
    ]
