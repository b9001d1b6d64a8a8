"""What many kept searches name, looked up at once."""

from datetime import timedelta

from django.utils import timezone

from marketplace.places.models import TravelSpeed
from services.models import SavedSearch
from services.search import keeping
from tests.folding import each


@each(
    "filters",
    [
        "category=babysitting", "category=flying", "near=Aurora&within=500", "near=via Nessuno 3",
        "q=tata&near=&category=", "near=via Cecchi 18, Aurora&minutes=20&by=car", "minutes=20&near=cecchi&by=bike",
        "on=2020-01-01&q=tata",
    ],
)  # fmt: skip
def test_a_title_is_the_same_in_a_list_as_alone(nadia, offer, filters):
    saved = SavedSearch(person=nadia, query=filters)
    others = [SavedSearch(person=nadia, query="near=via Cecchi&minutes=5"), SavedSearch(person=nadia, query="q=x")]

    assert keeping.title(saved, keeping.known_of([saved, *others])) == keeping.title(saved)


def test_a_way_with_no_speed_today_is_said_the_same_in_a_list(nadia, offer):
    saved = SavedSearch(person=nadia, query="near=via Cecchi&minutes=20")
    TravelSpeed.objects.filter(mode="walk").update(valid_to=timezone.localdate() - timedelta(days=1))

    assert keeping.title(saved, keeping.known_of([saved])) == keeping.title(saved)
    assert keeping.title(saved) == "A search for something that is no more here"
