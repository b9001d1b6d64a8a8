"""What operators see of notices: that somebody was told, and not what people wrote to each other."""

from bookings import messaging
from bookings.telling import tell_of
from marketplace.lives.engine import Actor
from marketplace.notices.models import Notice


def test_an_operator_sees_that_a_message_was_told_and_not_its_words(client, booking, nadia, elena, operator):
    tell_of(messaging.post(booking, Actor(elena), "The key lies under the mat."))
    notice = Notice.objects.get(reader=nadia, cause__startswith="message:")
    client.force_login(operator)

    page = client.get(f"/admin/notices/notice/{notice.pk}/change/").content.decode()

    assert "Elena wrote: Babysitter" in page
    assert "under the mat" not in page
