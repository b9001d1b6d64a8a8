"""What a browser keeps of the site: the manifest, the script that answers without a line, the page it shows then."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from frontend.tokens import colours
from marketplace.accounts.language import SPOKEN
from tests.frontend.pages.test_everywhere import INVENTED

LANGUAGES = [language for language, _name in SPOKEN]
OFFLINE = {"it": "Sei senza linea", "en": "You are offline", "ar": "أنت بلا اتصال", "fr": "Vous êtes hors ligne"}


def manifest(client, language: str = "en") -> dict:
    return client.get("/manifest.webmanifest", headers={"accept-language": language}).json()


def kept(client) -> dict:
    """What the script is told to keep."""
    first, _script = client.get("/worker.js").content.decode().split("\n", 1)
    return json.loads(re.fullmatch(r"self\.kept = (.*);", first)[1])


# --- among the apps of a phone ------------------------------------------------------------------------------------
def test_the_site_can_be_put_among_the_apps_of_a_phone(client, db):
    told = manifest(client)

    assert (told["name"], told["short_name"]) == (f"Cortile {settings.CITY}", "Cortile")
    assert told["id"] == told["start_url"] == told["scope"] == "/"
    assert told["theme_color"] == told["background_color"] == colours()["paper"] == "#fbf5e9"
    assert [shortcut["url"] for shortcut in told["shortcuts"]] == ["/search/", "/bookings/"]


def test_its_icons_are_our_own_drawings(client, db):
    icons = manifest(client)["icons"]

    files = [Path(finders.find(icon["src"].removeprefix("/static/"))) for icon in icons]

    assert [icon["purpose"] for icon in icons] == ["any", "maskable", "any maskable"]
    assert all("M4 38V20a16 16 0 0 1 32 0v18z" in file.read_text() for file in files[:2])
    assert colours()["paper"] in files[1].read_text()
    assert Image.open(files[2]).size == (512, 512)


def test_its_words_are_in_the_language_of_whoever_asks(client, db, nadia):
    english, italian = manifest(client, "en"), manifest(client, "it")
    client.force_login(nadia)
    hers = manifest(client, "it")

    assert (english["lang"], italian["lang"], hers["lang"]) == ("en", "it", "en")
    assert [told["shortcuts"][0]["name"] for told in (english, italian, hers)] == ["Search", "Cerca", "Search"]
    assert english["description"] != italian["description"]
    assert english["name"] == italian["name"]


def test_every_page_names_it_and_it_is_no_other_site_s(client, db):
    page = client.get("/about/")

    assert '<link rel="manifest" href="/manifest.webmanifest" crossorigin="use-credentials">' in page.content.decode()
    assert "manifest-src 'self'" in page["Content-Security-Policy"]
    assert f'content="{colours()["paper"]}"' in page.content.decode()


def test_its_headers_say_what_it_is_and_that_it_is_one_language_s(client, db):
    answer = client.get("/manifest.webmanifest", headers={"accept-language": "it"})

    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


# --- the script ---------------------------------------------------------------------------------------------------
def test_the_script_comes_from_the_root_and_is_ours_alone(client, db):
    answer = client.get("/worker.js")

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "worker-src 'self'" in client.get("/about/")["Content-Security-Policy"]
    assert "addEventListener(`fetch`" in answer.content.decode()
    assert not answer.cookies


def test_it_keeps_the_styles_the_typefaces_and_a_page_for_each_language_and_nothing_else(client, db):
    told = kept(client)

    assert sorted({Path(file).suffix for file in told["files"]}) == [".css", ".woff2"]
    assert all(finders.find(file.removeprefix("/static/")) for file in told["files"])
    assert told["pages"] == {language: f"/offline/{language}/" for language in LANGUAGES}


def test_it_is_the_same_for_everybody(client, nadia):
    before = client.get("/worker.js").content
    client.force_login(nadia)

    assert client.get("/worker.js").content == before


@pytest.mark.parametrize("path", ["/worker.js", "/manifest.webmanifest"])
def test_whoever_owes_the_second_proof_gets_it_too(client, settings, gianni, path):
    settings.SECOND_PROOF = ["officer"]
    client.force_login(gianni)

    assert client.get(path).status_code == 200
    assert client.get("/officer/").status_code == 302


# --- the page -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_line_the_page_speaks_each_language_and_needs_no_script(client, db, language):
    answer = client.get(f"/offline/{language}/", headers={"accept-language": "en"})

    page = answer.content.decode()
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}"{" dir=" * (language == "ar")}' in page
    assert OFFLINE[language] in page
    assert "<script" not in page


def test_it_is_nobody_s(client, nadia):
    before = client.get("/offline/en/").content
    client.force_login(nadia)

    answer = client.get("/offline/en/")

    assert answer.content == before
    assert not answer.cookies
    assert b"csrf" not in before


def test_in_a_language_that_nobody_speaks_here_there_is_none(client, db):
    assert client.get("/offline/xx/").status_code == 404


def test_in_a_demo_it_says_that_people_are_invented(client, db, settings):
    settings.DEMO = True

    assert INVENTED in client.get(reverse("offline", args=["en"])).content.decode()
