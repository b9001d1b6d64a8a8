"""Everybody gets in: axe finds nothing, no page scrolls sideways, the essential works without JavaScript."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from frontend.urls import urlpatterns
from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE
from tests.browser.work_rooms import WORK_ROOMS
from tests.servers import City

OFFER = "main a[href^='/desk/offers/']:not([href$='new/'])"
OCCASION = "main h3 a[href^='/desk/occasions/']"
DELIVERY = "Da un indirizzo all'altro, in giornata"
NOWHERE = "/nothing-here/"
STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"
PUBLIC = ["/", "/search/", "/search/?q=bambini&near=Aurora", "/organisations/", "/about/", "/privacy/", "/terms/"]
PUBLIC += [
    "/accessibility/",
    "/how-results-are-ordered/",
    "/how-work-is-proposed/",
    "/accounts/login/",
    "/accounts/signup/",
]
PUBLIC += [f"/offline/{language}/" for language in ("it", "en", "ar", "fr")]
PUBLIC += ["/mia/", "/mia/?language=ar", "/mia/account/"]
PUBLIC += ["/results/", "/results/?show=hours", "/results/method/", "/search/map/?near=Aurora&minutes=20"]
PUBLIC += ["/find/", "/find/where/?near=Atlantis", "/find/when/?category=babysitting&near=Aurora&within=3000"]
PUBLIC += ["/find/details/?category=babysitting"]
PUBLIC += ["/accessibility/thanks/", "/accounts/login/code/", "/accounts/password/reset/", NOWHERE]
# Whose, and how one gets there: the name of the address, where to begin, what to press on the way.
Room = tuple[str, ...]
ROOMS: dict[str, list[Room]] = {
    "nadia": [
        ("bookings", "/bookings/"),
        ("booking", "/bookings/", "main a[href^='/bookings/']"),
        ("offer", "/search/", ".offer h3 a"),
        ("account", "/account/"),
        ("money", "/money/"),
        ("statement", "/money/", "main a[href^='/money/']"),
        ("account_email", "/accounts/email/"),
        ("account_set_password", "/accounts/password/set/"),
        ("mfa_index", "/accounts/2fa/"),
        ("mfa_add_webauthn", "/accounts/2fa/", "main a[href$='/webauthn/add/']"),
        ("account_logout", "/accounts/logout/"),
        ("usersessions_list", "/accounts/sessions/"),
        ("calendars", "/calendars/"),
        ("searches", "/searches/"),
        ("outbox", "/outbox/"),
        ("bundle", "/organisations/", "main a[href^='/organisations/biagio/']", "main a[href^='/bundles/']"),
        ("organisation", "/organisations/", "main a[href^='/organisations/']"),
        ("desk_organisation_new", "/desk/organisation/new/"),
        ("wardrobe", "/wardrobes/"),
        ("household", "/wardrobes/", ".card-h a[href^='/households/']"),
        ("swaps", "/wardrobes/", "main a[href$='/swaps/']"),
        ("swap_new", "/wardrobes/", "main a[href$='/swaps/']", "main a[href$='/swaps/new/']"),
        ("swap", "/wardrobes/", "main a[href$='/swaps/']", "section[aria-labelledby=h-all] h3 a"),
    ],
    "elena": [
        ("desk", "/desk/"),
        ("booking_step", "/desk/", "a[href*='/steps/decline']"),
        ("booking", "/desk/", "#answer ~ ul h3 a"),
        ("desk_week", "/desk/week/"),
        ("desk_book", "/desk/book/"),
        ("desk_offers", "/desk/offers/"),
        ("desk_offer_new", "/desk/offers/new/"),
        ("desk_offer", "/desk/offers/", OFFER),
        ("desk_offer_why", "/desk/offers/", OFFER, "main a[href$='/why/']"),
        ("desk_tariff", "/desk/offers/", f'{OFFER}:text-is("{DELIVERY}")', "main a[href$='/prices/']"),
        ("desk_hours", "/desk/hours/"),
        ("desk_thing_new", "/desk/hours/new/"),
        ("desk_resource", "/desk/hours/", ".todo h3 a"),
        ("desk_stranded", "/desk/stranded/"),
    ],
    "elena, who looks after people and papers": [
        ("desk_payments", "/desk/payments/"),
        ("purchase", "/desk/payments/", "main a[href^='/purchases/']"),
        ("desk_money", "/desk/money/"),
        ("desk_carried", "/desk/money/", "main a[href$='/give-back/']"),
        ("desk_bundles", "/desk/bundles/"),
        ("desk_bundle_new", "/desk/bundles/new/"),
        ("desk_bundle_sell", "/desk/bundles/", "main a[href$='/sell/']"),
        ("desk_refund", "/desk/payments/", "main a[href$='/give-back/']"),
        ("desk_failed", "/desk/payments/", "main a[href^='/desk/payments/failed/']"),
        ("desk_policies", "/desk/policies/"),
        ("desk_policy_new", "/desk/policies/new/"),
        ("desk_policy", "/desk/policies/", "main h2 a[href^='/desk/policies/']"),
        ("desk_people", "/desk/people/"),
        ("desk_enter", "/desk/people/new/"),
        ("desk_person", "/desk/people/", "main a[href^='/desk/people/']:not([href$='new/']):not([href$='papers/'])"),
        ("desk_papers", "/desk/people/", "main a[href$='/papers/']"),
    ],
    "paola": [
        ("desk_occasions", "/desk/occasions/"),
        ("desk_occasion_new", "/desk/occasions/", "main a[href^='/desk/offers/'][href$='/occasions/']"),
        ("desk_occasion", "/desk/occasions/", OCCASION),
        ("desk_occasion_call_off", "/desk/occasions/", OCCASION, "main a[href$='/call-off/']"),
        ("occasion_roll", "/desk/occasions/", "main a[href^='/occasions/']"),
    ],
    "paola, behind the rack": [
        ("desk_wardrobe", "/desk/wardrobe/?status=rack"),
        ("desk_take_in", "/desk/wardrobe/take-in/"),
        ("desk_garment", "/desk/wardrobe/?status=rack", "main .todo h2 a"),
        ("desk_bags", "/desk/wardrobe/bags/"),
        ("desk_bag_new", "/desk/wardrobe/bags/new/"),
        ("desk_bag", "/desk/wardrobe/bags/", "main .todo h3 a"),
        ("desk_garment_list_new", "/desk/wardrobe/lists/new/"),
        ("desk_labels", "/desk/wardrobe/labels/"),
        ("desk_wishes", "/desk/wardrobe/needed/"),
        ("desk_wish", "/desk/wardrobe/needed/", "main a[href^='/desk/wardrobe/needed/']"),
        ("desk_households", "/desk/households/"),
        ("desk_household_new", "/desk/households/new/"),
        ("desk_introductions", "/desk/households/sent/"),
        ("desk_introduction", "/desk/households/sent/", "main .todo h2 a"),
        ("desk_household", "/desk/households/", "main .todo h2 a"),
        ("wardrobe", "/desk/households/", "main .todo h2 a", "main a[href*='?for=']"),
        ("desk_household_close", "/desk/households/", "main .todo h2 a", "main a[href$='/close/']"),
        ("desk_rules", "/desk/wardrobe/rules/"),
        ("desk_rule_new", "/desk/wardrobe/rules/", "main a[href*='/recharge/new/']"),
        ("desk_figures", "/desk/wardrobe/figures/"),
    ],
    "marco": [
        ("desk_organisation", "/desk/organisation/"),
        ("desk_keys", "/desk/organisation/keys/"),
        ("desk_account", "/desk/money/account/"),
    ],
    "samira": [
        ("shifts", "/shifts/"),
        ("casework_file", "/casework/mine/"),
        ("casework_papers", "/casework/mine/", "main a[href$='/papers/']"),
        ("casework_copy", "/casework/mine/", "main a[href$='/copy/']"),
        ("booking", "/shifts/", ".now a[href^='/bookings/']"),
        ("outside_calendars", "/calendars/", "main a[href^='/calendars/elsewhere/']"),
    ],
    "gianni": [
        ("funds", "/funds/"),
        ("fund", "/funds/", "main a[href^='/funds/']"),
        ("fund_lines", "/funds/", "main a[href^='/funds/']", "main a[href$='/lines/']"),
        ("desk_figures", "/desk/wardrobe/figures/"),
        ("officer_results", "/officer/results/"),
        ("results_edition", "/officer/results/", "main a[href^='/results/editions/']"),
        ("officer", "/officer/"),
        ("officer_organisation", "/officer/", "main a[href^='/officer/organisations/']"),
        ("officer_offer", "/officer/", "main a[href^='/officer/offers/']"),
    ],
}
ROOMS |= WORK_ROOMS
# Pages that a form leads to: other walks stop at them and look.
IN_WALKS = {"trial", "trial_account", "ask", "series", "series_ask", "series_move", "series_end", "series_longer"}
IN_WALKS |= {"desk_till", "desk_tills", "desk_garment_list", "casework_refer", "introduce", "window_readings"}
IN_WALKS |= {"casework_todos", "casework_follow_up", "casework_follow_ups", "casework_week", "casework_incident"}
IN_WALKS |= {"incident", "desk_worked", "window_incidents", "window_incident"}
IN_WALKS |= {"window_elsewhere", "window_account_code"}
# Only posted to, or answered with a file, a fragment, or another page's address.
NO_PAGES = {
    "end_session", "security",
    "picture", "booking_photo", "booking_again", "booking_calendar", "receipt", "feed", "booking_stream", "health",
    "ready", "after_sign_in", "demo_sign_in", "booking_messages", "series_answer", "sign_out_everywhere", "end_mandate",
    "outside_remove", "metrics", "search_keep", "search_stop", "manifest", "worker",
    "calendar_revoke", "desk_choose", "desk_phoned", "desk_book_series", "desk_offer_step", "desk_weekly_remove",
    "desk_exception_remove", "desk_keep", "desk_keep_date", "desk_policy_remove", "desk_mandate_end", "desk_member_end",
    "desk_paper_take_back", "pay", "paid", "series_card", "series_pay", "series_saved",
    "purchase_pay", "purchase_paid", "purchase_step",
    "fund_put_aside", "fund_admit", "fund_table", "desk_onboard", "desk_paid", "desk_sent_back", "desk_again",
    "desk_bulk_add", "desk_bulk_drop", "desk_garment_list_begin", "desk_wish_end", "desk_takes",
    "desk_figures_table", "desk_rule_take_back", "wardrobes", "wardrobe_choose", "wardrobe_sizes", "household_lost",
    "garment_picture", "swap_picture", "swap_step", "desk_garment_step", "desk_household_join",
    "desk_household_leave", "desk_household_points", "desk_introduction_aside", "desk_introduction_withdraw",
    "desk_household_renew", "desk_household_about",
    "desk_bundle_end", "desk_organisation_step", "desk_key_revoke", "officer_step", "language",
    "results_table", "officer_results_decide",
    "casework_mine", "casework_step", "casework_draft", "casework_forget", "casework_hand_over", "casework_withdraw",
    "casework_referral_withdraw", "casework_judge", "casework_card_decide",
    "window_enter", "window_speak", "window_leave", "window_take_back", "window_ask", "window_copy",
    "casework_not_reached", "casework_to_do_hand_over", "desk_worked_table", "desk_worked_close",
    "desk_till_open", "desk_till_close", "desk_till_worker", "desk_till_queue", "desk_slip",
    "job_live", "job_propose", "desk_helpers", "casework_paper_withdraw", "casework_note_take_away",
    "casework_use_take_away", "window_use_take_away",
    "casework_plan_work_out", "casework_plan_stop", "casework_plan_say", "casework_plan_propose", "window_answer",
}  # fmt: skip


AT_BOTH_SIZES = pytest.mark.parametrize(
    "size", [PHONE, pytest.param(DESK, marks=pytest.mark.soak)], ids=["phone", "desk"]
)


def name_at(address: str) -> str | None:
    return resolve(urlsplit(address).path).url_name


@AT_BOTH_SIZES
def test_a_public_page_is_open_to_everybody(visit, site, size):
    come_and_look(visit("/about/", size=size, language="it"), site)


def come_and_look(page: Page, site: City) -> None:
    """A first visit each time, but for the styles and scripts, which the browser has kept."""
    for path in PUBLIC:
        page.context.clear_cookies()
        page.goto(site.url + path)
        holds(page)


@AT_BOTH_SIZES
@pytest.mark.parametrize("who", ROOMS)
def test_the_rooms_of_somebody_are_open_to_everybody(visit, site, who, size):
    page, seen = visit("/about/", who.split(",")[0], size=size), {}
    for name, *way in ROOMS[who]:
        for link in way[begin(page, site, way, seen) :]:
            page.locator(link).first.click()
            page.wait_for_load_state()
        page.wait_for_url(lambda url, name=name: name_at(url) == name)
        assert page.evaluate(STATUS) == 200
        holds(page)
        seen[*way] = page.url


def begin(page: Page, site: City, way: Room, seen: dict[Room, str]) -> int:
    """How much of the way needs not be gone again: the page is where it led before."""
    length = next((part for part in range(len(way), 0, -1) if tuple(way[:part]) in seen), 1)
    address = seen.get(tuple(way[:length]), site.url + way[0])
    if page.url != address:
        page.goto(address)
    return length


def test_no_page_is_forgotten():
    """A new address of the site is put into one of the lists above."""
    seen = {name for rooms in ROOMS.values() for name, *_way in rooms} | {
        name_at(path) for path in PUBLIC if path != NOWHERE
    }
    pages = {pattern.name for pattern in urlpatterns}

    assert pages - seen - IN_WALKS == NO_PAGES


def test_the_pages_that_ask_for_a_mailed_code_are_open_to_everybody(visit, site):
    for path in ("/accounts/login/code/", "/accounts/signup/"):
        page = visit(path, size=PHONE)
        for field in page.locator("main form input[name=given_name]").all():
            field.fill("Amina")
        page.locator("main form input[name=email]").fill(f"{uuid4().hex[:8]}@example.org")
        page.locator("main form button").first.click()
        page.locator("input[name=code]").wait_for()
        holds(page)


def test_a_refusal_is_open_to_everybody(visit):
    page = visit("/bookings/", "nadia", size=PHONE)
    page.locator("main a[href^='/bookings/']").first.click()
    page.wait_for_url("**/bookings/*/")
    answer = page.goto(f"{page.url}steps/call_off/")  # each kind has it, and it is not hers
    assert answer.status == 409
    holds(page)


def test_a_form_that_was_open_for_too_long_is_open_to_everybody(visit):
    page = visit("/accessibility/", size=PHONE)
    page.locator("main textarea").fill("The button says nothing.")
    page.context.clear_cookies()
    with page.expect_navigation() as went:
        page.locator("main form button").first.click()
    assert went.value.status == 403
    holds(page)


def test_the_form_that_asks_for_a_time_is_open_to_everybody(visit):
    page = visit("/search/?q=babysitter&near=Aurora", "nadia", size=PHONE)
    for pressed in (".offer h3 a", "label.time", "aside button.btn-wide"):
        page.locator(pressed).first.click()
    page.wait_for_url("**/ask/**")
    holds(page)


def test_the_worker_s_page_is_open_to_everybody_on_the_smallest_phone(visit):
    holds(visit("/shifts/", "samira", size={"width": 320, "height": 640}))


@pytest.mark.soak
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_language_is_open_to_everybody_at_320_px(visit, site, language):
    come_and_look(visit("/about/", size={"width": 320, "height": 640}, language=language), site)
