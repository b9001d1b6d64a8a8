"""Names are folded in the database as in `marketplace.places.names.fold`: any accent, any script, ß as ss; and what
stands between words parts them. Whatever is searched by words there is indexed so."""

from django.db import migrations

MARKS = (
    r"\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
    r"\u1ab0-\u1abd\u1dc0-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\ufe20-\ufe2f\u3099\u309a"
)
GAPS = (
    r"\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b9-\u02ff\u034f\u0375\u03f6\u0482\u055a-\u055f"
    r"\u0589-\u058f\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9"
    r"\u06fd\u06fe\u0964\u0965\u0970\u0e3f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u10fb\u1360-\u1368\u166d\u1680\u17d4-\u17d6"
    r"\u17d8-\u17db\u1800-\u180e\u2000-\u20cf\u20dd-\u20e0\u20e2-\u20e4\u2100-\u214d\u214f\u218a-\u2bff\u2e00-\u2e7f"
    r"\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\u4dc0-\u4dff\ue000-\uf8ff\ufd3e-\ufd4f\ufdfc-\ufe1f"
    r"\ufe45\ufe46\ufeff-\uff0f\ufff0-\uffff\U0001d000-\U0001d35f\U0001f000-\U0001fbef\U000e0000-\U0010ffff"
)
# By name, not by the city's own collation: it must fold alike in every city, and stay as it was indexed.
FOLD = f"""
CREATE OR REPLACE FUNCTION places_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(
        normalize(casefold(normalize(said, NFKD) COLLATE pg_catalog.pg_unicode_fast), NFKD), '[{MARKS}]', '', 'g'
    ), '[{GAPS}]+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0003_look_near_first")]
    operations = [migrations.RunSQL(FOLD, "DROP FUNCTION places_fold(text)")]
