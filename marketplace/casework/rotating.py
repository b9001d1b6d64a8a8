"""New seals with the first key, in batches: it may be stopped at any moment and begun again, while people work."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from marketplace.casework import sealing
from marketplace.casework.models import Draft, Note, Override, Referral, Snapshot, Written

SEALED: list[type[models.Model]] = [Written, Draft, Snapshot, Note, Override, Referral]  # and what rooms above hang in
BATCH = 500


def rotate(batch: int = BATCH) -> Iterator[tuple[str, int]]:
    """Seal anew what another key than the first has sealed. Yields table and number of each batch, once it is done.

    Raises Unreadable where a key is missing; what was done before stays."""
    for model in SEALED:
        while number := rotate_some(model, batch):
            yield model._meta.db_table, number


@transaction.atomic
def rotate_some(model: Any, batch: int) -> int:
    """Rows that somebody is writing at this moment come with the next batch; of deadlocks there are none."""
    ring = sealing.ring()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casework.rotating', 'on', true)")
    older = model.objects.exclude(sealed=None).exclude(sealed__startswith=f"{ring.first}.")
    rows = list(older.order_by("pk").select_for_update(of=("self",))[:batch])
    for row in rows:
        place = sealing.place_of(row)
        row.sealed = ring.seal(ring.open(row.sealed, place), place)
    model.objects.bulk_update(rows, ["sealed"])
    return len(rows)
