"""The SQL somebody would send by hand for the answer of a figure, and the answer's numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from ledger import days, figures
from ledger.days import latest_older
from ledger.moments import Moment
from secretariat.access import system
from secretariat.models import Entity
from tests.bench.ground import ENTITIES, focal_point
from tests.bench.measure import Pair

PAST = date(2021, 6, 30)
OPEN = "finding NOT IN ('implemented','overtaken_by_events','closed_by_body')"
STATUS = "SELECT finding, count(*), max(assessed_as_of) FROM {rows} GROUP BY finding"
RATE = """SELECT count(*), count(*) FILTER (WHERE finding = 'implemented'),
 count(*) FILTER (WHERE acceptance = 'accepted'),
 count(*) FILTER (WHERE acceptance = 'accepted' AND finding = 'implemented'),
 count(*) FILTER (WHERE target_ends_on <= %(day)s),
 count(*) FILTER (WHERE target_ends_on <= %(day)s AND finding = 'implemented'),
 count(*) FILTER (WHERE finding <> 'overtaken_by_events'), max(assessed_as_of) FROM {rows}"""
OLDER = """SELECT count(*), count(*) FILTER (WHERE surely_older_from <= %(day)s),
 count(*) FILTER (WHERE possibly_older_from > %(day)s),
 count(*) FILTER (WHERE surely_older_from > %(day)s
   AND (possibly_older_from IS NULL OR possibly_older_from <= %(day)s))
 FROM {rows} AND {open}"""
AGEING = """SELECT count(*), count(*) FILTER (WHERE issued_not_before > %(y1)s),
 count(*) FILTER (WHERE issued_not_after <= %(y1)s AND issued_not_before > %(y2)s),
 count(*) FILTER (WHERE issued_not_after <= %(y2)s AND issued_not_before > %(y3)s),
 count(*) FILTER (WHERE issued_not_after <= %(y3)s AND issued_not_before > %(y5)s),
 count(*) FILTER (WHERE issued_not_after <= %(y5)s),
 count(*) FILTER (WHERE possibly_older_from > %(day)s AND NOT (issued_not_before > %(y1)s
   OR issued_not_after <= %(y1)s AND issued_not_before > %(y2)s)),
 count(*) FILTER (WHERE surely_older_from <= %(day)s AND NOT (
   issued_not_after <= %(y2)s AND issued_not_before > %(y3)s
   OR issued_not_after <= %(y3)s AND issued_not_before > %(y5)s OR issued_not_after <= %(y5)s)),
 count(*) FILTER (WHERE surely_older_from > %(day)s
   AND (possibly_older_from IS NULL OR possibly_older_from <= %(day)s))
 FROM {rows} AND {open}"""
FIGURES = {
    "status": STATUS,
    "implementation_rate": RATE,
    "older_than_two_years": OLDER,
    "ageing": AGEING,
}
ROWS = (
    "audits_recommendationstate s WHERE from_day <= %(day)s AND to_day > %(day)s"
    " AND NOT demonstration"
)
#: What somebody who reads confidential rows of one entity may see, in the words of SQL.
MAY = """({s}.classification = 'unclassified' OR {s}.lead_id = %(entity)s OR EXISTS (
 SELECT 1 FROM audits_responsibleentity e
 WHERE e.particulars_id = {s}.particulars_id AND e.entity_id = %(entity)s))"""
#: Rights and classes are those of today, whatever the day of the question.
MAY_TODAY = f""" AND NOT EXISTS (SELECT 1 FROM audits_recommendationstate t
 WHERE t.recommendation_id = s.recommendation_id AND t.from_day <= %(today)s
 AND t.to_day > %(today)s AND t.classification <> 'unclassified' AND NOT {MAY.format(s="t")})"""


def pairs() -> Iterator[Pair]:
    """Each figure for the register itself and for one focal point, today and on a past day."""
    for viewer, who in ((system(), "register"), (focal_point(), "focal point")):
        for day in (days.today(), PAST):
            for name in FIGURES:
                yield _pair(name, viewer, who, day)


def _pair(name: str, viewer: Any, who: str, day: date) -> Pair:
    figure = figures.get(f"recommendations.{name}")
    sql, params = _sql(name, day, scoped=who == "focal point")
    moment = Moment(as_of=day)
    answer, found = figure.answer(viewer, moment, {}), _send(sql, params)
    whole = sum(row[1] for row in found) if name == "status" else found[0][0]
    assert answer.denominator == whole, f"{name}: {answer.denominator} is not {whole}"
    return Pair(
        f"figure {name}, {who}, {'today' if day != PAST else PAST} : by hand",
        lambda: figure.answer(viewer, moment, {}),
        lambda: _send(sql, params),
        1.5,
        repeats=3,
    )


def _sql(name: str, day: date, *, scoped: bool) -> tuple[str, dict[str, Any]]:
    rows = ROWS
    if scoped:
        rows += f" AND {MAY.format(s='s')}" + (MAY_TODAY if day != days.today() else "")
    params: dict[str, Any] = {f"y{n}": latest_older(day, n) for n in (1, 2, 3, 5)}
    entity = Entity.objects.get(code=ENTITIES[4]).pk
    params |= {"day": day, "today": days.today(), "entity": entity}
    return FIGURES[name].format(rows=rows, open=OPEN), params


def _send(sql: str, params: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
