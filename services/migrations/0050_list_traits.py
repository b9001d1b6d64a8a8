"""What an offer says of itself stands on its listing, and follows it."""

from importlib import import_module

from django.db import migrations

WRITTEN = import_module("services.migrations.0033_write_listings")
LIST = WRITTEN.LIST.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
LIST_TRAITS = (
    LIST.replace("price_cents, languages, areas, words)", "price_cents, languages, traits, areas, words)")
    .replace("(organisation.languages)),\n", "(organisation.languages)), offer.traits,\n")
    .replace("languages = excluded.languages,", "languages = excluded.languages, traits = excluded.traits,")
)
OTHERWISE = """
(OLD.category_id, OLD."where", OLD.price_cents, OLD.organisation_id, OLD.location::text, OLD.traits)
IS DISTINCT FROM (NEW.category_id, NEW."where", NEW.price_cents, NEW.organisation_id, NEW.location::text, NEW.traits)
"""


def watched(otherwise: str) -> str:
    return (
        "DROP TRIGGER listed_again_2 ON services_offer;"
        f" CREATE TRIGGER listed_again_2 AFTER UPDATE ON services_offer FOR EACH ROW WHEN ({otherwise})"
        " EXECUTE FUNCTION services_list_again('life_ptr_id', 'life_ptr_id')"
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0049_describe_offers_by_traits")]
    operations = [
        migrations.RunSQL(LIST_TRAITS, LIST),
        migrations.RunSQL(watched(OTHERWISE), watched(WRITTEN.OTHERWISE)),
    ]
