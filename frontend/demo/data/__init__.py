"""The texts of the demo city, one TOML file a subject. People, figures and contacts are invented."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def tables(folder: str) -> list[dict[str, Any]]:
    """All files of a folder, by name: the order decides numbers, so it must not depend on the disk."""
    return [table(f"{folder}/{path.stem}") for path in sorted((FOLDER / folder).glob("*.toml"))]
