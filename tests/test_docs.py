"""What README and docs say of the code is true: commands, variables, paths, links, steps."""

import ast
import json
import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from tests import cluster

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
OPERATIONS = ROOT / "docs" / "operations.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
ROOMS = ("marketplace", "services", "bookings", "frontend")
BORROWED = {"HOME", "PATH", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}  # the system's and Django's own
READERS = {"environment.rates", "os.environ.get", "os.getenv", "flag", "number", "words"}
IN_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
EVERYWHERE = {"admin", "api", "apps", "migrations", "tasks"}  # what an app has anyhow
KEYS = {
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
    "description", "legal", "maintenance", "localisation", "organisation",
}  # fmt: skip


def in_code(page: Path) -> str:
    """What stands between backticks."""
    return "\n".join(IN_CODE.findall(page.read_text()))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def variables() -> set[str]:
    """What the settings read of the environment."""
    read = set()
    for name in ("settings.py", "environment.py"):
        for node in ast.walk(ast.parse((ROOT / "marketplace" / name).read_text())):
            read |= asked_for(node)
    return read


def asked_for(node: ast.AST) -> set[str]:
    """The name in `os.environ.get("X")`, `os.environ["X"]`, `flag("X")` or another of READERS."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
        return literal(node.args[0])
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        return literal(node.slice)
    return set()


def literal(node: ast.AST) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def anchors(page: Path) -> set[str]:
    """Headings as links name them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def links(page: Path) -> list[str]:
    """Where this page's links and pictures lead within the repository."""
    prose = IN_CODE.sub("", page.read_text())
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"[a-z]+:", link)]


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    goal = page.parent / path if path else page
    return goal.exists() and (not anchor or anchor in anchors(goal))


def test_the_steps_are_printed_from_the_tables():
    printed = StringIO()

    call_command("print_steps", stdout=printed)

    assert (ROOT / "docs" / "steps.md").read_text() == printed.getvalue()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page):
    assert set(re.findall(r"(?:^|`|&& |=\S+ )make ([a-z]+)", in_code(page), re.MULTILINE)) <= targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    assert [link for link in links(page) if not leads_somewhere(page, link)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page):
    paths = re.findall(r"(?:marketplace|services|bookings|frontend|tests|docs|\.ci)/[\w./-]*\w", in_code(page))

    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_manage_command_that_is_named_exists(page):
    commands = re.findall(r"manage\.py ([a-z_]+)", in_code(page))
    ours = {path.stem for room in ROOMS for path in (ROOT / room).glob("**/management/commands/*.py")}

    assert set(commands) <= ours | {"migrate", "createsuperuser", "createcachetable", "collectstatic", "procrastinate"}


def test_operations_tell_every_variable_that_the_settings_read():
    told = set(re.findall(r"^\| `([A-Z_]+)`", OPERATIONS.read_text(), re.MULTILINE))

    assert told == variables() - BORROWED


def test_what_a_shell_has_set_changes_no_test():
    assert set(cluster.FOREIGN) == variables() - BORROWED - {"CORTILE_DATA", "DATABASE_URL", "TESTING"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_part_of_a_room_stands_in_the_architecture(room):
    told = set(re.findall(r"\w+", in_code(ARCHITECTURE)))
    packages = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / room).glob("[a-z]*.py")}

    assert (packages | modules) - told - EVERYWHERE == set()


def contracts() -> dict[str, list[str]]:
    """The layers of each contract that pyproject.toml holds, without the parentheses of what may be missing."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {one["id"]: [re.sub(r"[()]", "", layer) for layer in one.get("layers", [])] for one in written}


def test_every_import_contract_stands_in_the_architecture_as_it_is_run():
    section = re.search(r"## Import contracts\n(.*?)\n## ", ARCHITECTURE.read_text(), re.DOTALL)[1]
    told = dict(re.findall(r"^- \*\*([\w ]+)\*\*(.*?)(?=\n- |\n\n)", section, re.DOTALL | re.MULTILINE))

    layers = {name.replace(" ", "-"): re.findall(r"`([^`]+)`", words) for name, words in told.items()}

    assert layers == contracts()


@pytest.mark.parametrize("room", ["marketplace", "services", "bookings"])
def test_every_module_that_an_import_contract_places_exists(room):
    placed = {name for layer in contracts()[room] for name in re.findall(r"\w+", layer)}

    files = [*(ROOT / room).glob("*.py"), *(path.parent for path in (ROOT / room).glob("*/__init__.py"))]

    assert placed - {path.stem for path in files} == set()


def test_every_library_asked_for_stands_in_the_architecture():
    asked = re.findall(r"^([\w-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    asked += json.loads((ROOT / "package.json").read_text())["dependencies"]
    told = ARCHITECTURE.read_text().lower().replace(" ", "-")

    assert [name for name in asked if name.lower().split("/")[-1].removesuffix(".org") not in told] == []


def test_publiccode_describes_this_project():
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text())

    assert described.keys() >= KEYS
    assert not {"it", "IT"} & described.keys()
    assert described["organisation"]["uri"]
    assert described["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text()
    assert described["localisation"]["availableLanguages"] == [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("language", ["it", "en"])
def test_publiccode_tells_people_in_both_languages(language):
    description = yaml.safe_load((ROOT / "publiccode.yml").read_text())["description"][language]

    assert 0 < len(description["shortDescription"].strip()) <= 150
    assert 150 <= len(description["longDescription"].strip()) <= 10_000
    assert len(description["features"]) >= 5
    assert all((ROOT / picture).is_file() for picture in description["screenshots"])


def test_the_privacy_record_names_each_script_that_keeps_something_on_a_device():
    """`main.ts` only takes away."""
    keeping = re.compile(r"(?:local|session)Storage\.setItem|indexedDB\.|document\.cookie|\.put\(")
    scripts = (ROOT / "frontend" / "scripts").rglob("*.ts")

    found = {path.name for path in scripts if keeping.search(path.read_text())}

    assert found == {"words.ts", "slips.ts", "keeping.ts", "worker.ts"}
    assert all(name in (ROOT / "docs" / "privacy.md").read_text() for name in found)
