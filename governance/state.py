"""How requests and recommendations stood at a moment, read from the statements by one SQL rule."""

from django.db.models import QuerySet

from governance.lifecycle import ASKING, FindingWord, MandateStatus
from governance.models import MandateFinding, MandateParticulars, MandateState
from ledger.derived import read_from
from ledger.latest import latest_id_sql, standing_sql
from ledger.moments import Moment
from secretariat.models import SessionPartDates


def mandates_at(moment: Moment) -> QuerySet[MandateState]:
    """One row per request or recommendation known at ``moment``, with its due day and status.

    Overdue is only what a later document says was not fulfilled, or what was to come with such
    (A/74/588 para 8 and DRAFT-78-133 OP 3); what is merely past its day is *undocumented*.
    """
    return read_from(
        MandateState.objects.all(),
        _mandates_sql(moment.known),
        [moment.as_of, moment.as_of, moment.as_of, moment.as_of],
    )


def _due_sql(particulars: str, known: int | None) -> str:
    """The last day of the session, or of its part, that a request names: the portal's calendar."""
    return (
        "(SELECT max(sd.ends_on) FROM secretariat_sessionpartdates sd"
        " JOIN secretariat_sessionpart sp ON sp.id = sd.subject_id"
        f" WHERE sp.session = {particulars}.due_session"
        f" AND ({particulars}.due_part = '' OR sp.part = {particulars}.due_part)"
        f" AND {standing_sql(SessionPartDates, 'sd', known)})"
    )


def _status_sql() -> str:
    """The first condition that holds is the status; ``y`` holds what was found about a row."""
    asking = ", ".join(f"'{verb}'" for verb in sorted(ASKING))
    return f"""CASE
        WHEN y.finding_word = '{FindingWord.FULFILLED}' THEN '{MandateStatus.FULFILLED}'
        WHEN y.finding_word = '{FindingWord.PARTLY}' THEN '{MandateStatus.PARTLY}'
        WHEN y.finding_word = '{FindingWord.NOT_FULFILLED}' THEN '{MandateStatus.OVERDUE}'
        WHEN y.verb NOT IN ({asking}) THEN '{MandateStatus.NOTHING_DUE}'
        WHEN y.vehicle_word = '{FindingWord.NOT_FULFILLED}' THEN '{MandateStatus.OVERDUE}'
        WHEN y.due_on IS NULL THEN '{MandateStatus.NOT_DATED}'
        WHEN y.due_on < %s THEN '{MandateStatus.UNDOCUMENTED}'
        ELSE '{MandateStatus.NOT_YET_DUE}' END"""


def _mandates_sql(known: int | None) -> str:
    said = latest_id_sql(MandateParticulars, subject="m.id", day="%s", known=known)
    found = latest_id_sql(MandateFinding, subject="m.id", day="%s", known=known)
    carried = latest_id_sql(MandateParticulars, subject="q.vehicle_id", day="x.day", known=known)
    vehicle_word = latest_id_sql(
        MandateFinding, subject="q.vehicle_id", day="x.day", known=known, column="word"
    )
    due = f"coalesce({_due_sql('q', known)}, {_due_sql('v', known)})"
    return f"""
        SELECT y.*, {_status_sql()} AS status
        FROM (SELECT x.id, x.id AS mandate_id, x.code, x.demonstration, x.document_id,
                x.particulars_id, q.provenance, q.authority, q.verb, q.title,
                coalesce(q.due_session, v.due_session) AS due_session,
                CASE WHEN q.due_session IS NULL THEN coalesce(v.due_part, '')
                     ELSE q.due_part END AS due_part,
                {due} AS due_on, q.vehicle_id, x.finding_id,
                f.word AS finding_word, f.as_of AS said_on, {vehicle_word} AS vehicle_word
              FROM (SELECT m.id, m.code, m.demonstration, m.document_id, %s AS day,
                      {said} AS particulars_id, {found} AS finding_id
                    FROM governance_mandate m) AS x
              JOIN governance_mandateparticulars q ON q.id = x.particulars_id
              LEFT JOIN governance_mandateparticulars v ON v.id = {carried}
              LEFT JOIN governance_mandatefinding f ON f.id = x.finding_id) AS y
    """


__all__ = ["mandates_at"]
