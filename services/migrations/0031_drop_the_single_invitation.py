"""What it held is among the several."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0030_carry_the_invitation_over")]

    operations = [migrations.RemoveField(model_name="wardrobe", name="helping")]
