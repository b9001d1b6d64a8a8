"""What is forgotten about people's sessions, and about who tried to come in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from procrastinate.contrib.django import app

from marketplace.accounts import tries


@app.periodic(cron="20 3 * * *")
@app.task(name="accounts.forget_sessions", queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Sessions that ended are deleted every night, and with each the address and the browser it came from: the list of
    somebody's sessions drops those only when she opens it."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@app.periodic(cron="25 3 * * *")
@app.task(name="accounts.forget_tries", queueing_lock="accounts.forget_tries")
def forget_tries(timestamp: int) -> None:
    tries.forget()
