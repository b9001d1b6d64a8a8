"""What somebody cannot use on the site, on its way to the City."""

import time

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as tasks

from marketplace.api.throttles import count
from marketplace.refusals import Refused

MOST, WINDOW = 5, 3600  # letters of one caller, and in how many seconds


def send(caller: str, text: str, page: str = "", email: str = "") -> None:
    """`caller`: whose letters are counted, a person or an address. Raises Refused when there are too many."""
    if count(f"feedback:{caller}", int(time.time()) // WINDOW) > MOST:
        raise Refused(_("You have written several times within an hour. Write again later, or call the front desk."))
    tasks.configure_task("frontend.send_feedback").defer(text=text, page=page, email=email)
