from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0027_fill_sales_of_shares")]

    operations = [
        migrations.RemoveField(model_name="share", name="bundle"),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sale__isnull", False), ("source", "bundle")),
                    models.Q(models.Q(("source", "bundle"), _negated=True), ("sale", None)),
                    _connector="OR",
                ),
                name="a_bundle_pays_as_itself",
            ),
        ),
    ]
