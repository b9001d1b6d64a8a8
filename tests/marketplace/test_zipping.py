"""What goes over the line compressed, and what does not."""

import gzip

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse

from marketplace.zipping import Middleware

ACCEPTS = {"Accept-Encoding": "gzip, br"}
LONG = "Pane e lavoro. " * 100


@pytest.fixture
def sent(rf):
    return lambda answer, **headers: Middleware(lambda request: answer)(rf.get("/", headers=headers or ACCEPTS))


def test_a_page_and_an_answer_of_the_api_are_compressed_for_whoever_reads_that(client, offer):
    for address in ("/", offer.get_absolute_url(), "/api/v1/offers/"):
        plain, small = client.get(address), client.get(address, headers=ACCEPTS)

        assert "Content-Encoding" not in plain
        assert small["Content-Encoding"] == "gzip"
        assert int(small["Content-Length"]) == len(small.content) < len(plain.content)
        assert "Accept-Encoding" in small["Vary"]
        assert gzip.decompress(small.content)[:20] == plain.content[:20]


def test_the_length_of_the_same_page_is_not_always_the_same(sent):
    assert len({len(sent(HttpResponse(LONG)).content) for _time in range(20)}) > 1


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("short"),
        HttpResponse(LONG, content_type="image/webp"),
        HttpResponse(LONG, content_type="application/pdf"),
        HttpResponse(LONG, headers={"Cache-Control": "max-age=0, no-store, private"}),
        HttpResponse(LONG, headers={"Cache-Control": "No-Transform"}),
        JsonResponse({"words": LONG}, headers={"Cache-Control": "private, no-store"}),
        HttpResponse(LONG, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([LONG]),
    ],
    ids=["short", "picture", "paper", "not kept", "as it is", "not kept by programs", "compressed", "streamed"],
)
def test_what_is_short_compressed_streamed_or_secret_goes_as_it_is(sent, answer):
    body = b"".join(answer)
    if answer.streaming:
        answer.streaming_content = [body]

    assert b"".join(sent(answer)) == body
    assert answer.headers.get("Content-Encoding") in (None, "br")


@pytest.mark.parametrize("way", ["gzip;q=1.0, identity", "*", "br"])
def test_whoever_does_not_name_it_gets_what_she_can_read(sent, way):
    answer = sent(HttpResponse(LONG), **{"Accept-Encoding": way})

    assert (answer.headers.get("Content-Encoding") == "gzip") == ("gzip" in way)


def test_a_key_that_is_shown_once_and_an_address_that_is_are_not(client, elena, biagio):
    client.force_login(elena)
    facts = {"name": "Till", "scopes": ["offers:read"]}

    made = client.post(f"/api/v1/organisations/{biagio.slug}/keys/", facts, "application/json", headers=ACCEPTS)
    shown = client.get(reverse("calendars"), headers=ACCEPTS)

    assert (made.status_code, shown.status_code) == (201, 200)
    for answer in (made, shown):
        assert "no-store" in answer["Cache-Control"]
        assert "Content-Encoding" not in answer
