from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_keep_answers")]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "who", "span", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("who", models.CharField(max_length=64)),
                ("span", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "count of calls", "verbose_name_plural": "counts of calls"},
        ),
        # Counts need not outlive a crash, and no request is to wait until they are on a disk.
        migrations.RunSQL("ALTER TABLE api_call SET UNLOGGED", "ALTER TABLE api_call SET LOGGED"),
    ]
