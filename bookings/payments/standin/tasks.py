"""Bringing the stand-in's webhooks to our door."""

from procrastinate.contrib.django import app

from bookings.payments import events
from bookings.payments.standin import acting, sending
from bookings.payments.standin.cards import Does
from bookings.payments.standin.models import Post


@app.task(name="standin.bring")
def bring(post_id: int) -> None:
    post = Post.objects.get(pk=post_id)
    events.receive(*sending.signed(post.event))
    Post.objects.filter(pk=post_id).update(arrived=True)


@app.task(name="standin.end_refund")
def end_refund(number: str) -> None:
    acting.end_refund(number, fails=acting.does(acting.seen(number)["charge"]) is Does.BOUNCE)
