"""`make bench [ONLY=name]`: one line of JSON for each figure.

{"name", "value", "unit", "limit", "ratio", ...}: `ratio` is value / limit, and the limit is measured in the same run by
the barest program that does the same work, or is a budget where `limit_is` says so. Absolute times mean nothing on a
machine that others use too. Ends with an error when a figure misses what `limits` asks of it.
"""

import json
import sys
from collections.abc import Callable, Iterator

from tests.benchmarks import (
    bookings_http,
    candidates,
    city,
    demo_city,
    free_times,
    holds,
    ledger,
    limits,
    listing,
    message_live,
    page_weight,
    paid_booking,
    plan,
    rack,
    results,
    search,
    search_http,
    till,
)  # fmt: skip

ALL: dict[str, Callable[[], Iterator[dict]]] = {
    "demo_city": demo_city.measure,
    "message_live": message_live.measure,
    "page_weight": page_weight.measure,
    "holds_spread": holds.measure_spread,
    "holds_contended": holds.measure_contended,
    "bookings_http": bookings_http.measure,
    "free_times": free_times.measure,
    "paid_booking": paid_booking.measure,
    "ledger_post": ledger.measure_post,
    "statement": ledger.measure_statement,
    "rack_search": rack.measure,
    "search_query": search.measure,
    "search_odd": search.measure_odd,
    "list_offer": listing.measure,
    "search_json": search_http.measure_json,
    "search_html": search_http.measure_html,
    "candidates": candidates.measure,
    "results_page": results.measure,
    "till": till.measure,
    "tills_50": till.measure_fifty,
    "plan_2000": plan.measure,
}


def main(wanted: list[str]) -> None:
    if unknown := set(wanted) - set(ALL):
        sys.exit(f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
    with city.standing():
        sentences = [sentence for name in wanted or ALL for figure in ALL[name]() for sentence in told(name, figure)]
    if sentences:
        sys.exit("\n".join(sentences))


def told(name: str, figure: dict) -> list[str]:
    """Print it. Answers with what it misses, to be said when all are measured."""
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figure.items()}
    print(json.dumps({"name": name, **rounded}), flush=True)
    return limits.missed(name, figure)


if __name__ == "__main__":
    main(sys.argv[1:])
