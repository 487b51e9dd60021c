"""The lists across the domains: all that is asked, and what a rule finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits.policies import viewable_by
from ictportal import asked
from ictportal.asked import Item, Question
from ictportal.reports.rows.listed import Listed, Sought, provenance
from ledger import flags
from ledger.errors import Invalid
from ledger.flags import Raised
from ledger.rest.queries import refuse_unknown


# --- all that is asked ---------------------------------------------------------------------------
def _asked(sought: Sought) -> Iterable[Item]:
    refuse_unknown(sought.given, ("asker", "open", "q"))
    question = Question(**sought.given)
    found: list[Item] = asked.Asked(sought.viewer, sought.moment, question, **sought.layer)[:]
    return found


def _cell(place: int) -> Any:
    """A cell of the list's file, by its place in it."""
    return lambda item: asked.cells(item)[place]


def _state(item: Item) -> str:
    """How it stands: the status of a request, a finding in the words of its oversight body."""
    if item.request:
        return capfirst(item.request.state.get_status_display())
    return capfirst(str(_AT["state"](item)))


def _due_on(item: Item) -> Any:
    """The day a request is due by the portal's calendar, or the last day of a target quarter."""
    if item.request:
        return item.request.state.due_on
    return item.recommendation.state.target_ends_on if item.recommendation else None


_AT = {name: _cell(place) for place, name in enumerate(asked.COLUMNS)}


# --- what a rule finds ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Found:
    """A finding of a rule, and the day it is asked for."""

    raised: Raised
    name: str
    days: int

    @property
    def order(self) -> tuple[Any, ...]:
        """The oldest first."""
        return (self.raised.since, self.name, self.raised.subject_id)


def _found(sought: Sought) -> Iterable[Found]:
    """All that the rule ``key`` finds; raises ``Invalid`` for an unknown one."""
    refuse_unknown(sought.given, ("key",))
    try:
        flag = flags.get(sought.given.get("key", ""))
    except KeyError as error:
        raise Invalid(fields={"key": "There is no such rule."}) from error
    several = list(flag.find(sought.viewer, sought.moment, **sought.layer))
    titles = _titles(sought, [one.subject_id for one in several if not one.label])
    rows = (
        Found(
            one,
            one.label or titles.get(one.subject_id, ""),
            (sought.moment.as_of - one.since).days,
        )
        for one in several
    )
    return sorted(rows, key=lambda row: row.order)


def _titles(sought: Sought, subjects: list[str]) -> dict[str, str]:
    """Recommendations without a label of their own, by id: one statement, none for none."""
    if not subjects:
        return {}
    visible = viewable_by(sought.viewer, sought.moment, **sought.layer)
    rows = visible.filter(recommendation__in=[UUID(one) for one in subjects])
    joined = rows.select_related("recommendation__report__document", "particulars")
    return {
        str(row.recommendation_id): f"{row.recommendation}: {row.particulars.title}"
        for row in joined
    }


LISTS: Mapping[str, Listed] = {
    "asked-list": Listed(
        title=_("All that is asked"),
        find=_asked,
        key=_AT["id"],
        columns=(
            (_("Who asks"), _AT["asker"]),
            (_("Where"), _AT["reference"]),
            (_("What is asked"), _AT["title"]),
            (_("Due"), _AT["due"]),
            (_("Due on"), _due_on),
            (_("State"), _state),
            (_("Open"), lambda item: _AT["open"](item) == "yes"),
            (_("Days past due"), _AT["days_past_due"]),
            (_("Days late"), _AT["days_late"]),
            (_("Provenance"), lambda item: provenance(str(_AT["provenance"](item)))),
        ),
    ),
    "flag": Listed(
        title=_("What the rule finds"),
        find=_found,
        key=lambda row: row.raised.subject_id,
        columns=(
            (_("Subject"), lambda row: row.name),
            (_("Since"), lambda row: row.raised.since),
            (_("Days"), lambda row: row.days),
        ),
    ),
}
