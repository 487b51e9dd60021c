"""The Secretary-General's summary of open recommendations by the department responsible.

Form: the summary table of the Secretary-General's yearly reports on the recommendations of the
Board of Auditors. In every line the total is closure requested, not accepted and under
implementation together; under implementation is target date set and no target date together. A
recommendation for which the Administration has stated no status stands outside that total, in a
column of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.filters import NONE, several_answer
from audits.lifecycle import Claim
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.counting import Query, counted, number
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.dashboards.recommendations import bodies, scope
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare
from secretariat.queries import entity_names

STATED = (Claim.CLOSURE_REQUESTED, Claim.NOT_ACCEPTED, Claim.UNDER_IMPLEMENTATION)
UNDER = {"claim": Claim.UNDER_IMPLEMENTATION.value}
#: The columns of counts and the filter that opens each, in their order.
COUNTS: Mapping[str, Query] = {
    "total": {"claim": ",".join(sorted(STATED))},
    "closure_requested": {"claim": Claim.CLOSURE_REQUESTED.value},
    "not_accepted": {"claim": Claim.NOT_ACCEPTED.value},
    "under_implementation": UNDER,
    "target_set": {**UNDER, "target": "set"},
    "no_target": {**UNDER, "target": "none"},
    "not_stated": {"claim": Claim.NOT_STATED.value},
}
_CLAIMS = {word.value: Q(claim=word) for word in Claim}
_CONDITIONS: Mapping[str, Q] = {
    "total": Q(claim__in=STATED),
    "closure_requested": _CLAIMS[Claim.CLOSURE_REQUESTED],
    "not_accepted": _CLAIMS[Claim.NOT_ACCEPTED],
    "under_implementation": _CLAIMS[Claim.UNDER_IMPLEMENTATION],
    "target_set": _CLAIMS[Claim.UNDER_IMPLEMENTATION] & Q(target_ends_on__isnull=False),
    "no_target": _CLAIMS[Claim.UNDER_IMPLEMENTATION] & Q(target_ends_on__isnull=True),
    "not_stated": _CLAIMS[Claim.NOT_STATED],
}


@dataclass(frozen=True)
class Department:
    """A line: its name, the filter of its rows, and its counts by column."""

    name: str
    query: Query
    counts: Mapping[str, int]


def departments(asked: Asked, within: Query) -> Iterator[Department]:
    """One line for each department that leads alone, by code; then what several answer for."""
    rows = counted(asked, within)
    counts = {key: Count("pk", filter=condition) for key, condition in _CONDITIONS.items()}
    names = entity_names(asked.moment)
    alone: Any = rows.filter(~several_answer()).values("lead", "lead__code").annotate(**counts)
    for row in alone.order_by(F("lead__code").asc(nulls_last=True)):
        name = names[row["lead"]][0] if row["lead"] else _("Department not stated")
        query = {**within, "lead": row["lead__code"] or NONE, "joint": "no"}
        yield Department(name, query, {key: row[key] for key in COUNTS})
    together = rows.filter(several_answer()).aggregate(**counts)
    if any(together.values()):
        yield Department(_("Multiple departments"), {**within, "joint": "yes"}, together)


def build(asked: Asked) -> Sequence[Section]:
    """The summary of what is open."""
    within = {**scope(asked), "open": "yes"}
    found = list(departments(asked, within))
    return (Section("summary", _("Open recommendations"), (table(asked, found, within),)),)


def table(asked: Asked, found: Sequence[Department], within: Query) -> Table:
    """The departments, several together last, and the total."""
    total = {key: sum(one.counts[key] for one in found) for key in COUNTS}
    lines = [Line((Cell(one.name), *_cells(one.counts, one.query))) for one in found]
    end = Line((Cell(_("Total")), *_cells(total, within)), kind="total")
    return Table(
        key="by-department",
        title=_("Status of open recommendations, by department responsible"),
        columns=(
            Column(_("Department responsible")),
            Column(_("Total"), "number"),
            Column(_("Closure requested"), "number"),
            Column(_("Not accepted"), "number"),
            Column(_("Under implementation"), "number"),
            Column(_("Target date set"), "number"),
            Column(_("No target date"), "number"),
            Column(_("No status stated"), "number"),
        ),
        lines=(*lines, end) if lines else (),
        notes=(
            _(
                "The Administration has stated no status. These recommendations stand outside the "
                "total; with it they make all that is open."
            ),
        ),
        sources=voices.cited(counted(asked, within), "particulars", "update"),
        lead=_(
            "The status is what the Administration states; only the oversight body closes a "
            "recommendation. Total is closure requested, not accepted and under implementation "
            "together; under implementation is target date set and no target date together."
        ),
        empty=_("No recommendation is open at this day."),
    )


def _cells(counts: Mapping[str, int], query: Query) -> Iterator[Cell]:
    for key, own in COUNTS.items():
        noted = (1,) if key == "not_stated" and counts[key] else ()
        yield number(counts[key], {**query, **own}, notes=noted)


def subject(asked: Asked) -> str:
    """The oversight body whose recommendations are counted."""
    code = scope(asked).get("body", "")
    return dict(bodies(asked)).get(code, "")


declare(
    ReportKind(
        key="by-department",
        title=later("Recommendations by department responsible"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "What the Administration says of each open recommendation, and whether it named a target."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("body", later("Oversight body"), bodies),),  # type: ignore[arg-type]
        sources=("A/74/588, para 4",),
        subject=subject,
    )
)
