"""How each thing found shows in one line."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from audits.models import RecommendationState
from governance.models import (
    BodyParticulars,
    DecisionParticulars,
    MandateState,
    MeetingParticulars,
    PolicyParticulars,
    RoundParticulars,
)
from ledger import days
from projects import plans
from projects.models import IndicatorState, PlanParticulars, ProjectState
from secretariat.models import DocumentParticulars


@dataclass(frozen=True)
class Line:
    """One thing found, as it shows; ``argument`` completes its address."""

    code: str
    title: str
    argument: Any
    title_zh: str = ""
    about: str = ""
    day: date | None = None


def recommendation(row: RecommendationState) -> Line:
    """Place in the report, title, and the finding."""
    held = row.recommendation
    said = str(row.get_finding_display())
    return Line(str(held), row.particulars.title, held.pk, about=said)


def project(row: ProjectState) -> Line:
    """Code, title, and who leads it."""
    lead = row.lead_entity.code if row.lead_entity else ""
    return Line(row.code, row.title, row.code, row.particulars.title_zh, lead)


def indicator(row: IndicatorState) -> Line:
    """Code, name, and its group."""
    group = str(row.get_group_display())
    return Line(row.code, row.name, row.code, row.particulars.name_zh, group)


def plan(row: PlanParticulars) -> Line:
    """Code, name, and the years it covers."""
    code = row.subject.code
    return Line(code, row.name, code, row.name_zh, plans.period_of(row))


def body(row: BodyParticulars) -> Line:
    """Code, name, and whether it is in place."""
    code = row.subject.code
    return Line(code, row.name, code, row.name_zh, str(row.get_state_display()))


def meeting(row: MeetingParticulars) -> Line:
    """Code, title or whose meeting it is, its state and day."""
    code = row.subject.code
    title = row.title or _("Meeting of %(body)s") % {"body": row.subject.body.code}
    return Line(code, title, code, about=str(row.get_state_display()), day=row.day)


def decision(row: DecisionParticulars) -> Line:
    """Number, title, its state and day."""
    code = row.subject.code
    return Line(code, row.title, code, about=str(row.get_word_display()), day=row.decided_on)


def request(row: MandateState) -> Line:
    """Code, title, and where it is asked."""
    place = f"{row.document.symbol}, {row.mandate.paragraph}"
    return Line(row.code, row.title, row.code, about=place)


def policy(row: PolicyParticulars) -> Line:
    """Code, title, its number and state."""
    code = row.subject.code
    said = " · ".join(filter(None, [row.number, str(row.get_state_display())]))
    return Line(code, row.title, code, row.title_zh, said)


def round(row: RoundParticulars) -> Line:
    """Code, name, and when it opened."""
    opened = days.period_text(row.opened_on, row.opened_precision)
    return Line(row.subject.code, row.name, row.subject.code, about=opened)


def document(row: DocumentParticulars) -> Line:
    """Symbol, title, and its kind."""
    kind = str(row.subject.get_kind_display())
    return Line(row.subject.symbol, row.title, row.subject_id, row.title_zh, kind)


def entity(row: Any) -> Line:
    """Code and the names of the day."""
    return Line(row.code, row.name or row.code, row.code, row.name_zh or "")
