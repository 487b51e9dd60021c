"""Disaster recovery: how many critical applications could be brought back, and where."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Line,
    Number,
    Opens,
    Section,
    Table,
)
from ictportal.reports.dashboards import gauges
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger.figures import Status
from projects import recovery
from projects.numbers import IndicatorRow
from projects.recovery import READY, Readiness

#: What else the sources say of recovery: in how long, at how many sites, tested or not.
BESIDE = ("RECOVERY-TIME", "HOSTING-SITES", "FAILOVER-TEST")
BESIDE_MADE_UP = ("DEMO-BACK",)
#: The share as a document prints it.
PRINTED = "DR-READY-SHARE"
TOTALS = ("CRITICAL-APPS", "DR-READY")


def build(asked: Asked) -> Sequence[Section]:
    """Ready of critical, by place; over time; print against print; targets and tests."""
    found = recovery.readiness(asked.viewer, asked.moment, asked.layer)
    codes = recovery.codes(recovery.places(asked.layer))
    rows = {row.state.code: row for row in gauges.rows(asked, codes)}
    return (
        Section(
            "ready",
            _("Could the critical applications be brought back?"),
            (*cards(asked), by_place(found, rows)),
        ),
        Section(
            "course",
            _("Over the years"),
            course(found, rows),
            lead=_("Counts of different days and places are never added into one line."),
        ),
        Section("beside", _("In how long, at how many sites, and tried or not"), beside(asked)),
        *gauges.comparisons(asked, (*codes, *TOTALS, PRINTED)),
    )


# --- figures -------------------------------------------------------------------------------------
def cards(asked: Asked) -> tuple[Number, ...]:
    """All places together with the share as printed, then each place."""
    whole = _noted(number(asked, READY, title=_("Ready, all places")), _as_printed(asked))
    each = (
        _noted(number(asked, READY, {"place": place.key}, title=_ready_at(place.name)))
        for place in recovery.places(asked.layer)
    )
    return (replace(whole, parts=()), *each)


def _ready_at(name: str) -> str:
    return _("Ready, %(place)s") % {"place": name}


def _as_printed(asked: Asked) -> str:
    """The share that a document prints, in words; empty where none does."""
    for row in gauges.rows(asked, (PRINTED,)):
        if row.actual is not None:
            said = {"share": gauges.written(row.actual), "source": source(row.actual.value)}
            return _("Printed: %(share)s per cent (%(source)s).") % said
    return ""


def _noted(told: Number, printed: str = "") -> Number:
    """With the share to one decimal beside the one that is printed; silence in words."""
    if told.status == Status.NOT_APPLICABLE or not told.denominator:
        said = _("Nobody has stated how many are critical and how many are ready.")
        return replace(told, numerator=None, share=None, note=said)
    share = {"share": tenths(told.numerator or 0, told.denominator)}
    said = _("%(share)s per cent of the critical applications.") % share
    return replace(told, share=None, note=f"{said} {printed}".strip())


def tenths(part: int, whole: int) -> str:
    """A share in per cent with one decimal, halves up: 38.6."""
    n = int((Fraction(part * 1000, whole) * 2 + 1) // 2)
    return f"{n // 10}.{n % 10}"


# --- by place ------------------------------------------------------------------------------------
def by_place(found: Sequence[Readiness], rows: dict[str, IndicatorRow]) -> Table:
    """Each place with what is critical, ready and not ready, and all together."""
    known = [one for one in found if one.is_known]
    lines = [Line(_place(one, rows)) for one in found] if known else []
    if len(known) == len(found) and known:
        critical = sum(one.critical or 0 for one in known)
        ready = sum(one.ready or 0 for one in known)
        cells = (Cell(_("Together")), *_numbers(critical, ready), Cell(), Cell())
        lines.append(Line(cells, kind="total"))
    return Table(
        key="places",
        title=_("Critical applications by place"),
        columns=(
            Column(_("Place")),
            Column(_("Critical"), "number"),
            Column(_("Ready"), "number"),
            Column(_("Not ready"), "number"),
            Column(_("Ready, per cent"), "number"),
            Column(_("Last counted")),
            Column(_("Source")),
        ),
        lines=tuple(lines),
        empty=_("On this day nobody has stated how many applications are critical or ready."),
    )


def _place(one: Readiness, rows: dict[str, IndicatorRow]) -> tuple[Cell, ...]:
    row = rows.get(one.place.ready)
    said = row.actual if row else None
    opened = Opens("indicator-list", {"codes": ",".join(recovery.codes((one.place,)))}, None)
    return (
        Cell(one.place.name[:1].upper() + one.place.name[1:], opens=opened),
        *(
            _numbers(one.critical or 0, one.ready or 0)
            if one.is_known
            else (Cell(_("not stated")),) * 4
        ),
        Cell(gauges.when(said) if said else "–"),
        Cell(source(said.value) if said else ""),
    )


def _numbers(critical: int, ready: int) -> tuple[Cell, ...]:
    cells = (Cell(f"{n:,}", number=n) for n in (critical, ready, critical - ready))
    return (*cells, Cell(tenths(ready, critical) if critical else "–"))


# --- over time -----------------------------------------------------------------------------------
def course(found: Sequence[Readiness], rows: dict[str, IndicatorRow]) -> tuple[Block, ...]:
    """One drawing for each place: critical and ready, at the end of each period counted."""
    drawn = []
    for one in found:
        series = ((_("Critical"), one.place.critical), (_("Ready"), one.place.ready))
        points = [
            gauges.point(said, series=str(label))
            for label, code in series
            if code in rows
            for said in rows[code].actuals
        ]
        if points:
            drawn.append(
                Chart(
                    key=f"course-{one.place.key}",
                    kind="measures",
                    title=one.place.name[:1].upper() + one.place.name[1:],
                    description="",
                    data={"points": points, "unit": _("applications")},
                )
            )
    return tuple(drawn)


# --- beside it -----------------------------------------------------------------------------------
def beside(asked: Asked) -> tuple[Block, ...]:
    """Targets of recovery and what was tried."""
    codes = BESIDE_MADE_UP if asked.demonstration else BESIDE
    rows = gauges.rows(asked, codes)
    moving = [row for row in rows if row.has_trend]
    return (
        *gauges.charts(moving),
        gauges.said_of(
            rows,
            "recovery",
            _("Recovery: targets, and what was tried"),
            _("No target or test of recovery is on record on this day."),
        ),
    )


declare(
    ReportKind(
        key="disaster-recovery",
        title=later("Disaster recovery"),  # type: ignore[arg-type]
        about=later(
            "How many critical applications could be brought back after a disaster, at Headquarters and away from it."
        ),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/69/517, paras 21-23",),
    )
)
