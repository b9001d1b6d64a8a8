"""The listing, which search reads, holds where everybody may know that an offer takes place, and never a door that is
told to whoever is accepted: by asking from several places how far it is, anybody could find the listed point.

The rule stands here alone, in `services_shown_at`. What it decides by may change in four tables: triggers list anew.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, models

from marketplace.places.points import RADIUS

HIDDEN = """
SELECT array_agg(life_ptr_id) FROM (
    SELECT offer.life_ptr_id FROM services_offer AS offer
    JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
    WHERE offer.place_id IS DISTINCT FROM body.place_id AND offer.place_id IS NOT NULL AND offer.life_ptr_id > %s
    ORDER BY 1 LIMIT 1000
) AS next
"""
POINT = f"""
CREATE FUNCTION places_point(lat float8, lon float8) RETURNS point LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT point({RADIUS} * radians(lon), {RADIUS} * asinh(tan(radians(lat))))
$$
"""
# An address that stands on the page of its body is known to the door. Of any other one everybody reads the street: the
# point that the gazetteer has for it, which is the same for each of its doors, else the middle of the neighbourhood.
SHOWN_AT = """
CREATE FUNCTION services_shown_at(wanted bigint, home bigint, named text) RETURNS point LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN place.id = home THEN places_point(place.lat, place.lon)
        ELSE coalesce(places_point(street.lat, street.lon), places_point(area.centre_lat, area.centre_lon)) END
    FROM places_place AS place
    LEFT JOIN places_area AS area ON area.id = place.area_id
    LEFT JOIN places_street AS street
        ON named <> '' AND street.folded = named AND street.area_id IS NOT DISTINCT FROM place.area_id
    WHERE place.id = wanted
$$
"""
# Whoever has no place of its own starts from its body's, wherever that is now. The lives come first, as always.
MOVE = """
CREATE FUNCTION services_move(bodies bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    offers bigint[] := ARRAY(SELECT life_ptr_id FROM services_offer WHERE organisation_id = ANY(bodies));
BEGIN
    PERFORM FROM lives_life WHERE id = ANY(offers) ORDER BY id FOR NO KEY UPDATE;
    UPDATE services_offer AS offer SET location = places_point(place.lat, place.lon)
    FROM organisations_organisation AS body LEFT JOIN places_place AS place ON place.id = body.place_id
    WHERE body.life_ptr_id = offer.organisation_id AND offer.life_ptr_id = ANY(offers) AND offer.place_id IS NULL;
    PERFORM services_list(offers);
END $$
"""
BODY_MOVES = """
CREATE FUNCTION services_body_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM services_move(ARRAY[NEW.life_ptr_id]);
    RETURN NULL;
END $$
"""
PLACE_MOVES = """
CREATE FUNCTION services_place_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bodies bigint[] := ARRAY(SELECT life_ptr_id FROM organisations_organisation WHERE place_id = NEW.id);
BEGIN
    IF cardinality(bodies) > 0 THEN
        PERFORM services_move(bodies);
    END IF;
    PERFORM services_list(ARRAY(SELECT life_ptr_id FROM services_offer WHERE place_id = NEW.id));
    RETURN NULL;
END $$
"""
AREA_MOVES = """
CREATE FUNCTION services_area_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM services_list(ARRAY(
        SELECT life_ptr_id FROM services_offer JOIN places_place ON places_place.id = place_id WHERE area_id = NEW.id
    ));
    RETURN NULL;
END $$
"""
# Once for each statement: a gazetteer comes in files of thousands.
STREETS_MOVE = """
CREATE FUNCTION services_streets_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM services_list(ARRAY(
        SELECT life_ptr_id FROM services_offer WHERE street <> '' AND street IN (SELECT folded FROM changed)
    ));
    RETURN NULL;
END $$
"""
# The bodies of the offers that are wanted, one by one. Joined freely, the planner walks through all lives of the city: it
# thinks that it will soon have met the last body.
FREELY = """
    JOIN lives_life AS body ON body.id = offer.organisation_id AND body.status = 'verified'
    JOIN organisations_organisation AS organisation ON organisation.life_ptr_id = offer.organisation_id
    JOIN services_category AS category ON category.id = offer.category_id
    WHERE """
ONE_BY_ONE = """
    JOIN organisations_organisation AS organisation ON organisation.life_ptr_id = offer.organisation_id
    JOIN services_category AS category ON category.id = offer.category_id
    CROSS JOIN LATERAL (SELECT status FROM lives_life WHERE id = offer.organisation_id OFFSET 0) AS body
    WHERE body.status = 'verified' AND """
OTHER_PLACE = "OLD.place_id IS DISTINCT FROM NEW.place_id"
OTHER_POINT = "(OLD.lat, OLD.lon, OLD.area_id) IS DISTINCT FROM (NEW.lat, NEW.lon, NEW.area_id)"
OTHER_MIDDLE = "(OLD.centre_lat, OLD.centre_lon) IS DISTINCT FROM (NEW.centre_lat, NEW.centre_lon)"
ROWS = (
    ("organisations_organisation", OTHER_PLACE, "services_body_moves"),
    ("places_place", OTHER_POINT, "services_place_moves"),
    ("places_area", OTHER_MIDDLE, "services_area_moves"),
)
CHANGED = """
AFTER {what} ON places_street REFERENCING {which} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION services_streets_move()
"""
STREETS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
before = import_module("services.migrations.0003_follow_offers")


def list_hidden_again(_apps: Any, editor: Any) -> None:
    """Those whose place is not the one on their body's page, a thousand at a time."""
    last = 0
    with editor.connection.cursor() as cursor:
        while True:
            cursor.execute(HIDDEN, [last])
            [offers] = cursor.fetchone()
            if not offers:
                return
            cursor.execute("SELECT services_list(%s)", [offers])
            last = max(offers)


def listing(location: str) -> str:
    head, found, tail = before.LIST.partition("THEN offer.location END")
    assert found, "the function reads otherwise"
    return head.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") + location + tail


def shown() -> str:
    written = listing("""THEN
            CASE WHEN offer.place_id IS NULL THEN offer.location
            ELSE services_shown_at(offer.place_id, organisation.place_id, offer.street) END
        END""")
    assert FREELY in written, "the function reads otherwise"
    return written.replace(FREELY, ONE_BY_ONE)


def of_offers(otherwise: str) -> str:
    return (
        "DROP TRIGGER listed_again_2 ON services_offer;"
        f"CREATE TRIGGER listed_again_2 AFTER UPDATE ON services_offer FOR EACH ROW WHEN ({otherwise})"
        " EXECUTE FUNCTION services_list_again('life_ptr_id', 'life_ptr_id')"
    )


def with_place() -> str:
    return before.OTHERWISE.replace("OLD.traits", "OLD.traits, OLD.place_id, OLD.street").replace(
        "NEW.traits", "NEW.traits, NEW.place_id, NEW.street"
    )


def watching() -> list[migrations.RunSQL]:
    rows = [
        (f"AFTER UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()", table)
        for table, when, function in ROWS
    ]
    streets = [(CHANGED.format(what=what, which=which), "places_street") for what, which in STREETS]
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER shown_again_{number} {when}", f"DROP TRIGGER shown_again_{number} ON {table}"
        )
        for number, (when, table) in enumerate([*rows, *streets])
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_know_a_second_press"),
        ("places", "0004_fold_names"),
        ("services", "0013_read_hours_before_holds"),
    ]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, list_hidden_again),  # the last on the way back
        migrations.AddField("offer", "street", models.TextField(blank=True, db_default="", default="", editable=False)),
        migrations.AddIndex(
            "offer", models.Index(fields=["street"], name="offers_by_street", condition=~models.Q(street=""))
        ),
        migrations.RunSQL(POINT, "DROP FUNCTION places_point(float8, float8)"),
        migrations.RunSQL(SHOWN_AT, "DROP FUNCTION services_shown_at(bigint, bigint, text)"),
        migrations.RunSQL(shown(), listing("THEN offer.location END")),
        migrations.RunSQL(of_offers(with_place()), of_offers(before.OTHERWISE)),
        migrations.RunSQL(MOVE, "DROP FUNCTION services_move(bigint[])"),
        migrations.RunSQL(BODY_MOVES, "DROP FUNCTION services_body_moves()"),
        migrations.RunSQL(PLACE_MOVES, "DROP FUNCTION services_place_moves()"),
        migrations.RunSQL(AREA_MOVES, "DROP FUNCTION services_area_moves()"),
        migrations.RunSQL(STREETS_MOVE, "DROP FUNCTION services_streets_move()"),
        *watching(),
    ]
