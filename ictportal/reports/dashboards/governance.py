"""Governance at a glance: did the bodies meet, did they deliver, is what they decide carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from governance import bodies
from governance import figures as governing
from governance.bodies import BodyRow
from governance.figures.decisions import population
from governance.lifecycle import DecisionWord, Kept, OutputWord
from governance.outputs import DueOutput
from governance.performance import Known, Performance, known_bodies, perform
from governance.queries import bodies as body_queries
from governance.views import strips
from ictportal.reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Leads,
    Line,
    Number,
    Opens,
    Section,
    Table,
    Words,
)
from ictportal.reports.dashboards.cells import counted, marked, or_silent
from ictportal.reports.numbers import behind, number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ledger import days
from ledger.days import Period

#: So many years stand beside each other.
YEARS = 5


@dataclass(frozen=True)
class Told:
    """All bodies of the layer, and the year the dashboard speaks of."""

    known: Sequence[Known]
    rows: Sequence[BodyRow]
    period: Period

    @property
    def year(self) -> str:
        """The year as it is written."""
        return days.period_text(self.period.last, self.period.precision)

    @property
    def years(self) -> list[str]:
        """It and the years before it, the oldest first."""
        last = self.period.last.year
        return [f"{year:04d}" for year in range(last - YEARS + 1, last + 1)]

    @property
    def drawn(self) -> list[BodyRow]:
        """The bodies of which the year has something to tell, those that met too seldom first."""
        told = [row for row in self.rows if row.is_drawn]
        return sorted(told, key=lambda row: row.did.status is not Kept.MISSED)


def read(asked: Asked) -> Told:
    """The bodies in the last ended year of which it is known of any how often it met."""
    known = known_bodies(asked.viewer, asked.moment, demonstration=asked.demonstration)
    named = body_queries.family(asked.viewer, asked.moment, demonstration=asked.demonstration)
    period = bodies.telling_period(known, asked.moment)
    rows = bodies.ordered(bodies.judged(known, period, named, lambda row: True), "")
    return Told(known, rows, period)


def build(asked: Asked) -> Sequence[Section]:
    """Figures of the year, its strip, the bodies over the years, outputs, decisions."""
    told = read(asked)
    return (
        Section("kept", _("Does the governance framework work?"), cards(asked, told)),
        Section("year", _("The year %(year)s") % {"year": told.year}, year(told)),
        Section("years", _("Over the years"), over_years(asked, told)),
        Section("outputs", _("What the bodies owe"), (outputs(asked, told),)),
        Section("decisions", _("What they decided"), (decisions(asked, told),)),
    )


# --- figures -------------------------------------------------------------------------------------
def cards(asked: Asked, told: Told) -> tuple[Number, ...]:
    """Meetings, framework, outputs of the year; decisions up to the day."""
    within, said = {"period": told.year}, {"year": told.year}
    unsaid = _("Nothing is stated about %(year)s by this day. Silence is not zero.") % said
    meetings = number(asked, governing.MEETINGS, within, title=_("Meetings held, %(year)s") % said)
    framework = number(
        asked,
        governing.FRAMEWORK,
        within,
        title=_("Bodies that work as required, %(year)s") % said,
        tones={"kept": "good", "not_kept": "bad"},
    )
    delivered = number(
        asked,
        governing.OUTPUTS,
        within,
        title=_("Mandated outputs delivered, %(year)s") % said,
        tones={"delivered": "good", "missed": "bad", "not_stated": "none", "open": "none"},
    )
    carried_out = number(
        asked,
        governing.CARRIED_OUT,
        tones={"done": "good", "not_done": "bad", "open": "partial", "nothing_to_do": "gone"},
    )
    return (
        or_silent(_required(meetings), unsaid),
        or_silent(framework, unsaid),
        or_silent(_stated(delivered), unsaid),
        or_silent(carried_out, _("No decision that asks for action is on record on this day.")),
    )


def _required(told: Number) -> Number:
    """What it is held against; red where a body met too seldom; in words where nobody says."""
    if told.numerator is None:
        return replace(told, note=_("Nobody states how often any body met. Silence is not zero."))
    red = "bad" if told.status == Kept.MISSED else ""
    return replace(told, tone=red, note=_("Required by the terms of reference, all together."))


def _stated(told: Number) -> Number:
    """Delivered of those of which it is said, and in words how many nobody speaks of."""
    unsaid = next((part.count for part in told.parts if part.key == OutputWord.NOT_STATED), 0)
    if not unsaid or told.numerator is None:
        return told
    said = ngettext(
        "Of %(n)s more that was due nobody says what became of it.",
        "Of %(n)s more that were due nobody says what became of them.",
        unsaid,
    )
    sure = replace(told, value=f"{told.numerator:,}", maximum=told.minimum)
    return replace(
        sure,
        tone="bad" if told.status == Kept.MISSED else "",
        note=said % {"n": unsaid},
    )


# --- the year ------------------------------------------------------------------------------------
def year(told: Told) -> tuple[Block, ...]:
    """A lane for each body of which the year has something to tell."""
    if not told.drawn:
        said = _("Nothing is stated about the meetings of any body. Silence is not zero.")
        return (Words((said,)),)
    return (
        Chart(
            key="year",
            kind="strip",
            title=_("Meetings of each body in %(year)s") % {"year": told.year},
            description="",
            data={
                "lanes": [_lane(row) for row in told.drawn],
                "first": told.period.first.isoformat(),
                "last": told.period.last.isoformat(),
            },
        ),
    )


def _lane(row: BodyRow) -> dict[str, Any]:
    """The lane of a body as plain data; the pages it leads to stand as leads."""
    drawn = strips.lane(row, lambda view, *args, **query: "")
    dots = [
        {**dot, "leads": asdict(Leads("meeting-detail", (dot["label"],)))}
        for dot in drawn.get("dots", ())
    ]
    leads = asdict(Leads("body-detail", (row.code,)))
    plain: dict[str, Any] = _plain({**drawn, **({"dots": dots} if dots else {})})
    return {**plain, "leads": leads}


def _plain(value: Any) -> Any:
    """The same with days as ISO text."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


# --- over the years ------------------------------------------------------------------------------
def over_years(asked: Asked, told: Told) -> tuple[Block, ...]:
    """The share of bodies that work as required at the end of each year, then every body."""
    course = framework_by_year(asked, told)
    known = [point for point in course.data["points"] if point["denominator"]]
    return (*((course,) if len(known) > 1 else ()), every_body(told))


def framework_by_year(asked: Asked, told: Told) -> Chart:
    """The share of bodies that work as required in each year, by all that is known on the day."""
    points = []
    for name in told.years:
        answer = governing.FRAMEWORK.answer(
            asked.viewer, asked.moment, {**asked.layer, "period": name}
        )
        rows = behind(governing.FRAMEWORK, answer)
        points.append(
            {
                "day": days.parse_period(name).last.isoformat(),
                "numerator": answer.numerator or 0,
                "denominator": answer.denominator,
                "opens": asdict(rows) if rows else None,
            }
        )
    return Chart(
        key="framework",
        kind="trend",
        title=_("Bodies that work as required, of those of which it is known"),
        description="",
        data={"points": points},
    )


def every_body(told: Told) -> Table:
    """Every body with how often it has to meet, and held of required in each year."""
    return Table(
        key="bodies",
        title=_("Every body: meetings held of those required"),
        columns=(
            Column(_("Body")),
            Column(_("Level")),
            Column(_("Has to meet")),
            *(Column(name, "number") for name in told.years),
            Column(_("In %(year)s") % {"year": told.year}),
            Column(_("Source")),
        ),
        lines=tuple(Line(_body(row, told)) for row in told.rows),
        lead=_(
            "A dash is a year of which nothing is stated: neither that the body met nor that it "
            "did not. Required is what the terms of reference in force on each day ask for."
        ),
        empty=_("No governing body is on record on this day."),
    )


def _body(row: BodyRow, told: Told) -> tuple[Cell, ...]:
    did = row.did
    return (
        Cell(row.said.name, leads=Leads("body-detail", (row.code,))),
        Cell(_capital(row.said.get_level_display())),
        Cell(row.cadence or _("not stated")),
        *(_held(perform(row.known, days.parse_period(name))) for name in told.years),
        marked(did.status, strips.standing_word(did.status)),
        Cell(source(did.count or row.latest or row.said)),
    )


def _held(did: Performance) -> Cell:
    """Held of required, opening the meetings; a dash where nothing is stated."""
    if did.held is None:
        return Cell("–" if not did.at_least else strips.result_said(did))
    query = {"body": did.body.code, "period": did.period_name}
    text = f"{did.held}" if not did.required else strips.result_said(did)
    return Cell(text, number=did.held, opens=Opens("counted-meeting-list", query, did.held))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- outputs -------------------------------------------------------------------------------------
def outputs(asked: Asked, told: Told) -> Table:
    """What was due in the year, and what became of it."""
    found = governing.due_outputs(asked.viewer, asked.moment, {"period": told.year, **asked.layer})
    return Table(
        key="outputs",
        title=_("Outputs and inputs due in %(year)s") % {"year": told.year},
        columns=(
            Column(_("Output or input")),
            Column(_("Body")),
            Column(_("Period")),
            Column(_("What became of it")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_output(one)) for one in found),
        empty=_("On this day no terms of reference on record ask for an output in the year."),
    )


def _output(one: DueOutput) -> tuple[Cell, ...]:
    return (
        Cell(one.said.name),
        Cell(one.body_code, leads=Leads("body-detail", (one.body_code,))),
        Cell(one.period_name),
        marked(one.word, OutputWord(one.word).label),
        Cell(source(one.delivery or one.said)),
    )


# --- decisions -----------------------------------------------------------------------------------
def decisions(asked: Asked, told: Told) -> Table:
    """The decisions of each body by how far they are carried out, and those past their day."""
    rows = population(asked.viewer, asked.moment, asked.layer).order_by()
    late = Q(due_on__lt=asked.moment.as_of, word=DecisionWord.OPEN)
    words = {word.value: Count("pk", filter=Q(word=word)) for word in DecisionWord}
    grouped = rows.values("subject__body__code").annotate(
        all=Count("pk"), late=Count("pk", filter=late), **words
    )
    found = sorted(grouped, key=lambda row: str(row["subject__body__code"]))
    names = {one.body.code: one.said.name for one in told.known}
    return Table(
        key="decisions",
        title=_("Decisions in force, by body"),
        columns=(
            Column(_("Body")),
            Column(_("Decisions"), "number"),
            *(Column(_capital(word.label), "number") for word in DecisionWord),
            Column(_("Day passed, still open"), "number"),
        ),
        lines=tuple(Line(_decided(row, names)) for row in found),
        empty=_("No decision of a governing body is on record on this day."),
    )


def _decided(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Cell, ...]:
    code = row["subject__body__code"]
    within = {"body": code, "superseded": "no"}
    words = [
        counted(LIST, {**within, "word": word.value}, row[word.value]) for word in DecisionWord
    ]
    return (
        Cell(names.get(code, code), leads=Leads("body-detail", (code,))),
        counted(LIST, within, row["all"]),
        *words,
        counted(LIST, {**within, "due": "passed"}, row["late"]),
    )


LIST = "decision-list"

declare(
    ReportKind(
        key="governance",
        title=later("Governance"),  # type: ignore[arg-type]
        about=later(
            "Whether the governing bodies meet and deliver as they must, and what becomes of "
            "their decisions."
        ),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/74/588, paras 14-16", "A/69/517, paras 46-49"),
    )
)
