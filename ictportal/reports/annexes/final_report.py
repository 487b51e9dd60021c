"""What the final report on the strategy has to contain, what of it is on record, what is missing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance import figures as governing
from governance.models import MandateState
from ictportal.reports.annexes import final_needs as needs
from ictportal.reports.annexes.assembly_requests import finding_said, short_status
from ictportal.reports.annexes.closings import closings
from ictportal.reports.annexes.final_needs import Ground, Held
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from projects import figures as portfolio
from projects import plans
from projects.lifecycle import ChapterState, LessonKind
from projects.plans import Report

SOURCES = ("A/74/588, paras 8-10, 18, 26-29",)


# --- the checklist -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Item:
    """A paragraph, the request it makes, what the final report has to contain, what is needed."""

    paragraph: str
    mandate: str
    contains: Any
    needs: tuple[Callable[[Ground], Held], ...]


#: The checklist: A/74/588, paras 8-10, 18 and 26-29.
ITEMS: tuple[Item, ...] = (
    Item(
        "para 8",
        "A74-588-P08",
        later("A final report on how the strategy was carried out"),
        (needs.final_reports, needs.topics(8)),
    ),
    Item(
        "para 9",
        "A74-588-P09",
        later("Proposals for the next strategy, from results, challenges, issues and lessons"),
        (needs.topics(9), *(needs.lessons(kind) for kind in LessonKind)),
    ),
    Item(
        "para 10",
        "A74-588-P10",
        later("A full and accurate account, with reasons for success and failure"),
        (
            needs.topics(10),
            needs.figure(
                portfolio.COMPLETE_BUT_UNMET,
                later("Reported complete, objective unmet"),
                later("The account has to say why they are called complete."),
                wanted="none",
            ),
            needs.unclosed,
            needs.unassessed,
        ),
    ),
    Item(
        "para 18",
        "A74-588-P18",
        later("Review of compliance with ICT policies"),
        (
            needs.topics(18),
            needs.figure(
                governing.REVIEWED,
                later("Reviews of compliance"),
                later("Not every unit and year was reviewed."),
            ),
            needs.figure(
                governing.RESPONSE,
                later("Entities with a complete self-certification"),
                later("The other entities have not responded."),
            ),
            needs.figure(
                governing.COVERAGE,
                later("Policies covered by self-certification"),
                later("The other policies in force were not asked about."),
            ),
        ),
    ),
    Item(
        "para 26",
        "A74-588-P26",
        later("Harmonization of ICT in detail"),
        (needs.topics(26), needs.alignment),
    ),
    Item(
        "para 27",
        "A74-588-P27",
        later("Cooperation of all entities and compliance with ST/SGB/2016/11"),
        (
            needs.topics(27),
            needs.figure(
                governing.PROVISIONS_KEPT,
                later("Provisions kept by entities"),
                later("Not every provision is kept."),
            ),
            needs.budgets,
        ),
    ),
    Item(
        "para 28",
        "A74-588-P28",
        later("Further progress in innovation"),
        (needs.topics(28), needs.innovation),
    ),
    Item(
        "para 29",
        "A74-588-P29",
        later("Cooperation in the United Nations system, cost sharing and cost recovery"),
        (needs.topics(29), needs.system_bodies),
    ),
)


def build(asked: Asked) -> Sequence[Section]:
    """The checklist; the fields of each closing; topics of the progress reports."""
    ground = Ground(asked)
    held = [(item, [need(ground) for need in item.needs]) for item in ITEMS]
    return (
        Section("checklist", _("Checklist"), (requests(ground), checklist(held)), lead=lead(held)),
        Section(
            "closings",
            _("Why projects succeeded or failed"),
            (closings(asked),),
            lead=_(
                "Result, reasons, systemic causes, organizational factors and lessons of each "
                "project that was closed or is reported complete. What is not on record is marked."
            ),
        ),
        Section("lessons", _("What is to be handed on to the next strategy"), (lessons(ground),)),
        Section("topics", _("Topics of the progress reports"), (topics(ground),)),
    )


def lead(held: Sequence[tuple[Item, Sequence[Held]]]) -> str:
    """How many items have something missing."""
    short = [item for item, found in held if any(one.missing for one in found)]
    if not short:
        return _("Nothing that the register can tell is missing from any item.")
    said = _("Something is missing from %(n)s of %(all)s items: %(paragraphs)s.")
    names = ", ".join(item.paragraph for item in short)
    return said % {"n": len(short), "all": len(held), "paragraphs": names}


def requests(ground: Ground) -> Table:
    """How the request behind each item stands, and what later documents say of it."""
    return Table(
        key="requests",
        title=_("What is asked of the final report, and how it stands"),
        columns=(
            Column(_("A/74/588")),
            Column(_("What the final report has to contain"), "long"),
            Column(_("Due as printed")),
            Column(_("Status")),
            Column(_("What was said of it"), "long"),
        ),
        lines=tuple(Line(_request(item, ground.mandates.get(item.mandate))) for item in ITEMS),
        sources=SOURCES,
    )


def _request(item: Item, state: MandateState | None) -> tuple[Cell, ...]:
    if state is None:
        nothing = _("no such request is on record in this layer on this day")
        return (Cell(item.paragraph), Cell(str(item.contains)), Cell("–"), Cell("–"), Cell(nothing))
    return (
        Cell(item.paragraph, leads=Leads("mandate-detail", (state.code,))),
        Cell(str(item.contains)),
        Cell(state.particulars.due_text or _("not dated")),
        short_status(state),
        Cell(finding_said(state)),
    )


def checklist(held: Sequence[tuple[Item, Sequence[Held]]]) -> Table:
    """Under each item what is on record and what is missing."""
    return Table(
        key="checklist",
        title=_("What is on record, and what is missing"),
        columns=(
            Column(_("What is needed")),
            Column(_("On record")),
            Column(_("Complete")),
            Column(_("What is missing"), "long"),
            Column(_("Source"), "long"),
        ),
        lines=tuple(line for item, found in held for line in _item(item, found)),
        sources=SOURCES,
    )


def _item(item: Item, found: Iterable[Held]) -> Iterable[Line]:
    heading = _("%(paragraph)s: %(contains)s") % {
        "paragraph": capfirst(item.paragraph),
        "contains": item.contains,
    }
    yield Line((Cell(heading),), kind="group")
    for one in found:
        word = Cell(_("no"), tone="bad") if one.missing else Cell(_("yes"), tone="good")
        said = Cell(one.missing or "–")
        yield Line((Cell(one.what), one.on_record, word, said, Cell(one.source)))


def lessons(ground: Ground) -> Table:
    """Lessons, challenges, issues and initiatives, with what was done about each."""
    return Table(
        key="lessons",
        title=_("Lessons, challenges, issues and initiatives on record"),
        columns=(
            Column(_("What"), "long"),
            Column(_("In words"), "long"),
            Column(_("What was done"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(line for kind in LessonKind for line in _lessons(kind, ground)),
        sources=("A/74/588, para 9 and footnotes 1-2",),
        empty=_("On this day nothing of the kind is on record."),
    )


def _lessons(kind: LessonKind, ground: Ground) -> Iterable[Line]:
    own = [one for one in ground.lessons if one.subject.kind == kind]
    if own:
        yield Line((Cell(str(plans.LESSON_HEADS[kind])),), kind="group")
    for one in own:
        done = one.response or _("not stated")
        yield Line((Cell(one.title), Cell(one.text or "–"), Cell(done), Cell(source(one))))


def topics(ground: Ground) -> Table:
    """Of each progress report the topics that it dealt with, too generally, or not at all."""
    return Table(
        key="topics",
        title=_("Topics of the progress reports, shortfalls first"),
        columns=(
            Column(_("Topic"), "long"),
            Column(_("Dealt with")),
            Column(_("Source")),
        ),
        lines=tuple(line for report in ground.reports for line in _report(report)),
        sources=("A/74/588, paras 5, 10",),
        empty=_("On this day no progress report is on record."),
    )


def _report(report: Report) -> Iterable[Line]:
    if report.chapters:
        yield Line((Cell(needs.symbol(report)),), kind="group")
    for one in report.chapters:
        tone = {ChapterState.COVERED: "good", ChapterState.NOT_STATED: "none"}.get(
            ChapterState(one.state), "bad"
        )
        word = capfirst(one.get_state_display())
        yield Line((Cell(one.topic), Cell(word, tone=tone), Cell(source(one))))


declare(
    ReportKind(
        key="final-report",
        title=later("Content of the final report"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "The checklist of what the final report on the strategy has to contain: what is on "
            "record, and what is missing."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=SOURCES,
    )
)
