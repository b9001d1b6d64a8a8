"""What is searched is folded as what is looked for, `marketplace.places.names.fold`: any accent, any script, ß as ss; and
what stands between words parts them, before PostgreSQL's parser sees a path in "mamma/papà" or a minus in "6-10".

In one transaction for each thousand listings: nobody who publishes meanwhile waits for all. Begun again it goes on.
"""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

from services.models.offer import Searchable

BATCH = 1000
# `OFFSET 0`: folded once, not for each language.
STEMS = """
CREATE OR REPLACE FUNCTION services_stems(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('italian', folded) || to_tsvector('english', folded) || to_tsvector('simple', folded)
    FROM (SELECT {} AS folded OFFSET 0) AS words
$$
"""
SEARCH = """
ALTER TABLE services_offertext ALTER COLUMN search SET EXPRESSION AS (
    to_tsvector(CASE language WHEN 'it' THEN 'italian'::regconfig WHEN 'en' THEN 'english'::regconfig
        ELSE 'simple'::regconfig END, {})
)
"""
NOW = "places_fold({})"
BEFORE = "translate(lower({}), 'àáâãäåçèéêëìíîïñòóôõöùúûüý', 'aaaaaaceeeeiiiinooooouuuuy')"
TEXT = "title || ' ' || summary || ' ' || body"
COLUMN = models.GeneratedField(expression=Searchable(), output_field=SearchVectorField(), db_persist=True)
NEXT = "SELECT array_agg(offer_id) FROM (SELECT offer_id FROM services_listing WHERE offer_id > %s ORDER BY 1 LIMIT %s) AS next"


def list_again(_apps: Any, editor: Any) -> None:
    last = 0
    with editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [last, BATCH])
            [offers] = cursor.fetchone()
            if not offers:
                return
            cursor.execute("SELECT services_list(%s)", [offers])
            last = max(offers)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("services", "0006_keep_cards_of_measured_areas"), ("places", "0004_fold_names")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, list_again),  # the last on the way back
        migrations.RunSQL(STEMS.format(NOW.format("said")), STEMS.format(BEFORE.format("said"))),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(SEARCH.format(NOW.format(TEXT)), SEARCH.format(BEFORE.format(TEXT)))],
            [migrations.AlterField("offertext", "search", COLUMN)],
        ),
        migrations.RunPython(list_again, migrations.RunPython.noop),
    ]
