import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0039_know_since_when_listed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(max_length=1000)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateField(null=True)),
                ("known", ArrayField(models.BigIntegerField(), default=list)),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_at", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["-pk"],
                "constraints": [models.UniqueConstraint(fields=("person", "query"), name="a_search_is_saved_once")],
            },
        ),
    ]
