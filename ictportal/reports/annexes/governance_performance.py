"""How the governing bodies did, year by year: required, held, missed, and what they delivered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from governance import bodies
from governance.bodies import BodyRow
from governance.lifecycle import OutputWord, TermsState
from governance.outputs import DueOutput, outputs_due
from governance.performance import Performance, perform
from governance.queries.bodies import cadence_said
from governance.views import strips
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Number, Section, Table
from ictportal.reports.dashboards import governance as dashboard
from ictportal.reports.dashboards.cells import counted, marked
from ictportal.reports.dashboards.governance import Told, read
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger import days
from ledger.days import Period, Precision

MEETINGS, OUTPUTS = "counted-meeting-list", "output-list"
PARAS = ("A/74/588, paras 14-16", "A/69/517, paras 46-49")
#: So many years back, the year of the day among them.
YEARS = bodies.YEARS_SHOWN


def build(asked: Asked) -> Sequence[Section]:
    """Figures of the year that tells most, every body by year, outputs by year and one by one."""
    told = read(asked)
    due = [one for one in _due(asked) if one.word is not OutputWord.OPEN]
    return (
        Section("glance", _("Does the governance framework work?"), cards(asked, told)),
        Section(
            "years",
            _("Every body by year"),
            (performance(told),),
            lead=silence(told),
        ),
        Section("outputs", _("What the bodies owe"), (by_year(due), delivered(due))),
    )


def cards(asked: Asked, told: Told) -> tuple[Number, ...]:
    """Meetings, framework and outputs of the last year that tells anything."""
    return dashboard.cards(asked, told)[:3]


def _due(asked: Asked) -> list[DueOutput]:
    """What was due for periods that ended in the years shown, up to the day."""
    day = asked.moment.as_of
    within = Period(date(day.year - YEARS + 1, 1, 1), date(day.year, 12, 31), Precision.YEAR)
    return outputs_due(asked.viewer, asked.moment, within, demonstration=asked.demonstration)


# --- meetings ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Year:
    """A body in one year, with how often the terms in force in it ask the body to meet."""

    did: Performance
    cadence: str


def years_of(row: BodyRow) -> list[Year]:
    """The years of a body of which anything is known, the oldest first."""
    known = row.known
    return [
        Year(did, _cadence(row, did.period))
        for year in sorted(bodies.years_told(known)[:YEARS])
        for did in [perform(known, days.parse_period(f"{year:04d}"))]
    ]


def _cadence(row: BodyRow, period: Period) -> str:
    """What the terms in force on any day of the period ask for, in their order."""
    last = min(period.last, row.known.as_of)
    found = [
        cadence_said(one)
        for one in row.known.terms
        if one.state == TermsState.IN_FORCE
        and one.valid_from <= last
        and (one.valid_to is None or one.valid_to >= period.first)
    ]
    return "; ".join(dict.fromkeys(found))


def silence(told: Told) -> str:
    """How many bodies nothing is stated about, in a sentence."""
    silent = [row for row in told.rows if not bodies.years_told(row.known)]
    if not silent:
        return _("Of every body on record it is stated of some year how it met.")
    said = ngettext(
        "Of %(n)s body of %(all)s no document on record says how often it met: %(names)s.",
        "Of %(n)s bodies of %(all)s no document on record says how often they met: %(names)s.",
        len(silent),
    )
    names = "; ".join(sorted(row.said.name for row in silent))
    return said % {"n": len(silent), "all": len(told.rows), "names": names}


def performance(told: Told) -> Table:
    """The years of every body."""
    held = [(row, years_of(row)) for row in told.rows]
    return performance_table([(row, years) for row, years in held if years])


def performance_table(held: Iterable[tuple[BodyRow, Sequence[Year]]]) -> Table:
    """Required, held and missed of bodies in their years, as judged by the terms of the day."""
    return Table(
        key="performance",
        title=_("Meetings required, held and missed, by body and year"),
        columns=(
            Column(_("Year")),
            Column(_("Has to meet")),
            Column(_("Required"), "number"),
            Column(_("Held"), "number"),
            Column(_("Missed"), "number"),
            Column(_("As judged")),
            Column(_("Known from")),
            Column(_("Source")),
        ),
        lines=tuple(line for row, years in held for line in body_lines(row, years)),
        lead=_(
            "Required is what the terms of reference in force on each day ask for. A meeting is "
            "missed only after its time has ended. A count without dates stays a count."
        ),
        sources=PARAS,
        empty=_("On this day nothing is stated about the meetings of any body."),
    )


def body_lines(row: BodyRow, years: Iterable[Year]) -> Iterable[Line]:
    """The years of a body under its name."""
    page = Leads("body-detail", (row.code,))
    yield Line((Cell(row.said.name, leads=page),), kind="group")
    for one in years:
        yield Line(year_cells(one))


def year_cells(one: Year) -> tuple[Cell, ...]:
    """One year of a body."""
    did = one.did
    query = {"body": did.body.code, "period": did.period_name}
    held = (
        Cell(_("not stated"))
        if did.held is None
        else counted(MEETINGS, query, did.held, text=str(did.held))
    )
    missed = did.shortfall
    return (
        Cell(did.period_name),
        Cell(one.cadence or _("not stated")),
        Cell(str(did.required), number=did.required) if did.required else Cell("–"),
        held,
        _missed(did, query, missed),
        marked(did.status, strips.standing_word(did.status)),
        Cell(_known_from(did)),
        Cell(source(did.count or did.known.in_force or did.known.said)),
    )


def _missed(did: Performance, query: Mapping[str, str], missed: int) -> Cell:
    """Missed meetings; where each expected one is known they open."""
    if did.held is None:
        return Cell(_("not stated"))
    if not did.required:
        return Cell("–")
    if did.expected and missed:
        return counted(MEETINGS, {**query, "outcome": "missed"}, missed)
    return Cell(str(missed), number=missed, tone="bad" if missed else "")


def _known_from(did: Performance) -> str:
    if did.count is not None:
        printed = did.count.as_printed
        return _("a count: %(printed)s") % {"printed": printed} if printed else _("a count")
    return _("meetings on record") if did.held is not None else _("single meetings on record")


# --- outputs -------------------------------------------------------------------------------------
def by_year(due: Sequence[DueOutput]) -> Table:
    """How many outputs and inputs were due in each year, and what became of them."""
    years = sorted({one.period.last.year for one in due})
    words = (OutputWord.DELIVERED, OutputWord.MISSED, OutputWord.NOT_STATED)
    return Table(
        key="outputs-by-year",
        title=_("Mandated outputs and inputs by year"),
        columns=(
            Column(_("Year")),
            *(Column(capfirst(str(word.label)), "number") for word in words),
        ),
        lines=tuple(
            Line((Cell(f"{year}"), *(_of_year(due, year, word) for word in words)))
            for year in years
        ),
        lead=_("Where nobody says what became of an output, it counts neither way."),
        sources=PARAS,
        empty=_("On this day no terms of reference on record ask for an output or input."),
    )


def _of_year(due: Sequence[DueOutput], year: int, word: OutputWord) -> Cell:
    n = sum(one.period.last.year == year and one.word is word for one in due)
    return counted(OUTPUTS, {"period": f"{year:04d}", "word": word.value}, n)


def delivered(due: Sequence[DueOutput]) -> Table:
    """Each output and input of which somebody says what became of it."""
    told = [one for one in due if one.word is not OutputWord.NOT_STATED]
    return output_table(
        told, "outputs", _("Outputs and inputs of which it is stated what became of them")
    )


def output_table(found: Iterable[DueOutput], key: str, title: str) -> Table:
    """Outputs and inputs of periods, the latest first."""
    ordered = sorted(
        found, key=lambda one: (-one.period.last.toordinal(), one.body_code, str(one.said.subject))
    )
    return Table(
        key=key,
        title=title,
        columns=(
            Column(_("Period")),
            Column(_("Body")),
            Column(_("Output or input")),
            Column(_("What became of it")),
            Column(_("Delivered on")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_output(one)) for one in ordered),
        empty=_("Of no output or input is it on record what became of it."),
    )


def _output(one: DueOutput) -> tuple[Cell, ...]:
    day = one.delivery.delivered_on if one.delivery else None
    return (
        Cell(one.period_name),
        Cell(one.body_code, leads=Leads("body-detail", (one.body_code,))),
        Cell(one.said.name),
        marked(one.word, OutputWord(one.word).label),
        Cell(day_said(day) or "–"),
        Cell(source(one.delivery or one.said)),
    )


declare(
    ReportKind(
        key="governance-performance",
        title=later("Governance performance by year"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "How often each body had to meet and met, year by year, and which outputs came."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=PARAS,
    )
)
