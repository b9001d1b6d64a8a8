"""What pages leave to the background."""

from django.conf import settings
from django.core.mail import EmailMessage
from procrastinate.contrib.django import app

from marketplace.notices.tasks import PATIENT
from marketplace.organisations.models import Organisation


@app.task(name="frontend.send_feedback", retry=PATIENT)
def send_feedback(text: str, page: str, email: str) -> None:
    """What somebody cannot use, to the City. Until it has left, the task keeps it."""
    city = Organisation.objects.filter(kind="city").exclude(email="").order_by("pk").first()
    to = city.email if city else settings.DEFAULT_FROM_EMAIL
    lines = [text, "", f"Page: {page or '-'}", f"From: {email or 'somebody who left no address'}"]
    reply = [email] if email else []
    EmailMessage("Accessibility: something does not work", "\n".join(lines), to=[to], reply_to=reply).send()
