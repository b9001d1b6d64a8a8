"""Listings follow what they are made of, whoever changes it: a page, the API, a step of a life, an operator.

The lives of the offers are locked first, and only then are they read: of two who change an offer at the same moment the
second sees what the first has written.
"""

from django.db import migrations

FOLDED = "translate(lower({}), 'àáâãäåçèéêëìíîïñòóôõöùúûüý', 'aaaaaaceeeeiiiinooooouuuuy')"
# The words of few and short texts, by the grammar of each language at once.
STEMS = f"""
CREATE FUNCTION services_stems(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('italian', folded) || to_tsvector('english', folded) || to_tsvector('simple', folded)
    FROM (SELECT {FOLDED.format("said")} AS folded) AS words
$$;
CREATE AGGREGATE services_together(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '')
"""
# All of the words; any of them where not `every` one is asked for. A word that a language leaves out ("per", "the") is in
# everything. The last one may still be being typed.
ASKED = """
CREATE FUNCTION services_asked(words text[], every boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    asked tsquery;
    italian tsquery;
    english tsquery;
    begun text;
    one tsquery;
BEGIN
    FOR nth IN 1 .. cardinality(words) LOOP
        italian := to_tsquery('italian', words[nth]);
        english := to_tsquery('english', words[nth]);
        CONTINUE WHEN numnode(italian) = 0 OR numnode(english) = 0;
        begun := words[nth] || CASE WHEN nth = cardinality(words) AND length(words[nth]) > 2 THEN ':*' ELSE '' END;
        one := italian || english || to_tsquery('simple', begun);
        asked := CASE WHEN asked IS NULL THEN one WHEN every THEN asked && one ELSE asked || one END;
    END LOOP;
    RETURN asked;
END $$
"""
LIST = """
CREATE FUNCTION services_list(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM lives_life WHERE id = ANY(wanted) AND status = 'published')
        AND NOT EXISTS (SELECT FROM services_listing WHERE offer_id = ANY(wanted)) THEN
        RETURN;
    END IF;
    PERFORM FROM lives_life WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM services_listing WHERE offer_id = ANY(wanted) AND NOT EXISTS (
        SELECT FROM services_offer AS offer
        JOIN lives_life AS life ON life.id = offer.life_ptr_id AND life.status = 'published'
        JOIN lives_life AS body ON body.id = offer.organisation_id AND body.status = 'verified'
        WHERE offer.life_ptr_id = offer_id
    );
    INSERT INTO services_listing (offer_id, category, location, "where", price_cents, languages, traits, areas, words)
    SELECT offer.life_ptr_id, int8range(category.id, category.id, '[]'),
        CASE WHEN offer."where" NOT IN ('phone', 'remote') THEN offer.location END, offer."where", offer.price_cents,
        ARRAY(SELECT jsonb_array_elements_text(organisation.languages)), offer.traits,
        (SELECT array_agg(area_id) FROM services_offer_areas WHERE offer_id = offer.life_ptr_id),
        setweight(coalesce(
            (SELECT services_together(search) FROM services_offertext WHERE offer_id = offer.life_ptr_id), ''
        ), 'A') || services_stems(concat_ws(
            ' ', jsonb_path_query_array(category.name, '$.*')::text, category.words, organisation.name
        ))
    FROM services_offer AS offer
    JOIN lives_life AS life ON life.id = offer.life_ptr_id AND life.status = 'published'
    JOIN lives_life AS body ON body.id = offer.organisation_id AND body.status = 'verified'
    JOIN organisations_organisation AS organisation ON organisation.life_ptr_id = offer.organisation_id
    JOIN services_category AS category ON category.id = offer.category_id
    WHERE offer.life_ptr_id = ANY(wanted)
    ON CONFLICT (offer_id) DO UPDATE SET
        category = excluded.category, location = excluded.location, "where" = excluded."where",
        price_cents = excluded.price_cents, languages = excluded.languages, traits = excluded.traits,
        areas = excluded.areas, words = excluded.words;
END $$
"""
# `of`: the column of the offers that names the row; `named`: its own column with that number.
FOLLOW = """
CREATE FUNCTION services_list_again() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := to_jsonb(coalesce(NEW, OLD));
    offers bigint[];
BEGIN
    EXECUTE format('SELECT array_agg(life_ptr_id) FROM services_offer WHERE %I = $1', TG_ARGV[0])
        INTO offers USING (changed ->> TG_ARGV[1])::bigint;
    PERFORM services_list(offers);
    RETURN NULL;
END $$
"""
OTHERWISE = """
(OLD.category_id, OLD."where", OLD.price_cents, OLD.organisation_id, OLD.location::text, OLD.traits)
IS DISTINCT FROM (NEW.category_id, NEW."where", NEW.price_cents, NEW.organisation_id, NEW.location::text, NEW.traits)
"""
WATCHED = (
    ("UPDATE ON lives_life", "OLD.status <> NEW.status AND NEW.species = 'services.offer'", "life_ptr_id", "id"),
    (
        "UPDATE ON lives_life",
        "OLD.status <> NEW.status AND NEW.species = 'organisations.organisation'",
        "organisation_id",
        "id",
    ),
    ("UPDATE ON services_offer", OTHERWISE, "life_ptr_id", "life_ptr_id"),
    ("INSERT OR UPDATE OR DELETE ON services_offertext", "true", "life_ptr_id", "offer_id"),
    ("INSERT OR DELETE ON services_offer_areas", "true", "life_ptr_id", "offer_id"),
    (
        "UPDATE ON organisations_organisation",
        "(OLD.name, OLD.languages) IS DISTINCT FROM (NEW.name, NEW.languages)",
        "organisation_id",
        "life_ptr_id",
    ),
    (
        "UPDATE ON services_category",
        "(OLD.name, OLD.words) IS DISTINCT FROM (NEW.name, NEW.words)",
        "category_id",
        "id",
    ),
)


def watching() -> list[migrations.RunSQL]:
    made = []
    for number, (what, when, of, named) in enumerate(WATCHED):
        table = what.rpartition(" ")[2]
        made.append(
            migrations.RunSQL(
                f"CREATE TRIGGER listed_again_{number} AFTER {what} FOR EACH ROW WHEN ({when})"
                f" EXECUTE FUNCTION services_list_again('{of}', '{named}')",
                f"DROP TRIGGER listed_again_{number} ON {table}",
            )
        )
    return made


class Migration(migrations.Migration):
    replaces = [("services", "0033_write_listings")]
    dependencies = [("services", "0002_find_starts")]
    operations = [
        migrations.RunSQL(STEMS, "DROP AGGREGATE services_together(tsvector); DROP FUNCTION services_stems(text)"),
        migrations.RunSQL(ASKED, "DROP FUNCTION services_asked(text[], boolean)"),
        migrations.RunSQL(LIST, "DROP FUNCTION services_list(bigint[])"),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION services_list_again()"),
        *watching(),
    ]
