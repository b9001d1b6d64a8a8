"""For what people come, in their words: the answers to the first question of the finder."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import services.models.aim


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0017_list_bodies_one_by_one"),
    ]

    operations = [
        migrations.CreateModel(
            name="Aim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                (
                    "sentence",
                    models.JSONField(
                        default=dict,
                        help_text='By language, as somebody would say it: {"it": "Cucire un bottone", "en": "Sew on a button"}',
                        validators=[services.models.aim.check_sentence],
                        verbose_name="Sentence",
                    ),
                ),
                (
                    "traits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=49),
                        blank=True,
                        default=list,
                        help_text="Only offers of which this is true; none: all of the category. As what:taps,what:shutters",
                        size=None,
                        verbose_name="Details",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aims",
                        to="services.category",
                        verbose_name="Category",
                    ),
                ),
            ],
            options={
                "verbose_name": "aim",
                "verbose_name_plural": "aims",
                "ordering": ["position", "slug"],
            },
        ),
    ]
