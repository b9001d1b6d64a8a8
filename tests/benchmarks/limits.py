"""What a figure must reach: `make bench` ends with an error when one does not."""

LEAST = {"holds_spread": {"ratio": 0.45}, "holds_contended": {"tries": 10_000}}
LEAST |= {
    "search_json": {"ratio": 0.4, "ratio_to_served": 0.15},
    "search_html": {"ratio": 0.25, "ratio_to_served": 0.08},
}
LEAST |= {"message_live": {"ratio": 0.2}}
MOST = {
    "holds_contended": {"overlaps": 0, "deadlocks": 0},
    "free_times": {"queries": 9},
    "statement": {"ratio": 1},
    "till": {"ratio": 40},
    "tills_50": {"conflicts": 0, "twice": 0},
    "rack_search": {"ratio": 1, "queries": 3},
    "search_query": {"ratio": 1},
    "search_odd": {"ratio": 1},
    "list_offer": {"ratio": 1},
    "plan_2000": {"gap": 0.001, "seconds": 10},
    "candidates": {"ratio": 1, "queries": 20},
    "results_page": {"ratio": 1, "queries": 6},
    "page_weight": {"ratio": 1, "largest_part": 1, "requests": 12, "shift": 0.05},
}


def missed(name: str, figure: dict) -> list[str]:
    """One sentence for each limit that this figure of the benchmark does not keep."""
    low = [
        f"{name}: {of} is {figure[of]:g}, at least {least:g} is asked"
        for of, least in LEAST.get(name, {}).items()
        if figure[of] < least
    ]
    return low + [
        f"{name}: {of} is {figure[of]:g}, at most {most:g} is allowed"
        for of, most in MOST.get(name, {}).items()
        if figure[of] > most
    ]
