"""What a page costs on the wire: styles, scripts and fonts stay within the budget of docs and look."""

import json
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "frontend" / "built"
KB = 1000


def manifest() -> dict:
    assert (BUILT / "manifest.json").exists(), "build the assets first: make setup"
    return json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))


def weight(path: str) -> int:
    return len(brotli.compress((BUILT / path).read_bytes()))


def scripts_of(entry: str) -> list[str]:
    """The entry's file and those it imports."""
    found = manifest()[entry]
    return [found["file"], *(file for name in found.get("imports", []) for file in scripts_of(name))]


def test_every_page_has_one_stylesheet_of_at_most_12_kb():
    [sheet] = manifest()["frontend/scripts/main.ts"]["css"]

    assert weight(sheet) < 12 * KB


def test_the_script_of_every_page_stays_under_15_kb():
    assert sum(map(weight, scripts_of("frontend/scripts/main.ts"))) < 15 * KB


@pytest.mark.parametrize("island", sorted((ROOT / "frontend/scripts/islands").glob("*.ts")), ids=lambda path: path.stem)
def test_an_island_stays_under_1_kb_and_the_map_that_is_asked_for_under_2(island):
    most = 2 * KB if island.stem == "map" else KB

    assert weight(manifest()[f"frontend/scripts/islands/{island.name}"]["file"]) < most


def test_the_two_fonts_of_latin_pages_stay_under_34_kb():
    fonts = [entry["file"] for name, entry in manifest().items() if name.endswith(".woff2") and "latin-ext" not in name]

    assert len(fonts) == 2
    assert sum((BUILT / font).stat().st_size for font in fonts) < 34 * KB


def test_the_sprite_of_all_drawings_stays_under_10_kb():
    assert weight("drawings.svg") < 10 * KB


def test_nothing_comes_from_another_host():
    built = [path for path in BUILT.rglob("*") if path.suffix in {".css", ".js"}]
    text = "".join(path.read_text(encoding="utf-8") for path in built)

    assert "url(http" not in text
    assert "fonts.g" not in text


def test_the_lock_file_names_versions_and_sums_but_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}

    assert all("integrity" in facts and "resolved" not in facts for facts in packages.values())


def test_every_version_is_exact():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]

    assert all(version[0].isdigit() for version in versions)


def test_no_script_waits_for_another():
    assert not any(entry.get("imports") for entry in manifest().values())
