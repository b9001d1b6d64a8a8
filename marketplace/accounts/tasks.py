"""What is forgotten about people's sessions."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="20 3 * * *")
@app.task(name="accounts.forget_sessions", queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Sessions that ended are deleted every night, and with each the address and the browser it came from: the list of
    somebody's sessions drops those only when she opens it."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
