"""Is this page open to everybody? What axe finds on it, and whether it scrolls sideways."""

from playwright.sync_api import Error, Page

from tests.cluster import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
LOOK = """rules => axe
    .run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
    .then(({violations}) => violations.map(it => `${it.id}: ${it.nodes.map(node => node.target)}`))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def holds(page: Page) -> None:
    """Nothing for axe, nothing to scroll sideways."""
    assert mistakes(page) == [], page.url
    assert not scrolls_sideways(page)


def mistakes(page: Page) -> list[str]:
    """Looked for once more where the page was just being left: a press answers before its navigation is over."""
    try:
        return looked_at(page)
    except Error:
        page.wait_for_load_state()
        return looked_at(page)


def looked_at(page: Page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(LOOK, RULES)


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
