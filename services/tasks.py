"""Every night hours are written out one day further, cards recharged, words counted and crowds measured, every morning
donors told; outside calendars are read now and then; files of garments are entered, and words of new offers learnt."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from services import outside
from services.availability import write_all_out
from services.models import Introduction, Offer, Resource
from services.search import crowds, keeping, vocabulary
from services.wardrobe import fate, introductions, lists, purse

TOGETHER = 20  # resources whose hours are written out in one transaction


@app.periodic(cron="10 2 * * *")
@app.task(name="services.write_out_hours", queueing_lock="services.write_out_hours")
def every_night(timestamp: int) -> None:
    write_out_hours()


@app.task(name="services.write_out_anew")
def write_out_hours() -> None:
    """Some at a time: whoever books one of them meanwhile waits for a moment, not for the city."""
    numbers = list(Resource.objects.filter(active=True).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), TOGETHER):
        write_all_out(numbers[first : first + TOGETHER])


@app.periodic(cron="20 2 * * *")
@app.task(name="services.recharge_cards", queueing_lock="services.recharge_cards")
def recharge_cards(timestamp: int) -> None:
    """The points of a period come in its first night."""
    purse.recharge_all()


@app.periodic(cron="40 2 * * *")
@app.task(name="services.count_words", queueing_lock="services.count_words")
def count_words(timestamp: int) -> None:
    vocabulary.count_words()


@app.periodic(cron="45 2 * * *")
@app.task(name="services.measure_crowds", queueing_lock="services.measure_crowds")
def measure_crowds(timestamp: int) -> None:
    crowds.measure()


@app.task(name="services.learn_words")
def learn_words(offer_id: int) -> None:
    vocabulary.learn(Offer.objects.get(pk=offer_id))


@app.periodic(cron="*/10 * * * *")
@app.task(name="services.read_outside_calendars", queueing_lock="services.read_outside_calendars")
def every_ten_minutes(timestamp: int) -> None:
    """Each outside calendar in a task of its own: what fails stops no other."""
    for pk in outside.claim_due():
        outside.hand_out(pk)


@app.task(name="services.read_outside")
def read_outside(calendar_id: int) -> None:
    """Named by number: its address is a secret, and stands in no queue."""
    outside.read(calendar_id)


@app.periodic(cron="50 7 * * *")
@app.task(name="services.tell_donors", queueing_lock="services.tell_donors")
def every_morning(timestamp: int) -> None:
    """Not in the night: whoever has no mail is called, and a letter may ring."""
    fate.tell_all()


@app.periodic(cron="*/10 * * * *")
@app.task(name="services.look_again", queueing_lock="services.look_again")
def look_again(timestamp: int) -> None:
    """Each search that is kept in a task of its own: what fails stops no other."""
    for pk in keeping.claim_due():
        look.defer(search_id=pk)


@app.task(name="services.look", retry=RetryStrategy(max_attempts=3, exponential_wait=60))
def look(search_id: int) -> None:
    keeping.look(search_id)


@app.task(name="services.introduce", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def introduce(introduction_id: str) -> None:
    """The link to a body that sends a household; the mail names no person."""
    introductions.mail(Introduction.objects.select_related("wardrobe").get(pk=introduction_id))


@app.periodic(cron="30 2 * * *")
@app.task(name="services.forget_introductions", queueing_lock="services.forget_introductions")
def forget_introductions(timestamp: int) -> None:
    introductions.forget_old()


@app.task(name="services.enter_garments", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def enter_garments(list_id: int) -> None:
    lists.enter(list_id)
