"""A second press brings no second member into a household."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0022_invite_to_help")]
    operations = [
        migrations.AddField("member", "key", models.CharField(editable=False, max_length=80, null=True)),
        migrations.AddConstraint(
            "member", models.UniqueConstraint(fields=["household", "key"], name="a_key_brings_one_member")
        ),
    ]
