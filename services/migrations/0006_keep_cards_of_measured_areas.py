"""How far around an area is looked first stands on no card: to write it down each night draws none anew."""

from django.db import migrations

TRIGGER = """
DROP TRIGGER drawn_again ON places_area;
CREATE TRIGGER drawn_again AFTER UPDATE ON places_area FOR EACH ROW WHEN ({})
    EXECUTE FUNCTION services_draw_area_again()
"""
SHOWN = "to_jsonb({}) - 'near_metres' - 'changed_at'"
MEASURED = TRIGGER.format(f"{SHOWN.format('OLD')} <> {SHOWN.format('NEW')}")
ANYTHING = TRIGGER.format("OLD::text <> NEW::text")


class Migration(migrations.Migration):
    dependencies = [("places", "0003_look_near_first"), ("services", "0005_set_first_lift_rule")]
    operations = [migrations.RunSQL(MEASURED, ANYTHING)]
