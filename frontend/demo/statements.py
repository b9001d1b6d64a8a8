"""How the rows of a made city are written, statement by statement. `draw` throws a die that falls the same each time;
`base` has the number after which each table goes on."""

DRAW = """
CREATE OR REPLACE FUNCTION pg_temp.draw(number bigint, salt bigint, sides bigint) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ((hashint8extended(number, salt) & 9223372036854775807) % sides)::int
$$;
CREATE OR REPLACE FUNCTION pg_temp.pick(words text[], number bigint, salt bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT words[1 + pg_temp.draw(number, salt, cardinality(words))]
$$;
CREATE OR REPLACE FUNCTION pg_temp.aside(number bigint, salt bigint) RETURNS float
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (pg_temp.draw(number, salt, 2001) - 1000) / 1000.0
$$
"""
BASE = """
CREATE TEMP TABLE base ON COMMIT DROP AS SELECT
    nextval(pg_get_serial_sequence('lives_life', 'id')) AS lives,
    nextval(pg_get_serial_sequence('lives_change', 'id')) AS changes,
    nextval(pg_get_serial_sequence('accounts_user', 'id')) AS persons,
    nextval(pg_get_serial_sequence('services_resource', 'id')) AS calendars,
    nextval(pg_get_serial_sequence('places_place', 'id')) AS places;
CREATE TEMP TABLE spot ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY code) - 1 AS nth, id, centre_lat, centre_lon FROM places_area
"""
# Three in four bodies are in a neighbourhood, the others up to thirty kilometres around.
PLACES = """
INSERT INTO places_place (id, line, extra, area_id, lat, lon, created_at)
SELECT places + number, 'Via ' || pg_temp.pick(%(family)s, number, 3) || ' ' || 1 + pg_temp.draw(number, 4, 120), '',
    CASE WHEN inside THEN spot.id END,
    centre_lat + pg_temp.aside(number, 5) * CASE WHEN inside THEN 0.01 ELSE 0.27 END,
    centre_lon + pg_temp.aside(number, 6) * CASE WHEN inside THEN 0.014 ELSE 0.38 END, %(today)s - interval '2 years'
FROM base
CROSS JOIN LATERAL (
    SELECT number, pg_temp.draw(number, 1, 4) > 0 AS inside FROM generate_series(1, %(bodies)s) AS number
) AS body
JOIN spot ON spot.nth = pg_temp.draw(number, 2, (SELECT count(*) FROM spot));
INSERT INTO places_place (id, line, extra, area_id, lat, lon, created_at)
SELECT places + %(bodies)s + number,
    'Corso ' || pg_temp.pick(%(family)s, number, 22) || ' ' || 1 + pg_temp.draw(number, 23, 300), '', spot.id,
    centre_lat + pg_temp.aside(number, 24) * 0.01, centre_lon + pg_temp.aside(number, 25) * 0.014,
    %(today)s - interval '1 year'
FROM base CROSS JOIN generate_series(1, %(residents)s) AS number
JOIN spot ON spot.nth = pg_temp.draw(number, 26, (SELECT count(*) FROM spot));
ANALYZE places_place
"""
BODIES = """
INSERT INTO lives_life (id, species, status, version, born_at)
SELECT lives + number, 'organisations.organisation', 'verified', 1,
    %(today)s - pg_temp.draw(number, 7, 700) * interval '1 day'
FROM base CROSS JOIN generate_series(1, %(bodies)s) AS number;
INSERT INTO organisations_organisation
    (life_ptr_id, name, slug, kind, about, languages, email, phone, website, tax_code, place_id, zone)
SELECT lives + number,
    pg_temp.pick(%(sorts)s, number, 8) || ' ' || pg_temp.pick(%(family)s, number, 9) || ' ' || number,
    'made-' || number, 'provider', '{}', '["it"]'::jsonb || (
        SELECT coalesce(jsonb_agg(tongue), '[]') FROM unnest(%(tongues)s::text[]) WITH ORDINALITY AS spoken(tongue, nth)
        WHERE pg_temp.draw(number, 10 + nth, 4) = 0
    ), '', '', '', '', places + number, %(zone)s
FROM base CROSS JOIN generate_series(1, %(bodies)s) AS number
"""
PEOPLE = """
INSERT INTO accounts_user
    (id, password, is_superuser, given_name, family_name, language, is_active, is_staff, date_joined)
SELECT persons + number, '!', false, pg_temp.pick(%(given)s, number, 20), pg_temp.pick(%(family)s, number, 21), 'it',
    true, false, %(today)s - interval '1 year'
FROM base CROSS JOIN generate_series(1, %(people)s + %(residents)s) AS number;
INSERT INTO organisations_membership (organisation_id, user_id, role, called, since)
SELECT lives + 1 + (number - 1) / %(workers)s, persons + number, 'worker', '', %(today)s - 365
FROM base CROSS JOIN generate_series(1, %(people)s) AS number;
INSERT INTO services_resource (id, organisation_id, user_id, name, lanes, active)
SELECT calendars + number, lives + 1 + (number - 1) / %(workers)s, persons + number, given_name, 1, true
FROM base CROSS JOIN generate_series(1, %(people)s) AS number JOIN accounts_user ON accounts_user.id = persons + number;
ANALYZE services_resource
"""
# Each works three days of Monday to Saturday, eight hours from eight, nine or ten.
HOURS = """
INSERT INTO services_weeklyhours (resource_id, weekday, opens, closes)
SELECT calendars + number, (number + 2 * nth) %% 6, make_time((8 + number %% 3)::int, 0, 0),
    make_time((16 + number %% 3)::int, 0, 0)
FROM base CROSS JOIN generate_series(1, %(people)s) AS number, generate_series(0, 2) AS nth;
INSERT INTO services_openspan (resource_id, period)
SELECT resource_id, tstzrange((day + opens) AT TIME ZONE %(zone)s, (day + closes) AT TIME ZONE %(zone)s)
FROM base CROSS JOIN services_weeklyhours
CROSS JOIN LATERAL (
    SELECT %(today)s + (8 + weekday - extract(isodow FROM %(today)s)::int) %% 7 + 7 * week AS day
    FROM generate_series(0, %(weeks)s - 1) AS week
) AS dated
WHERE resource_id > calendars AND day NOT IN (SELECT date FROM services_closedday)
ORDER BY 1, 2
"""
# A sort of help is the more common the nearer to the beginning of the list it stands.
OFFERS = """
CREATE TEMP TABLE made_offer ON COMMIT DROP AS
SELECT lives + %(bodies)s + number AS id, number, 1 + (number - 1) %% %(bodies)s AS body,
    (number - 1) / %(bodies)s AS turn, pg_temp.pick(%(wheres)s, number, 30) AS takes_place,
    pg_temp.pick(%(prices)s, number, 31) AS price, 100 * (3 + pg_temp.draw(number, 32, 28)) AS cents,
    (%(slugs)s::text[])[1 + least(pg_temp.draw(number, 33, cardinality(%(slugs)s::text[])),
        pg_temp.draw(number, 34, cardinality(%(slugs)s::text[])))] AS slug
FROM base CROSS JOIN generate_series(1, %(offers)s) AS number;
ANALYZE made_offer;
INSERT INTO lives_life (id, species, status, version, born_at)
SELECT id, 'services.offer', 'published', 1, %(today)s - pg_temp.draw(number, 35, 600) * interval '1 day'
FROM made_offer ORDER BY id;
INSERT INTO services_offer
    (life_ptr_id, organisation_id, category_id, kind, at_once, choice, request_blocks, one_at_a_time, discreet, "where",
     place_id, location, price, price_cents, slice_minutes, min_minutes, max_minutes, every_minutes, notice_minutes,
     horizon_days, buffer_before, buffer_after, answer_hours, picture)
SELECT made.id, lives + body, category.id, 'appointment', pg_temp.draw(number, 36, 3) = 0, 'turn', true, false, false,
    takes_place, CASE WHEN takes_place = 'at_place' THEN place.id END,
    point(
        %(radius)s * radians(lon + reach * pg_temp.aside(number, 37) * 0.02),
        %(radius)s * asinh(tan(radians(lat + reach * pg_temp.aside(number, 38) * 0.014)))
    ),
    price, CASE WHEN price = 'free' THEN 0 ELSE cents END, 30, 60, 120, 30, 240, 42, 0, 0, 24, ''
FROM base
CROSS JOIN LATERAL (SELECT *, (takes_place <> 'at_place')::int AS reach FROM made_offer) AS made
JOIN services_category AS category USING (slug)
JOIN places_place AS place ON place.id = places + body
ORDER BY 1;
INSERT INTO services_offer_resources (offer_id, resource_id)
SELECT id, calendars + (body - 1) * %(workers)s + 1 + (turn + also) %% %(workers)s
FROM base CROSS JOIN made_offer, generate_series(0, 1) AS also;
INSERT INTO services_offer_areas (offer_id, area_id)
SELECT made.id, area_id FROM base CROSS JOIN made_offer AS made JOIN places_place AS place ON place.id = places + body
WHERE takes_place = 'at_home' AND area_id IS NOT NULL AND pg_temp.draw(number, 39, 10) < 3
"""
# Common words stand in many texts, rare ones in few.
TEXTS = """
INSERT INTO services_offertext (offer_id, language, title, summary, body, conditions)
SELECT id, tongue, titles[1 + pg_temp.draw(number, 40, cardinality(titles))], initcap(left(said, 1)) || substr(said, 2),
    '', ''
FROM made_offer
JOIN (VALUES ('it', 1), ('en', 2)) AS spoken(tongue, one_in) ON pg_temp.draw(number, 41, one_in) = 0
CROSS JOIN LATERAL (
    SELECT array_agg(title) AS titles FROM jsonb_array_elements_text(%(titles)s::jsonb -> slug -> tongue) AS title
) AS of_slug
CROSS JOIN LATERAL (
    SELECT string_agg(words ->> (
        jsonb_array_length(words) * power(pg_temp.draw(number * 32 + nth, one_in + 41, 1000) / 1000.0, 3)
    )::int, ' ') AS said
    FROM generate_series(1, 14) AS nth, (SELECT %(words)s::jsonb -> tongue AS words) AS in_tongue
) AS sentence
"""
LISTINGS = "SELECT services_list(array_agg(id)) FROM made_offer"
# Two hours each. 61 shares no divisor with the number of slots, so that no slot of anybody is drawn twice.
BOOKINGS = """
CREATE TEMP TABLE made_booking ON COMMIT DROP AS
SELECT asked AS number, offer.id AS offer, lives + offer.body AS body, calendars + 1 + worker AS calendar,
    persons + %(people)s + resident AS customer,
    CASE takes_place WHEN 'at_home' THEN places + %(bodies)s + resident WHEN 'at_place' THEN places + offer.body
    END AS place, takes_place = 'at_place' AS on_site, day, starts,
    CASE WHEN day IN (SELECT date FROM services_closedday) THEN 'cancelled' WHEN day < %(today)s THEN 'done'
    ELSE 'confirmed' END AS status,
    CASE offer.price WHEN 'free' THEN 0 WHEN 'fixed' THEN cents WHEN 'hourly' THEN 2 * cents ELSE 4 * cents END AS price
FROM base CROSS JOIN generate_series(1, %(bookings)s) AS asked
CROSS JOIN LATERAL (
    SELECT (asked - 1) %% %(people)s AS worker, (asked - 1) / %(people)s AS round,
        1 + pg_temp.draw(asked, 50, %(residents)s) AS resident
) AS who
CROSS JOIN LATERAL (
    SELECT (round * 61 + pg_temp.draw(worker, 51, %(most)s)) %% %(most)s AS slot
) AS drawn
CROSS JOIN LATERAL (
    SELECT %(monday)s + (7 * (slot / 12 - %(weeks_past)s) + (worker + 1 + 2 * (slot %% 12 / 4)) %% 6)::int AS day
) AS dated
CROSS JOIN LATERAL (
    SELECT (day + make_time((8 + (worker + 1) %% 3 + 2 * (slot %% 4))::int, 0, 0)) AT TIME ZONE %(zone)s AS starts
) AS timed
JOIN made_offer AS offer ON offer.body = 1 + worker / %(workers)s
    AND offer.turn = %(workers)s * pg_temp.draw(asked, 52, %(of_a_body)s / %(workers)s) + worker %% %(workers)s;
ANALYZE made_booking;
INSERT INTO lives_life (id, species, status, version, born_at, last_change_id)
SELECT lives + %(bodies)s + %(offers)s + number, 'bookings.booking', status, 1, starts - interval '6 days',
    changes + number
FROM base CROSS JOIN made_booking ORDER BY 1;
INSERT INTO lives_change (id, life_id, step, source, target, actor_id, roles, facts, at)
SELECT changes + number, lives + %(bodies)s + %(offers)s + number,
    CASE status WHEN 'done' THEN 'close' WHEN 'cancelled' THEN 'cancel' ELSE 'accept' END,
    CASE status WHEN 'confirmed' THEN 'asked' ELSE 'confirmed' END, status,
    CASE status WHEN 'cancelled' THEN customer WHEN 'confirmed' THEN user_id END,
    CASE status WHEN 'cancelled' THEN '["customer"]' WHEN 'confirmed' THEN '["worker"]' ELSE '["clock"]' END::jsonb,
    '{}', CASE status WHEN 'done' THEN starts + interval '26 hours' ELSE starts - interval '5 days' END
FROM base CROSS JOIN made_booking JOIN services_resource AS calendar_of ON calendar_of.id = calendar ORDER BY 1;
INSERT INTO bookings_booking
    (life_ptr_id, reference, kind, at_once, offer_id, organisation_id, customer_id, worker_id, seats, blocks, starts_at,
     ends_at, place_id, on_site, answers, note, price_cents, way, other_times, rounds, moved, terms)
SELECT lives + %(bodies)s + %(offers)s + number, 'M' || number, 'appointment', false, offer, body, customer, calendar,
    1, true, starts, starts + interval '2 hours', place, on_site, '{}', '', price, 'on_site', '{}', 0, 0, '{}'
FROM base CROSS JOIN made_booking ORDER BY 1;
INSERT INTO bookings_booking_crew (booking_id, resource_id)
SELECT lives + %(bodies)s + %(offers)s + number, calendar FROM base CROSS JOIN made_booking;
INSERT INTO services_hold (resource_id, life_id, lane, period, active)
SELECT calendar, lives + %(bodies)s + %(offers)s + number, 0, tstzrange(starts, starts + interval '2 hours'),
    status <> 'cancelled'
FROM base CROSS JOIN made_booking ORDER BY 1, starts
"""
STEPS = (
    ("places", PLACES),
    ("bodies", BODIES),
    ("people", PEOPLE),
    ("hours", HOURS),
    ("offers", OFFERS),
    ("their words", TEXTS),
    ("bookings", BOOKINGS),
)
