"""Offers at a place of their own know its street as the gazetteer has it, and are listed where everybody may know it.

A thousand at a time, each in its own transaction: nobody who publishes meanwhile waits for all. Begun again it goes on.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, transaction

from marketplace.places.names import fold_street, street_of

NEXT = """
SELECT array_agg(life_ptr_id) FROM (
    SELECT life_ptr_id FROM services_offer WHERE place_id IS NOT NULL AND life_ptr_id > %s ORDER BY 1 LIMIT 1000
) AS next
"""
LOCK = "SELECT FROM lives_life WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
LINES = """
SELECT life_ptr_id, line FROM services_offer JOIN places_place ON places_place.id = place_id WHERE life_ptr_id = ANY(%s)
"""
NAME = """
UPDATE services_offer SET street = named.street FROM unnest(%s::bigint[], %s::text[]) AS named(id, street)
WHERE life_ptr_id = named.id
"""
shown = import_module("services.migrations.0014_show_no_door")


def name_streets(_apps: Any, editor: Any) -> None:
    last = 0
    with editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [last])
            [offers] = cursor.fetchone()
            if not offers:
                return
            with transaction.atomic(editor.connection.alias):
                name_streets_of(offers, cursor)
            last = max(offers)


def name_streets_of(offers: list[int], cursor: Any) -> None:
    cursor.execute(LOCK, [offers])
    cursor.execute(LINES, [offers])
    named = {pk: fold_street(street_of(line)) for pk, line in cursor.fetchall()}
    cursor.execute(NAME, [list(named), list(named.values())])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("services", "0014_show_no_door")]
    operations = [
        migrations.RunPython(name_streets, migrations.RunPython.noop),
        migrations.RunPython(shown.list_hidden_again, migrations.RunPython.noop),
    ]
