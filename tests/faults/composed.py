"""docker-compose.yml run on this machine, without containers: its commands and its environment, on ports of our own."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import yaml

from frontend.demo.processes import Process
from frontend.demo.supervisor import Supervisor
from tests.cluster import ROOT
from tests.servers import City, free_ports, supervised

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
VARIABLE = re.compile(r"\${(\w+)(?:(:?)[-?]([^${}]*))?}")  # with a colon what is empty counts as not there


def written(text: str, dotenv: Mapping[str, str]) -> str:
    """With its variables replaced, those inside of others first, as compose does it."""
    while found := VARIABLE.search(text):
        name, colon, otherwise = found.groups()
        given = dotenv.get(name)
        text = text.replace(found[0], given if given or (given == "" and not colon) else otherwise or "")
    return text


def environment(name: str, dotenv: Mapping[str, str]) -> dict[str, str]:
    return {key: written(value, dotenv) for key, value in SERVICES[name]["environment"].items()}


def process(name: str) -> Process:
    """As its container runs it, but here and on a port of its own."""
    _python, *arguments = SERVICES[name]["command"]
    if "--port" not in arguments:
        return Process(name, tuple(arguments))
    port, _next = free_ports()
    changed = {"--host": "127.0.0.1", "--port": str(port)}
    before = ["", *arguments]
    return Process(name, tuple(changed.get(last, one) for last, one in zip(before, arguments, strict=False)), port)


def processes() -> tuple[Process, ...]:
    """As many of each as its replicas say."""
    counts = {name: SERVICES[name].get("deploy", {}).get("replicas", 1) for name in ("pages", "sockets", "worker")}
    return tuple(process(name) for name, count in counts.items() for _n in range(count))


@contextmanager
def deployed(url: str, dotenv: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[City]:
    """Everything but database, Redis and proxy, for which `ours` says where they are. `url`: of the proxy."""
    surroundings = environment("pages", {**dotenv, "SITE_URL": url}) | ours
    with supervised(processes(), surroundings) as supervisor:
        yield City(url, f"ws{url.removeprefix('http')}/ws/", supervisor)


def ports(supervisor: Supervisor, name: str) -> list[int]:
    """Of all processes with that name."""
    return [one.port for one in supervisor.processes if one.name == name and one.port]
