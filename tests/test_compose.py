"""docker-compose.yml runs what the demo runs. No container engine is needed to hold one against the other."""

import re
from pathlib import Path
from runpy import run_path

import pytest
import yaml

from bookings.kinds.quoting import MOST_PHOTOS
from frontend.demo.processes import city
from services.pictures import MOST_BYTES

ROOT = Path(__file__).resolve().parent.parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
PROCESSES = {process.name: process for process in city(8000, host="0.0.0.0")}
NGINX = (ROOT / "docs" / "nginx.conf").read_text()


def settings_names() -> set[str]:
    """What the environment may say: the settings read some themselves, some by what reads it for them."""
    text = "".join((ROOT / "marketplace" / name).read_text() for name in ("settings.py", "environment.py"))
    return set(re.findall(r"(?:os\.environ\.get|flag|number|rates|words)\(\s*\"([A-Z_]+)\"", text))


def test_all_parts_are_there():
    assert set(SERVICES) == {"prepare", *PROCESSES, "postgres", "redis", "nginx"}


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_is_started_as_in_the_demo(name):
    assert SERVICES[name]["command"] == ["python", *PROCESSES[name].arguments]


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_is_started_again_whenever_it_ends(name):
    assert SERVICES[name]["restart"] == "always"


@pytest.mark.parametrize("name", ["prepare", *PROCESSES])
def test_each_variable_is_one_that_the_settings_read(name):
    environment = SERVICES[name]["environment"]

    assert set(environment) <= settings_names()
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "SOCKET_URL", "BEHIND_PROXY"} <= set(environment)


def test_what_an_operator_may_set_reaches_the_processes():
    ours = {
        "PORT",
        "DEMO",
        "DEBUG",
        "TESTING",
        "CORTILE_DATA",
        "STRIPE_STANDIN",
    }  # of the demo and of those who build Cortile
    rare = {"SESSION_COOKIE_NAME", "TRUSTED_ORIGINS"}  # two cities under one name; a site with several addresses

    assert settings_names() - set(SERVICES["pages"]["environment"]) == ours | rare


def test_what_the_operator_leaves_out_is_as_without_compose(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    monkeypatch.setenv("SITE_URL", "https://cortile.example.org")

    assert "cortile.example.org" in run_path("marketplace/settings.py")["ALLOWED_HOSTS"]


def test_the_sockets_address_follows_from_the_sites_unless_it_is_named(monkeypatch):
    environment = SERVICES["pages"]["environment"]
    monkeypatch.setenv("SITE_URL", "https://cortile.example.org")
    monkeypatch.setenv("BEHIND_PROXY", environment["BEHIND_PROXY"])
    monkeypatch.setenv("SOCKET_URL", re.fullmatch(r"\${SOCKET_URL:-(.*)}", environment["SOCKET_URL"])[1])

    assert run_path("marketplace/settings.py")["SOCKET_URL"] == "wss://cortile.example.org/ws/"


def test_the_proxy_lets_through_as_many_photos_as_a_form_takes(settings):
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])

    assert megabytes * 2**20 >= MOST_PHOTOS * MOST_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_database_is_the_version_that_is_embedded_and_has_its_locale():
    postgres = SERVICES["postgres"]

    assert postgres["image"] == "postgres:18"
    assert "--builtin-locale=C.UTF-8" in postgres["environment"]["POSTGRES_INITDB_ARGS"]


@pytest.mark.parametrize("name", ["pages", "sockets"])
def test_the_proxy_sends_each_address_to_its_process(name):
    location = {"pages": "/", "sockets": "/ws/"}[name]

    assert f"set ${name} {name}:{PROCESSES[name].port};" in NGINX
    assert re.search(rf"location {location} {{\s+proxy_pass http://\${name};", NGINX)


def test_the_proxy_asks_dockers_resolver_again_and_again_where_the_processes_are():
    """A name in an upstream, or behind proxy_pass without a variable, is looked up once."""
    assert re.search(r"^resolver 127\.0\.0\.11 valid=[1-5]s ", NGINX, re.MULTILINE)
    assert "upstream " not in re.sub(r"#.*", "", NGINX)
    assert re.findall(r"proxy_pass http://(.)", NGINX) == ["$"] * NGINX.count("proxy_pass")


def test_the_proxy_writes_down_no_search_and_no_page_before():
    [kept] = re.findall(r"log_format plain ([^;]*);", NGINX)

    assert re.search(r"access_log \S+ plain;", NGINX)
    assert re.search(r"error_log \S+ crit;", NGINX)  # what it says below that holds addresses
    assert "$request_method $uri" in kept
    assert not re.search(r"\$(request|request_uri|args|query_string|arg_\w+|http_referer)\b", kept)


def test_only_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


@pytest.mark.parametrize("name", ["pages", "sockets"])
def test_one_of_two_answers_while_the_other_is_started_again(name):
    assert SERVICES[name]["deploy"]["replicas"] == 2
