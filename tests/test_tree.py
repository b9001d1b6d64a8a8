"""The picture holds: what docs/architecture.md says about folders, names and sizes is true of every file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import Resolver404, get_resolver, resolve

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("marketplace", "services", "bookings", "frontend")
TOP = {
    "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "publiccode.yml", "Makefile", "pyproject.toml",
    "requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt", "docker-compose.yml",
    "Dockerfile", "manage.py", "docs", "tests", *ROOMS,
    # What the tools of the front and of the repository look for at the root and nowhere else.
    "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", ".ci", ".gitignore", ".dockerignore",
}  # fmt: skip
VAGUE = {"util", "utils", "helper", "helpers", "common", "core", "base", "manager", "managers", "service", "misc"}
ACROSS = {"tests", "tests/api", "tests/browser", "tests/benchmarks", "tests/faults"}  # they look at the whole
DOWNLOADS = re.compile(
    r"pypi\.org|pythonhosted|npmjs|yarnpkg|unpkg|jsdelivr|cdnjs|googleapis|ghcr\.io|quay\.io|docker\.io"
    r"|raw\.githubusercontent|/releases/download/|nodejs\.org/dist|--(extra-)?index-url|--find-links"
)
FIXTURE = re.compile(r"@pytest\.fixture.*\n(?:async )?def (\w+)")
UNFINISHED = re.compile(r"\bpytest\.(skip|xfail|importorskip)\(|mark\.(skip|skipif|xfail)\b|unittest\.(skip|expected)")


@cache
def files(pattern: str = "") -> tuple[str, ...]:
    """What is in the repository or is about to be: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listed.stdout.decode().split("\0")))
    return tuple(name for name in names if re.search(pattern, name) and (ROOT / name).is_file())


def text(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name))


def code() -> list[str]:
    """Python of ours that people read: migrations are made."""
    return [name for name in files(r"\.py$") if "/migrations/" not in name]


def product() -> list[str]:
    return [name for name in code() if not name.startswith("tests/")]


def functions() -> Iterator[tuple[int, str]]:
    """Lines and place of every function outside tests."""
    for name in product():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1, f"{name}:{node.lineno} {node.name}"


def found(pattern: str | re.Pattern[str], names: list[str] | tuple[str, ...]) -> list[str]:
    """Where this stands, as file:line."""
    return [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate(text(name).splitlines(), 1)
        if re.search(pattern, line)
    ]


def longer(limit: int, names: list[str] | tuple[str, ...]) -> list[str]:
    return [f"{name}: {lines}" for name in names if (lines := text(name).count("\n")) > limit]


def test_nothing_else_lies_at_the_top():
    assert {name.split("/")[0] for name in files()} <= TOP


def test_no_module_has_a_name_that_says_nothing():
    parts = {(part, name) for name in files(r"\.py$") for part in Path(name).with_suffix("").parts}

    vague = {name for part, name in parts if part in VAGUE}

    assert vague <= {"bookings/kinds/base.py"}


def test_a_folder_with_migrations_is_an_app_and_nothing_else_has_tables():
    with_migrations = {name.split("/migrations/")[0] for name in files("/migrations/")}

    ours = {config.name.replace(".", "/"): config for config in apps.get_app_configs() if under_a_room(config.name)}

    assert with_migrations == {folder for folder, config in ours.items() if list(config.get_models())}
    assert all((ROOT / folder / "apps.py").is_file() for folder in with_migrations)


def under_a_room(name: str) -> bool:
    return name.split(".")[0] in ROOMS


def test_no_file_passes_300_lines():
    assert longer(300, [*code(), *files(r"\.ts$")]) == []


def test_no_template_passes_80_lines():
    assert longer(80, files(r"/templates/.*\.(html|txt)$")) == []


def test_the_settings_fit_on_one_screen():
    assert longer(200, ["marketplace/settings.py"]) == []


def test_functions_are_short():
    sizes = sorted(functions())

    assert sizes[len(sizes) // 2][0] <= 6
    assert sizes[int(len(sizes) * 0.95)][0] <= 15, sizes[int(len(sizes) * 0.95) :]


def test_the_status_of_a_life_is_set_in_one_place():
    set_at = [place for name in product() for place in assigned("status", name)]

    assert [place.split(":")[0] for place in set_at] == ["marketplace/lives/engine.py"], set_at


def test_no_status_is_written_past_the_engine():
    """What `update(status=...)` may say is an answer of the API, which has an HTTP status and no life."""
    strays = [place for name in product() for place in updated("status", name)]

    assert {place.split(":")[0] for place in strays} <= {"marketplace/api/idempotency.py"}, strays


def updated(field: str, name: str) -> list[str]:
    """Where a queryset's `update(field=...)` stands."""
    calls = [node for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    updates = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "update"]
    return [f"{name}:{call.lineno}" for call in updates if field in {keyword.arg for keyword in call.keywords}]


def assigned(attribute: str, name: str) -> list[str]:
    """Where `something.attribute` is written: by `=`, `+=`, unpacking, a loop or `with ... as`."""
    written = (
        node for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    )
    return [f"{name}:{node.lineno}" for node in written if node.attr == attribute]


def test_kinds_differ_by_data_and_nobody_asks_which_one_it_is():
    assert found(r"\.kind (==|!=|in|not in)\s", product()) == []


def test_there_are_no_signals_and_no_saving_with_side_effects():
    assert found(r"db\.models\.signals|@receiver\(|def save\(self", product()) == []


def test_tests_lie_where_the_tested_lies():
    strays = [name for name in files(r"^tests/.*test_\w+\.py$") if not mirrors(Path(name).parent.as_posix())]

    assert strays == []


def mirrors(folder: str) -> bool:
    return folder in ACROSS or (ROOT / folder.removeprefix("tests/") / "__init__.py").is_file()


def test_nothing_is_skipped_or_expected_to_fail():
    here = Path(__file__).relative_to(ROOT).as_posix()

    assert found(UNFINISHED, [name for name in files(r"^tests/.*\.py$") if name != here]) == []


def test_nothing_is_left_for_later():
    marks = r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b|NotImplemented[E]rror"  # written so that it does not find itself

    assert found(marks, files(r"\.(py|ts|html|css)$")) == []


def test_no_registry_and_no_download_address_stands_in_the_repository():
    here = Path(__file__).relative_to(ROOT).as_posix()
    written = files(r"\.(py|toml|txt|in|json|yml|ts|css|html|md|conf)$|^[^.]+$|^\.ci/")

    assert found(DOWNLOADS, [name for name in written if name != here]) == []


def test_templates_carry_no_styles_and_no_scripts_of_their_own():
    templates = files(r"/templates/.*\.html$")

    assert found(r'\sstyle="', templates) == []
    assert found(r"<script(?![^>]*\bsrc=)", templates) == []
    assert found(r"""\son[a-z]+=["']""", templates) == []


def test_every_address_is_named_in_some_test():
    named, pages = set(), {pattern.name for pattern in get_resolver("frontend.urls").url_patterns}
    for name in files(r"^tests/.*\.py$"):
        named |= names_in(tree(name), pages)

    assert pages - named == set()


def names_in(module: ast.Module, pages: set[str | None]) -> set[str | None]:
    """Addresses that are called by their name, or written out: "desk_week", "/desk/week/", f"/offers/{offer.pk}/"."""
    written = {spelt(node) for node in ast.walk(module) if isinstance(node, ast.Constant | ast.JoinedStr)}
    return {word if word in pages else named(word) for word in written if word}


def spelt(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(part.value if isinstance(part, ast.Constant) else "1" for part in node.values)


def named(path: str) -> str | None:
    """The name of a written address; the catch-all of the API knows none."""
    if not path.startswith("/"):
        return None
    try:
        return resolve(path.split("?")[0].split("#")[0]).url_name
    except Resolver404:
        return None


@pytest.mark.parametrize("folder", ROOMS)
def test_every_package_says_what_it_is(folder):
    silent = [name for name in product() if name.startswith(f"{folder}/") and undocumented(name)]

    assert silent == []


def undocumented(name: str) -> bool:
    return bool(tree(name).body) and ast.get_docstring(tree(name)) is None


def test_no_fixture_of_a_shared_file_hides_another_one_s():
    names = [name for path in (ROOT / "tests").glob("*.py") for name in FIXTURE.findall(path.read_text())]

    assert [name for name in set(names) if names.count(name) > 1] == []
