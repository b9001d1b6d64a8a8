"""The bare SQL of matching: what is read of many people at once. Each statement is asked once, however many they are.

A proposal counts as work once it was agreed and while it keeps its place. One that was refused, let pass or given back
is in no statement here: it changes nothing.
"""

from typing import Any

from django.db import connection

KEPT = "p.live AND p.told_at IS NOT NULL"
FORM = "j.terms ->> 'form'"
CENTS = "(j.terms ->> 'hourly_cents')::int"
CLIENT = f"""CASE WHEN {FORM} = 'libretto' AND b.customer_id IS NOT NULL THEN 'u' || b.customer_id
    ELSE 'o' || j.organisation_id END"""
MINUTES = "extract(epoch FROM j.ends_at - j.starts_at) / 60"
WITHIN = "extract(epoch FROM least(j.ends_at, c.until) - greatest(j.starts_at, c.since)) / 60"
# Busy time of calendars kept elsewhere takes her too, but it is no work of ours.
HELD = """
SELECT r.user_id, lower(h.period), upper(h.period), place.lat, place.lon, p.life_ptr_id IS NOT NULL OR b.life_ptr_id
    IS NOT NULL, p.job_id
FROM services_resource r JOIN services_hold h ON h.resource_id = r.id AND h.active
    AND h.period && tstzrange(%(since)s, %(until)s) AND lower(h.period) < %(until)s
    AND (lower(h.period) > %(since)s::timestamptz - interval '50 days' OR h.lasting)
LEFT JOIN bookings_proposal p ON p.life_ptr_id = h.life_id LEFT JOIN bookings_job j ON j.id = p.job_id
LEFT JOIN bookings_booking b ON b.life_ptr_id = h.life_id
LEFT JOIN places_place place ON place.id = coalesce(j.place_id, b.place_id)
WHERE r.user_id = ANY(%(users)s)
UNION
SELECT r.user_id, lower(s.period), upper(s.period), NULL, NULL, false, NULL
FROM services_resource r
JOIN services_busyspan s ON s.resource_id = r.id AND s.period && tstzrange(%(since)s, %(until)s)
WHERE r.user_id = ANY(%(users)s)
"""
HOURS = """
SELECT r.user_id, lower(s.period), upper(s.period)
FROM casework_teammember t JOIN casework_participant pt ON pt.life_ptr_id = t.participant_id
JOIN services_resource r ON r.user_id = pt.person_id AND r.organisation_id = t.body_id
LEFT JOIN services_openspan s ON s.resource_id = r.id AND lower(s.period) < %(last)s
    AND lower(s.period) > %(first)s::timestamptz - interval '3 days' AND upper(s.period) > %(first)s
WHERE t.until IS NULL AND t.role = 'owner' AND t.participant_id = ANY(%(people)s) AND (
    s.id IS NOT NULL OR EXISTS (SELECT FROM services_weeklyhours w WHERE w.resource_id = r.id)
    OR EXISTS (SELECT FROM services_hoursexception e WHERE e.resource_id = r.id))
"""
# What those who support her have seen; and what the body itself has seen that needs the work, which counts there alone.
PAPERS = """
SELECT pt.person_id, k.slug, NULL::bigint, NULL::date, p.valid_until, p.withdrawn_at IS NOT NULL
FROM casework_paper p JOIN organisations_credentialkind k ON k.id = p.kind_id
JOIN casework_participant pt ON pt.life_ptr_id = p.participant_id
WHERE p.participant_id = ANY(%(people)s) AND k.slug = ANY(%(kinds)s)
UNION ALL
SELECT c.user_id, k.slug, c.organisation_id, c.valid_from, c.valid_until, false
FROM organisations_credential c JOIN organisations_credentialkind k ON k.id = c.kind_id
WHERE c.user_id = ANY(%(users)s) AND k.slug = ANY(%(kinds)s) AND c.organisation_id = ANY(%(bodies)s)
"""
# What is agreed and still to come counts as received too: whoever has much before her is not the next in turn.
RECEIVED = f"""
SELECT p.participant_id, w.weeks, sum({MINUTES})::int, sum({CENTS} * {MINUTES} / 60)::int, max(p.told_at)
FROM bookings_proposal p JOIN bookings_job j ON j.id = p.job_id
JOIN unnest(%(weeks)s::int[]) AS w(weeks) ON j.starts_at >= %(now)s::timestamptz - w.weeks * interval '7 days'
WHERE {KEPT} AND p.participant_id = ANY(%(people)s) GROUP BY 1, 2
"""
FORMS = f"""
SELECT pt.person_id, j.organisation_id, {FORM}, max(j.ends_at)
FROM bookings_proposal p JOIN bookings_job j ON j.id = p.job_id
JOIN casework_participant pt ON pt.life_ptr_id = p.participant_id
WHERE {KEPT} AND j.organisation_id = ANY(%(bodies)s) AND p.participant_id = ANY(%(people)s) GROUP BY 1, 2, 3
UNION ALL
SELECT m.user_id, m.organisation_id, NULL, NULL FROM organisations_membership m
WHERE m.organisation_id = ANY(%(bodies)s) AND m.user_id = ANY(%(users)s) AND m.role = 'worker'
    AND (m.until IS NULL OR m.until >= %(today)s)
"""
# How often she has done such work, and whether she has done any for this family, which last said nothing else than "her
# again": both in one look.
KNOWS = f"""
SELECT 'work', n.key, p.participant_id, count(*)
FROM jsonb_to_recordset(%(alike)s::jsonb) AS n(key bigint, opening bigint, needed text[])
JOIN bookings_job j ON j.opening_id = n.opening OR j.terms -> 'needed' ?| n.needed
JOIN bookings_proposal p ON p.job_id = j.id AND {KEPT} AND p.participant_id = ANY(%(people)s)
WHERE j.ends_at < %(now)s GROUP BY 2, 3
UNION ALL
SELECT 'family', n.key, p.participant_id, count(*)
FROM jsonb_to_recordset(%(families)s::jsonb) AS n(key bigint, customer bigint, client bigint)
JOIN LATERAL (
    SELECT life_ptr_id FROM bookings_booking WHERE customer_id = n.customer AND client_id IS NULL
    UNION ALL SELECT life_ptr_id FROM bookings_booking WHERE client_id = n.client
) AS b ON true
JOIN bookings_job j ON j.booking_id = b.life_ptr_id
JOIN bookings_proposal p ON p.job_id = j.id AND {KEPT} AND p.participant_id = ANY(%(people)s)
JOIN bookings_workedhours w ON w.proposal_id = p.life_ptr_id
    AND w.left_at IS NOT NULL AND w.minutes IS DISTINCT FROM 0
LEFT JOIN bookings_again a ON a.proposal_id = p.life_ptr_id
GROUP BY 2, 3
HAVING coalesce((array_agg(a.wanted ORDER BY a.said_at DESC) FILTER (WHERE a.wanted IS NOT NULL))[1], true)
"""
USED = f"""
SELECT c.key, CASE WHEN c.scope = 'client' THEN 0 ELSE p.participant_id END, sum(CASE c.unit
    WHEN 'cent' THEN {CENTS} * {WITHIN} / 60 WHEN 'hour' THEN {WITHIN}
    ELSE ((least(j.ends_at, c.until) - interval '1 microsecond') AT TIME ZONE c.zone)::date
        - (greatest(j.starts_at, c.since) AT TIME ZONE c.zone)::date + 1 END)::int
FROM jsonb_to_recordset(%(ceilings)s::jsonb) AS c(key int, since timestamptz, until timestamptz, forms jsonb,
    scope text, client text, unit text, zone text)
JOIN bookings_job j ON j.starts_at < c.until AND j.ends_at > c.since AND c.forms ? ({FORM})
LEFT JOIN bookings_booking b ON b.life_ptr_id = j.booking_id
JOIN bookings_proposal p ON p.job_id = j.id AND {KEPT}
WHERE (c.scope = 'person' OR c.client = {CLIENT}) AND (c.scope = 'client' OR p.participant_id = ANY(%(people)s))
GROUP BY 1, 2
"""
DECLARED = """
SELECT participant_id, code, "on", amount FROM casework_ceilinguse
WHERE participant_id = ANY(%(people)s) AND code = ANY(%(codes)s) AND "on" BETWEEN %(first)s AND %(last)s
"""


def rows(sql: str, facts: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchall()
