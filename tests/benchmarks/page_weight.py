"""What a first visit to a page weighs on the wire, and how far things jump about while it comes: through real servers,
in a real browser of a phone's width, on a slow line, against the budget."""

from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import CDPSession, Page

from tests.browser.driving import PHONE, chromium, sign_in, visitor

SHELL = {"css": 12, "js": 20, "fonts": 34}
BUDGET_KB = {
    "home": {"html": 12, **SHELL, "images": 40, "total": 118},
    "search": {"html": 34, **SHELL, "images": 30, "total": 130},
    "map": {"html": 34, **SHELL, "js": 95, "images": 30, "total": 205},
    "offer": {"html": 14, **SHELL, "images": 30, "total": 110},
    "booking": {"html": 14, **SHELL, "images": 30, "total": 110},
}
LARGEST = 12  # requests
SHIFT = 0.05  # of the window, in all
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Font": "fonts", "Image": "images"}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # ms, bytes/s
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def measure() -> Iterator[dict]:
    from django.conf import settings

    from tests.servers import running_city

    with running_city(settings.DATABASE_URL, {"DEMO": "1"}) as city, chromium() as browser:
        for name, address in addresses().items():
            weight, requests, shift = weigh(browser, city.url, address)
            yield {
                "page": name,
                "value": weight["total"],
                "unit": "KB on the wire, lower is better",
                "limit": BUDGET_KB[name]["total"],
                "limit_is": "the budget",
                "ratio": weight["total"] / BUDGET_KB[name]["total"],
                "largest_part": max(weight[part] / most for part, most in BUDGET_KB[name].items()),
                **weight,
                "requests": requests,
                "requests_limit": LARGEST,
                "shift": shift,
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


def weigh(browser, origin: str, address: str) -> tuple[Counter[str], int, float]:
    """KB that came over the line for a first visit by kind and in `total`, in how many answers, and what shifted."""
    page = visitor(browser, size=PHONE)
    if address.startswith("/bookings/"):  # in a window that has nothing of the page on which she signed in
        signed_in = sign_in(browser, origin, "nadia@example.org", size=PHONE).context
        page.context.add_cookies(signed_in.cookies())
        signed_in.close()
    page.add_init_script(SHIFTS)
    wire = page.context.new_cdp_session(page)
    answers = listened(wire)
    page.goto(origin + address, wait_until="networkidle")
    shift = settled(page)
    page.context.close()
    return summed(answers), len(answers), shift


def listened(wire: CDPSession) -> list[tuple[str, float]]:
    """A list that fills with the kind and the bytes of each answer, headers too."""
    kinds: dict[str, str] = {}
    answers: list[tuple[str, float]] = []
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on(
        "Network.loadingFinished",
        lambda event: answers.append((kinds.get(event["requestId"], ""), event["encodedDataLength"])),
    )
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", SLOW)
    return answers


def settled(page: Page) -> float:
    page.wait_for_timeout(500)  # a picture that has just come is still to be drawn
    return page.evaluate("window.shifted")


def summed(answers: list[tuple[str, float]]) -> Counter[str]:
    weight: Counter[str] = Counter()
    for kind, size in answers:
        weight[KINDS.get(kind, "other")] += size / 1000  # type: ignore[assignment]
        weight["total"] += size / 1000  # type: ignore[assignment]
    return weight
