"""What the officer for data protection is told at once. Nobody's name and no number stands in such a letter."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app as tasks

from marketplace.casework.models import Reading

MOST_REFUSED = 5  # in an hour, of one person: then the officer learns of it
HOUR = timedelta(hours=1)


def tries(by: Any) -> None:
    """After the fifth refusal in an hour, once."""
    since = timezone.now() - HOUR
    refused = Reading.objects.filter(reader=by, outcome=Reading.Outcome.REFUSED, at__gte=since).count()
    if refused == MOST_REFUSED:
        tell("tries")


def tell(what: str) -> None:
    """Deferred with the deed: it goes off, or not, together with it."""
    tasks.configure_task("casework.alert").defer(what=what)
