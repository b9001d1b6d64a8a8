from django.db import migrations

from services import skills


def fill(apps, schema_editor):
    """Where there are skills already: a new installation takes the groups with its skills."""
    skill = apps.get_model("services", "Skill")
    if skill.objects.exists():
        skills.enter(apps.get_model("services", "SkillGroup"), skill)


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0034_group_skills"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
