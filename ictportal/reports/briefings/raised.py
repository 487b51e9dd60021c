"""What the rules of the register find about one thing, contradictions across domains among it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from audits.flags import RaisedStates
from governance.flags.requests import RaisedMandates
from ictportal.contradictions import AREA
from ictportal.contradictions.sides import Contradiction, Side
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Table
from ictportal.reports.numbers import grouped
from ictportal.reports.register import Asked
from ledger.flags import Flag, Raised, flags_of
from projects.flags import RaisedMilestones, RaisedProjects

#: By which field findings that are rows are narrowed before they are read.
NARROWED: Mapping[type[Any], str] = {
    RaisedStates: "recommendation",
    RaisedProjects: "project",
    RaisedMilestones: "project",
    RaisedMandates: "mandate",
}


@dataclass(frozen=True)
class Found:
    """A rule, and what it found."""

    flag: Flag
    raised: Raised

    @property
    def order(self) -> tuple[Any, ...]:
        """The oldest first."""
        return (self.raised.since, self.flag.key, self.raised.label, self.raised.subject_id)


def about(
    asked: Asked, areas: Iterable[str], ids: Collection[Any], codes: Collection[str] = ()
) -> list[Found]:
    """What the rules of these areas find about subjects with these ids; contradictions always.

    A contradiction also counts where a page with one of the codes stands on either of its sides.
    """
    wanted = {str(one) for one in ids}
    found = [
        Found(flag, raised)
        for area in (*areas, AREA)
        for flag in flags_of(area)
        for raised in _narrowed(asked, flag, wanted, codes)
    ]
    return sorted(found, key=lambda one: one.order)


def _narrowed(
    asked: Asked, flag: Flag, wanted: Collection[str], codes: Collection[str]
) -> Iterator[Raised]:
    several: Any = flag.find(asked.viewer, asked.moment, demonstration=asked.demonstration)
    name = NARROWED.get(type(several))
    if name is None:
        yield from (one for one in several if _concerns(one, wanted, codes))
        return
    ids = [UUID(one) for one in wanted]
    yield from replace(several, rows=several.rows.filter(**{f"{name}__in": ids}))


def _concerns(one: Raised, wanted: Collection[str], codes: Collection[str]) -> bool:
    if one.subject_id in wanted:
        return True
    sides = (*one.claims, *one.against) if isinstance(one, Contradiction) else ()
    return any(side.code in codes for side in sides)


def table(asked: Asked, found: Iterable[Found], name: str) -> Table:
    """Each finding with its age, and both sides where it is a contradiction.

    ``name`` is what a finding without words of its own is about.
    """
    return Table(
        key="flags",
        title=_("Open flags and contradictions"),
        columns=(
            Column(_("What the rule finds")),
            Column(_("About"), "long"),
            Column(_("Since")),
            Column(_("Days"), "number"),
            Column(_("Rests on")),
        ),
        lines=tuple(Line(_cells(asked, one, name)) for one in found),
        empty=_("No rule of the register finds anything about it on this day."),
    )


def _cells(asked: Asked, one: Found, name: str) -> tuple[Cell, ...]:
    days = (asked.moment.as_of - one.raised.since).days
    serious = one.flag.severity == "serious"
    return (
        Cell(one.flag.name, leads=Leads("flag", (one.flag.key,)), tone="bad" if serious else ""),
        Cell(_about(one.raised, name)),
        Cell(day_said(one.raised.since)),
        Cell(grouped(days), number=days),
        Cell("; ".join(one.flag.sources)),
    )


def _about(raised: Raised, name: str) -> str:
    if not isinstance(raised, Contradiction):
        return raised.label or name
    claims, against = (_sides(side) for side in (raised.claims, raised.against))
    said = {"claims": claims, "against": against}
    return _("Claimed: %(claims)s\nAgainst it: %(against)s") % said


def _sides(sides: Iterable[Side]) -> str:
    return "; ".join(f"{side.label} ({side.says})" for side in sides)
