"""What was looked for and did not hang: counted by day, type and size, and not by whom."""

import re

from django.db import connection

from services.models import Wardrobe
from services.wardrobe.rack import Filters, Page

ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|curl|wget|python|^$", re.IGNORECASE)
COUNT = """
INSERT INTO services_missed AS missed (wardrobe_id, type_id, size, day, number)
SELECT %s, %s, size, %s, 1 FROM unnest(%s::text[]) AS size
ON CONFLICT (wardrobe_id, day, type_id, size) DO UPDATE SET number = missed.number + 1
"""


def count(wardrobe: Wardrobe, filters: Filters, page: Page, agent: str) -> None:
    """A search for a type that found nothing, in the size or in their sizes. One by colour or season says nothing of
    what is lacking, and robots want no coat."""
    narrowed = filters.season or filters.colour or filters.before
    if not filters.type or page.number or narrowed or ROBOT.search(agent):
        return
    sizes = [filters.size] if filters.size else sorted(set(filters.sizes.get(filters.type.sizing, []))) or [""]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [wardrobe.pk, filters.type.pk, wardrobe.today(), sizes])
