"""What stood about each recommendation on each day: the projection, and the ledger behind it.

One SQL rule answers both. With every day on which something began to stand it fills the
projection; with one day and one seal number it reads the ledger as it was known. The nightly
check holds the two against each other.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from audits.lifecycle import Claim, Finding
from audits.models import (
    AdministrationUpdate,
    Assessment,
    Particulars,
    Recommendation,
    RecommendationState,
    Target,
    Voiding,
)
from ledger.days import FAR_FUTURE
from ledger.derived import read_from
from ledger.latest import latest_id_sql, standing_sql
from ledger.moments import Moment

CHUNK = 400
SERIES = {
    "particulars_id": Particulars,
    "assessment_id": Assessment,
    "update_id": AdministrationUpdate,
    "target_id": Target,
}
COLUMNS = (
    "recommendation_id",
    "from_day",
    "to_day",
    "body_id",
    "demonstration",
    "sort_key",
    *SERIES,
    "provenance",
    "theme_id",
    "lead_id",
    "made_in_id",
    "priority",
    "acceptance",
    "classification",
    "issued_not_before",
    "issued_not_after",
    "surely_older_from",
    "possibly_older_from",
    "finding",
    "assessed_as_of",
    "claim",
    "claimed_as_of",
    "target_ends_on",
)


def states_at(moment: Moment) -> QuerySet[RecommendationState]:
    """One row per recommendation that existed at ``moment``, with all that stood about it."""
    if moment.known is None:
        return RecommendationState.objects.filter(
            from_day__lte=moment.as_of, to_day__gt=moment.as_of
        )
    sql, params = ledger_sql(moment)
    return read_from(RecommendationState.objects.all(), sql, params)


def ledger_sql(moment: Moment) -> tuple[str, list[Any]]:
    """The rows of :func:`states_at` read from the statements alone, as SQL with parameters."""
    days = "SELECT r.id AS recommendation_id, %s AS day, %s AS to_day FROM audits_recommendation r"
    sql = f"SELECT 0 AS id, {_state_sql(days, moment.known)}"
    return sql, [moment.as_of, FAR_FUTURE]


def refresh(recommendations: Sequence[UUID]) -> None:
    """Derive the projection of these recommendations anew, inside the caller's transaction."""
    for start in range(0, len(recommendations), CHUNK):
        _refresh_chunk(list(recommendations[start : start + CHUNK]))


def rebuild() -> int:
    """Derive the whole projection anew; returns the number of recommendations."""
    ids = list(Recommendation.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        refresh(ids)
    return len(ids)


def differences(as_of: date) -> list[UUID]:
    """Recommendations whose projection at ``as_of`` is not what the ledger says."""
    ledger, params = ledger_sql(Moment(as_of=as_of))
    names = ", ".join(name for name in COLUMNS if name not in {"from_day", "to_day"})
    projected = (
        f"SELECT {names} FROM audits_recommendationstate WHERE from_day <= %s AND to_day > %s"
    )
    derived = f"SELECT {names} FROM ({ledger}) l"
    found: set[Any] = set()
    with connection.cursor() as cursor:
        for one, other, given in (
            (projected, derived, [as_of, as_of, *params]),
            (derived, projected, [*params, as_of, as_of]),
        ):
            cursor.execute(
                f"SELECT recommendation_id FROM ({one} EXCEPT {other}) AS difference", given
            )
            found |= {row[0] for row in cursor.fetchall()}
    return sorted(UUID(str(value)) for value in found)


def _refresh_chunk(ids: list[UUID]) -> None:
    field = Recommendation._meta.pk
    keys = [field.get_db_prep_value(value, connection) for value in ids]
    RecommendationState.objects.filter(recommendation_id__in=ids).delete()
    days, params = _days_sql(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audits_recommendationstate ({_column_list()}) SELECT {_state_sql(days)}",
            params,
        )


def _column_list() -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS)


def _days_sql(keys: list[Any]) -> tuple[str, list[Any]]:
    """Every day on which something began to stand, each with the day the next one begins."""
    marks = ", ".join(["%s"] * len(keys))
    starts = " UNION ".join(
        f"SELECT subject_id AS recommendation_id, as_of AS day FROM {model._meta.db_table}"
        f" WHERE subject_id IN ({marks})"
        for model in SERIES.values()
    )
    sql = (
        "SELECT recommendation_id, day,"
        " lead(day, 1, %s) OVER (PARTITION BY recommendation_id ORDER BY day) AS to_day"
        f" FROM ({starts}) AS starts"
    )
    return sql, [FAR_FUTURE, *(keys * len(SERIES))]


def _state_sql(days: str, known: int | None = None) -> str:
    """The columns of the projection over ``days`` (recommendation_id, day, to_day)."""
    picked = ", ".join(
        f"{latest_id_sql(model, subject='d.recommendation_id', day='d.day', known=known)} AS {name}"
        for name, model in SERIES.items()
    )
    voided = (
        "EXISTS (SELECT 1 FROM audits_voiding v WHERE v.subject_id = d.recommendation_id"
        f" AND {standing_sql(Voiding, 'v', known)})"
    )
    return f"""
        x.recommendation_id, x.day AS from_day, x.to_day,
        r.body_id, r.demonstration, r.sort_key,
        x.particulars_id, x.assessment_id, x.update_id, x.target_id,
        p.provenance, p.theme_id, p.lead_id, p.made_in_id,
        p.priority, p.acceptance, p.classification,
        p.issued_not_before, p.issued_not_after, p.surely_older_from, p.possibly_older_from,
        coalesce(a.finding, '{Finding.NOT_ASSESSED}') AS finding, a.as_of AS assessed_as_of,
        coalesce(u.claim, '{Claim.NOT_STATED}') AS claim, u.as_of AS claimed_as_of,
        t.ends_on AS target_ends_on
        FROM (SELECT d.recommendation_id, d.day, d.to_day, {picked}
              FROM ({days}) AS d WHERE NOT {voided}) AS x
        JOIN audits_recommendation r ON r.id = x.recommendation_id
        JOIN audits_particulars p ON p.id = x.particulars_id
        LEFT JOIN audits_assessment a ON a.id = x.assessment_id
        LEFT JOIN audits_administrationupdate u ON u.id = x.update_id
        LEFT JOIN audits_target t ON t.id = x.target_id
    """
