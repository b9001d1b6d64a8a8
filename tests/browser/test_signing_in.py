"""A newcomer makes a profile with the code that is mailed to her, signs out, and comes back by another one."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import PHONE


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_newcomer_signs_up_and_comes_back_by_mailed_codes(visit, site, scripts):
    email = f"newcomer-{uuid4().hex[:8]}@example.org"
    page, post = visit("/accounts/signup/", size=PHONE, scripts=scripts), visit("/outbox/")

    page.get_by_label("First name").fill("Amina")
    enter_email(page, email)
    give_code(page, lambda: code_mailed(post, site.url, email))
    expect(page).to_have_url(f"{site.url}/bookings/")
    page.goto(f"{site.url}/account/")
    expect(page.get_by_label("First name")).to_have_value("Amina")

    page.goto(f"{site.url}/accounts/logout/")
    page.locator("main form button").click()
    page.goto(f"{site.url}/account/")
    enter_email(page, email)
    give_code(page, lambda: code_mailed(post, site.url, email))
    expect(page).to_have_url(f"{site.url}/account/")


def enter_email(page: Page, email: str) -> None:
    form = page.locator("main form").filter(has=page.get_by_role("button", name="Send me the code"))
    form.get_by_label("Your e-mail").fill(email)
    form.get_by_role("button", name="Send me the code").click()


def give_code(page: Page, code: Callable[[], str]) -> None:
    field = page.locator("input[name=code]")
    expect(field).to_be_visible()
    field.fill(code())
    field.press("Enter")


def code_mailed(post: Page, origin: str, email: str) -> str:
    """The newest letter's."""
    post.goto(f"{origin}/outbox/?to={email}")
    return re.search(r"\b\d{6}\b", post.locator("main li .prose").first.inner_text())[0]
