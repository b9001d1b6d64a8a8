"""What came to each line of an indicator, batch by batch, added up by the database."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from marketplace.programme.indicators import Indicator
from marketplace.programme.models import Told
from marketplace.programme.suppression import FEW, New

# What its bodies did since they are in a project, before the edition ends; a batch lies between two of the moments.
FACTS = """
WITH facts AS (
    SELECT involved.project_id AS project, fact.area, fact.person, fact.at, fact.amount
    FROM ({query}) AS fact (organisation, area, person, at, amount)
    JOIN programme_involved involved ON involved.organisation_id = fact.organisation AND involved.counts
    WHERE fact.at >= involved.since AND fact.at < %s
), counted AS ({counted})
SELECT grouping(project, area), project, area, batch, sum(amount)::bigint, (array_agg(DISTINCT person))[1:{few}]
FROM (SELECT *, width_bucket(at, ARRAY['-infinity', {moments}]::timestamptz[]) AS batch FROM counted) AS fact
GROUP BY GROUPING SETS ((batch), (project, batch), (area, batch))
"""
EACH = "SELECT * FROM facts"
FIRST = "SELECT DISTINCT ON (person) * FROM facts ORDER BY person, at, project, area, amount"
BY = {0b11: Told.By.WHOLE, 0b01: Told.By.PROJECT, 0b10: Told.By.AREA}
Came = dict[Told.By, dict[int | None, dict[int, New]]]


def came(indicator: Indicator, moments: Sequence[datetime], until: datetime) -> Came:
    """By line and batch; `moments`: until when the whole was told, in order. The whole is line 0; under None stands
    what has no such line."""
    query, params = indicator.query().order_by().query.sql_with_params()
    places = ", ".join(["%s"] * len(moments)) or "'infinity'"
    sql = FACTS.format(query=query, counted=FIRST if indicator.once else EACH, few=FEW, moments=places)
    found: Came = {by: {} for by in Told.By}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(sql, [*params, until, *moments])
        for sets, project, area, batch, amount, people in cursor.fetchall():
            by = BY[sets]
            line = {Told.By.WHOLE: 0, Told.By.PROJECT: project, Told.By.AREA: area}[by]
            found[by].setdefault(line, {})[batch] = New(amount, frozenset(people) - {None})
    return found
