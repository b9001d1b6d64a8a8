"""The one thing to which a wardrobe invited is one of several."""

from django.db import migrations


def carry_over(apps, schema_editor):
    Wardrobe = apps.get_model("services", "Wardrobe")
    for wardrobe in Wardrobe.objects.exclude(helping=None):
        wardrobe.invitations.add(wardrobe.helping_id)


def carry_back(apps, schema_editor):
    Wardrobe = apps.get_model("services", "Wardrobe")
    for wardrobe in Wardrobe.objects.all():
        Wardrobe.objects.filter(pk=wardrobe.pk).update(helping=wardrobe.invitations.order_by("pk").first())


class Migration(migrations.Migration):
    dependencies = [("services", "0029_invite_to_several_things")]

    operations = [migrations.RunPython(carry_over, carry_back)]
