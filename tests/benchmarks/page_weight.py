"""What a first visit to a page weighs on the wire, through real servers and a real browser, against the budget."""

from collections.abc import Iterator

from tests.browser.driving import chromium, sign_in

BUDGET_KB = {"home": 118, "search": 130, "map": 205, "offer": 110, "booking": 110}
LARGEST = 12  # requests


def measure() -> Iterator[dict]:
    from django.conf import settings

    from tests.servers import running_city

    with running_city(settings.DATABASE_URL, {"DEMO": "1"}) as city, chromium() as browser:
        for name, address in addresses().items():
            weight, requests = weigh(browser, city.url, address)
            yield {
                "page": name,
                "value": weight,
                "unit": "KB on the wire, lower is better",
                "limit": BUDGET_KB[name],
                "limit_is": "the budget",
                "ratio": weight / BUDGET_KB[name],
                "requests": requests,
                "requests_limit": LARGEST,
            }


def addresses() -> dict[str, str]:
    from bookings.models import Booking
    from services.models import Offer

    offer = Offer.objects.published().order_by("pk").first()
    booking = Booking.objects.filter(customer__email="nadia@example.org").order_by("-starts_at").first()
    return {
        "home": "/",
        "search": "/search/",
        "map": "/search/map/",
        "offer": offer.get_absolute_url(),
        "booking": booking.get_absolute_url(),
    }


def weigh(browser, origin: str, address: str) -> tuple[float, int]:
    """KB that came over the line for a first visit, and in how many answers."""
    page = sign_in(browser, origin, "nadia@example.org") if address.startswith("/bookings/") else browser.new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: list[float] = []
    wire.on("Network.loadingFinished", lambda event: answers.append(event["encodedDataLength"]))
    page.goto(origin + address, wait_until="networkidle")
    page.context.close()
    return sum(answers) / 1000, len(answers)
