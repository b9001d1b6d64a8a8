"""Nobody who reads Italian meets an English sentence that is not somebody's own."""

import re

import pytest

ENGLISH = re.compile(r"\b(the|and|you|your|with|for|this|that|what|when|there|has|have|yet)\b", re.IGNORECASE)
OWN = "script, style, symbol, [dir=auto], bdi, [lang]:not(html), option, .tongue"
SAID = f"""() => {{
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {{
    const text = walker.currentNode.textContent.trim();
    if (text && !walker.currentNode.parentElement.closest("{OWN}")) said.push(text);
  }}
  return said;
}}"""
NAMES = ("Loving the Alien",)
ROOMS = [
    ("", ["/", "/search/", "/organisations/", "/privacy/", "/terms/", "/accessibility/", "/how-results-are-ordered/"]),
    ("nadia", ["/bookings/", "/account/"]),
    ("elena", ["/desk/", "/desk/week/", "/desk/offers/new/", "/desk/hours/", "/desk/people/", "/desk/book/"]),
    ("samira", ["/shifts/"]),
    ("gianni", ["/officer/"]),
    ("marta", ["/casework/", "/casework/admit/", "/casework/referrals/", "/casework/override/"]),
    ("marco", ["/desk/organisation/"]),
]


def english_on(page) -> list[str]:
    said = [text for text in page.evaluate(SAID) if not any(name in text for name in NAMES)]
    return [text for text in said if ENGLISH.search(text)]


@pytest.mark.soak
@pytest.mark.parametrize(("name", "paths"), ROOMS, ids=[name or "visitor" for name, _ in ROOMS])
def test_no_english_is_left_on_italian_pages(visit, site, name, paths):
    page = visit(paths[0], name, language="it")
    for path in paths:
        page.goto(site.url + path)
        assert english_on(page) == [], path
