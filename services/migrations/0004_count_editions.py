"""A listing counts its editions: whoever keeps a card that was drawn sees by its number whether it still holds.

The numbers come from one sequence (the default of the column), so that the last one also says whether any listing came, changed or went.
"""

from django.db import migrations

NEXT = "nextval('services_listing_edition')"
COUNT = f"""
CREATE FUNCTION services_count_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM {NEXT};
        RETURN NULL;
    END IF;
    NEW.edition := {NEXT};
    RETURN NEW;
END $$
"""
# What a card shows without anybody finding it by that. The lives are locked first, as by whoever lists anew: of two at
# the same moment one waits for the other.
EDITION = """
CREATE FUNCTION services_draw_offers_again(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM lives_life WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE;
    UPDATE services_listing SET edition = 0 WHERE offer_id = ANY(wanted);
END $$
"""
# %I: the column of the offer that names the row.
DRAW_AGAIN = """
CREATE FUNCTION services_draw_again() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    offers bigint[];
BEGIN
    EXECUTE format('
        SELECT array_agg(offer_id) FROM services_listing
        JOIN services_offer ON life_ptr_id = offer_id WHERE services_offer.%I = $1
    ', TG_ARGV[0]) INTO offers USING (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    PERFORM services_draw_offers_again(offers);
    RETURN NULL;
END $$
"""
OF_AREA = """
CREATE FUNCTION services_draw_area_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM services_draw_offers_again(ARRAY(
        SELECT offer_id FROM services_listing
        JOIN services_offer ON life_ptr_id = offer_id
        LEFT JOIN places_place ON places_place.id = place_id
        WHERE NEW.id = ANY(services_listing.areas) OR area_id = NEW.id
    ));
    RETURN NULL;
END $$
"""
WATCHED = (  # table, the column of the offer that names its row, that row's own
    ("services_offer", "life_ptr_id", "life_ptr_id"),
    ("organisations_organisation", "organisation_id", "life_ptr_id"),
    ("services_category", "category_id", "id"),
    ("places_place", "place_id", "id"),
)


def triggers() -> list[migrations.RunSQL]:
    counted = (
        ("edition_counted", "BEFORE UPDATE", "FOR EACH ROW"),
        ("edition_counted_at_the_end", "AFTER DELETE", "FOR EACH STATEMENT"),
    )
    made = [
        migrations.RunSQL(
            f"CREATE TRIGGER {name} {when} ON services_listing {each} EXECUTE FUNCTION services_count_edition()",
            f"DROP TRIGGER {name} ON services_listing",
        )
        for name, when, each in counted
    ]
    for table, of, named in WATCHED:
        made.append(watch(table, f"services_draw_again('{of}', '{named}')"))
    return [*made, watch("places_area", "services_draw_area_again()")]


def watch(table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER drawn_again AFTER UPDATE ON {table} FOR EACH ROW WHEN (OLD::text <> NEW::text)"
        f" EXECUTE FUNCTION {function}",
        f"DROP TRIGGER drawn_again ON {table}",
    )


class Migration(migrations.Migration):
    replaces = [("services", "0043_count_editions_of_listings")]
    dependencies = [("services", "0003_follow_offers")]
    operations = [
        migrations.RunSQL(COUNT, "DROP FUNCTION services_count_edition()"),
        migrations.RunSQL(EDITION, "DROP FUNCTION services_draw_offers_again(bigint[])"),
        migrations.RunSQL(DRAW_AGAIN, "DROP FUNCTION services_draw_again()"),
        migrations.RunSQL(OF_AREA, "DROP FUNCTION services_draw_area_again()"),
        *triggers(),
    ]
