"""The city's neighbourhoods and rivers from GeoJSON; loading again corrects what is there and removes nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from marketplace.places.models import Area, Water

OWN = Path(__file__).resolve().parents[2] / "data" / "turin.geojson"


class Command(BaseCommand):
    help = (
        "Load areas (Polygon, MultiPolygon: code, name, district, centre) and waters (LineString: name) from GeoJSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=OWN, help="GeoJSON; left out: the demo's Turin")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        source = read(path)
        features = source.get("features") or []
        with transaction.atomic():
            wrong = [f"{number}: {reason}" for number, reason in load(features, source.get("attribution", ""))]
            if wrong or not features:
                raise CommandError("\n".join([f"Nothing was loaded from {path}:", *(wrong or ["no features"])]))
        self.stdout.write(f"{len(features)} areas and waters loaded.")


def read(path: Path) -> dict[str, Any]:
    try:
        source = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as GeoJSON: {error}") from error
    if not isinstance(source, dict):
        raise CommandError(f"{path} is not a GeoJSON FeatureCollection.")
    return source


def load(features: list[dict[str, Any]], attribution: str) -> list[tuple[int, str]]:
    """Save each feature; what is wrong comes back as (number of the feature, reason)."""
    wrong = []
    for number, feature in enumerate(features, 1):
        try:
            save(feature, attribution)
        except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
            wrong.append((number, f"incomplete ({type(error).__name__}: {error})"))
        except ValidationError as error:
            wrong.append((number, " ".join(error.messages)))
    return wrong


def save(feature: dict[str, Any], attribution: str) -> None:
    kind, facts = feature["geometry"]["type"], feature["properties"]
    source = {"attribution": facts.get("attribution", attribution)}
    if kind == "LineString":
        line = positions(feature["geometry"]["coordinates"])
        return put(Water, {"name": facts["name"]}, {"line": line, "thin": bool(facts.get("thin")), **source})
    return put(Area, {"code": facts["code"]}, {**outline(feature), **source})


def outline(feature: dict[str, Any]) -> dict[str, Any]:
    facts, rings = feature["properties"], rings_of(feature["geometry"])
    lon, lat = facts.get("centre") or middle(rings[0])
    district = facts.get("district", facts.get("circoscrizione")) or 0
    return {"name": facts["name"], "district": district, "rings": rings, "centre_lat": lat, "centre_lon": lon}


def rings_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"])
    if not polygons:
        raise ValidationError(f"a {geometry['type']} is no area")
    return [positions(ring) for polygon in polygons for ring in polygon]


def positions(line: list[list[Any]]) -> list[list[float]]:
    spots = [[float(spot[0]), float(spot[1])] for spot in line]
    if len(spots) < 2 or not all(-180 <= lon <= 180 and -85 <= lat <= 85 for lon, lat in spots):
        raise ValidationError("its coordinates are not [longitude, latitude] on the map")
    return spots


def middle(ring: list[list[float]]) -> tuple[float, float]:
    lons, lats = zip(*ring, strict=True)
    return sum(lons) / len(lons), sum(lats) / len(lats)


def put(model: Any, key: dict[str, Any], facts: dict[str, Any]) -> None:
    row = model.objects.filter(**key).first() or model(**key)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
