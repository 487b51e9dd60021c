"""Sheets of projects, their dates, objectives and budgets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledger import days
from ledger.importing import cells as read
from ledger.importing.kinds import Cells, Change
from ledger.importing.reading import Fault
from projects.imports.common import AS_OF, KEEP, NAME, NAME_ZH, held, merged
from projects.lifecycle import (
    DateKind,
    ElementKind,
    Fund,
    Met,
    PortfolioMove,
    ProjectLinkKind,
    TitleStatus,
    Voice,
)
from projects.models import (
    Indicator,
    Milestone,
    MilestoneDate,
    MilestoneParticulars,
    ObjectiveAssessment,
    ObjectiveParticulars,
    PercentComplete,
    Plan,
    PlanElement,
    PortfolioEvent,
    Project,
    ProjectBudget,
    ProjectLink,
    ProjectObjective,
    ProjectParagraph,
    ProjectParticulars,
    ServedObjective,
)
from secretariat import cells
from secretariat.cells import Cell, Codes, codes_in
from secretariat.models import Document, Entity
from secretariat.sheets import Sheet
from secretariat.sources import place_in
from secretariat.symbols import normal

OF_PROJECT = cells.named("project", "code of the project", Project, required=True, on_record=True)


def _the(name: str, what: str) -> Cell:
    """The record a row speaks about, by its code."""
    return cells.text(name, f"code of the {what}", attribute="code", on_record=True, required=True)


def _objectives(shown: Any) -> str:
    codes = sorted(served.element.code for served in shown.statement.objectives.all())
    return "; ".join(codes)


def _paragraphs(shown: Any) -> str:
    return "; ".join(sorted(str(said.citation) for said in shown.statement.paragraphs.all()))


def clean_paragraphs(text: str) -> str:
    """Places such as *A/69/517, paras 11-15; A/74/588, para 10*."""
    places = []
    for place in codes_in(text):
        symbol, _comma, locator = place.partition(", ")
        places.append(f"{normal(symbol)}, {read.line(locator)}" if locator else normal(symbol))
    return "; ".join(sorted(places))


def clean_codes(text: str) -> str:
    """Codes in a fixed order."""
    return "; ".join(sorted(codes_in(text)))


def _served(statement: Any, row: Cells, codes: Codes) -> Iterable[Any]:
    for code in codes_in(row.get("objectives", "")):
        element = codes.of(PlanElement)[code]
        yield ServedObjective(particulars=statement, element_id=element)
    for place in codes_in(row.get("paragraphs", "")):
        symbol, _comma, locator = place.partition(", ")
        cited = place_in(codes.of(Document)[symbol], locator)
        yield ProjectParagraph(particulars=statement, citation=cited)


def _project_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    kinds = held(PlanElement, "code", "kind")
    symbols = set(Document.objects.values_list("symbol", flat=True))
    for change in changes:
        row = merged(change)
        driver = row.get("driver", "")
        if driver and kinds[driver][0] not in {ElementKind.DRIVER, ElementKind.ENABLER}:
            yield Fault(change.line, "driver", "kind", f"{driver} is no driver or enabler.")
        for code in codes_in(row.get("objectives", "")):
            if kinds[code][0] not in {ElementKind.OBJECTIVE, ElementKind.GOAL}:
                yield Fault(change.line, "objectives", "kind", f"{code} is no objective.")
        for place in codes_in(row.get("paragraphs", "")):
            if place.partition(", ")[0] not in symbols:
                said = f"The register does not know the document of “{place[:80]}”."
                yield Fault(change.line, "paragraphs", "unknown", said)
        if row.get("starts_on") and row.get("ends_on") and row["starts_on"] > row["ends_on"]:
            yield Fault(change.line, "ends_on", "order", "The project ends before it starts.")


def _date_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """No milestone lies before its project starts; what was reached lies in the past."""
    starts = _project_starts()
    for change in changes:
        row = merged(change)
        day = days.parse_period(row["date"]).last
        start = starts.get(row["milestone"])
        if start and day < start:
            said = f"The project starts on {start.isoformat()}; a milestone cannot lie before that."
            yield Fault(change.line, "date", "before_start", said)
        if row["kind"] == DateKind.ACTUAL and day > days.today():
            yield Fault(change.line, "date", "future", f"{row['date']} has not come yet.")


def _project_starts() -> dict[str, Any]:
    rows = ProjectParticulars.objects.current(days.FAR_FUTURE).filter(starts_on__isnull=False)
    starts = dict(rows.values_list("subject", "starts_on"))
    milestones = Milestone.objects.values_list("code", "project")
    return {code: starts[project] for code, project in milestones if project in starts}


def _event_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """A project leaves only what it has entered."""
    entered = set(
        PortfolioEvent.objects.standing()
        .filter(kind=PortfolioMove.ENTRY)
        .values_list("subject__code", flat=True)
    )
    entered |= {
        merged(change)["project"]
        for change in changes
        if merged(change)["kind"] == PortfolioMove.ENTRY
    }
    for change in changes:
        row = merged(change)
        if row["kind"] == PortfolioMove.EXIT and row["project"] not in entered:
            yield Fault(change.line, "kind", "order", f"{row['project']} never entered.")


def _fill_quarter(statement: Any) -> None:
    statement.quarter_no = days.quarter_number_of(statement.as_of)


def percent(text: str) -> str:
    """A whole number from 0 to 100."""
    plain = read.whole_number(text.rstrip("% "))
    if int(plain) > 100:
        raise ValueError("Per cent lies between 0 and 100.")
    return plain


def sheets() -> Iterator[Sheet]:
    """Projects and everything a file can say about them."""
    yield Sheet(
        "projects",
        "Projects",
        Project,
        ProjectParticulars,
        finds=(cells.code(limit=20),),
        makes=(cells.named("plan", "code of the strategy", Plan, required=True, on_record=True),),
        cells=(
            cells.text("title", "title", required=True),
            cells.word("title_status", "working or official", TitleStatus, required=True),
            cells.text("title_zh", "Chinese name"),
            cells.named("driver", "code of the driver or enabler", PlanElement),
            Cell(
                "objectives",
                "codes of the objectives it serves, separated by ;",
                show=_objectives,
                clean=clean_codes,
                model=PlanElement,
                several=True,
                prefetch=("objectives__element",),
            ),
            cells.named("lead_entity", "code of the lead entity", Entity),
            cells.text("strategic_office", "office responsible for the strategy"),
            cells.text("operational_office", "office responsible for operations"),
            cells.text("sponsor", "sponsor"),
            cells.text("project_lead", "project lead"),
            cells.prose("description", "what it is about"),
            cells.day("starts_on", "first day"),
            cells.day("ends_on", "last day planned"),
            cells.quarter_number(
                "reports_from", "first quarter reported on", attribute="reports_from_no"
            ),
            Cell(
                "paragraphs",
                "places that speak of it, separated by ;",
                show=_paragraphs,
                clean=clean_paragraphs,
                form="prose",
                prefetch=("paragraphs__citation__document",),
            ),
            AS_OF,
        ),
        permission=KEEP,
        rule=_project_rule,
        parts=_served,
    )
    yield Sheet(
        "portfolio_events",
        "Entry to and exit from the portfolio",
        Project,
        PortfolioEvent,
        finds=(_the("project", "project"),),
        cells=(
            cells.word("kind", "entry or exit", PortfolioMove, required=True),
            cells.prose("reason", "why", required=True),
            AS_OF,
        ),
        within=("kind", "as_of"),
        new_records=False,
        permission=KEEP,
        rule=_event_rule,
        fill=_fill_quarter,
    )
    yield from _links()
    yield from _dates()
    yield from _outcomes()


def _links() -> Iterator[Sheet]:
    yield Sheet(
        "project_links",
        "Dependencies and shared risks",
        Project,
        ProjectLink,
        finds=(_the("project", "project"),),
        cells=(
            cells.word("kind", "how it bears on the other", ProjectLinkKind, required=True),
            cells.named("other", "code of the other project", Project, required=True),
            cells.text("what", "what is needed or shared"),
            AS_OF,
        ),
        within=("kind", "other"),
        new_records=False,
        permission=KEEP,
        rule=_other_than_itself,
    )
    yield Sheet(
        "project_budgets",
        "Budgets of projects",
        Project,
        ProjectBudget,
        finds=(_the("project", "project"),),
        cells=(
            cells.number("year", "year"),
            cells.word("fund", "source of the money", Fund),
            *(
                cells.number(name, f"{name}, United States dollars")
                for name in ("budget", "forecast", "actual")
            ),
            AS_OF,
        ),
        within=("year", "fund"),
        new_records=False,
        permission=KEEP,
    )


def _other_than_itself(changes: Sequence[Change]) -> Iterable[Fault]:
    for change in changes:
        row = merged(change)
        if row["project"] == row["other"]:
            yield Fault(change.line, "other", "same", "A project is not linked to itself.")


def _dates() -> Iterator[Sheet]:
    yield Sheet(
        "percent_complete",
        "Percent complete",
        Project,
        PercentComplete,
        finds=(_the("project", "project"),),
        cells=(
            Cell(
                "percent",
                "per cent",
                show=lambda shown: str(shown.statement.percent),
                write=lambda cell, codes: {"percent": int(cell)},
                clean=percent,
                required=True,
                form="number",
            ),
            cells.text("method", "how it was arrived at", required=True),
            cells.prose("reason", "why it fell"),
            AS_OF,
        ),
        within=("as_of",),
        new_records=False,
        permission=KEEP,
    )
    yield Sheet(
        "milestones",
        "Milestones",
        Milestone,
        MilestoneParticulars,
        finds=(cells.code(limit=40),),
        makes=(OF_PROJECT,),
        cells=(NAME, NAME_ZH, AS_OF),
        permission=KEEP,
    )
    yield Sheet(
        "milestone_dates",
        "Dates of milestones",
        Milestone,
        MilestoneDate,
        finds=(_the("milestone", "milestone"),),
        cells=(
            cells.word("kind", "baseline, forecast or actual", DateKind, required=True),
            cells.period(
                "date", "the date", attribute="day", precision="day_precision", required=True
            ),
            cells.text("authority", "who approved it"),
            cells.prose("reason", "why it moved"),
            AS_OF,
        ),
        within=("kind", "as_of"),
        new_records=False,
        permission=KEEP,
        rule=_date_rule,
    )


class _Said:
    """The words an assessment can say; not assessed is the absence of one."""

    values = [Met.YES.value, Met.PARTLY.value, Met.NO.value]
    choices = [(word.value, str(word.label)) for word in (Met.YES, Met.PARTLY, Met.NO)]


def _outcomes() -> Iterator[Sheet]:
    yield Sheet(
        "project_objectives",
        "Objectives of projects",
        ProjectObjective,
        ObjectiveParticulars,
        finds=(cells.code(limit=40),),
        makes=(OF_PROJECT,),
        cells=(
            NAME,
            cells.named("indicator", "code of the indicator that measures it", Indicator),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "objective_assessments",
        "Whether objectives are met",
        ProjectObjective,
        ObjectiveAssessment,
        finds=(_the("objective", "objective"),),
        cells=(
            cells.word("voice", "owner or auditor", Voice, required=True),
            cells.word("met", "yes, partly or no", _Said, required=True),
            cells.text("case", "case as the document counts it"),
            cells.prose("reasoning", "why", required=True),
            AS_OF,
        ),
        within=("voice", "as_of"),
        new_records=False,
        permission=KEEP,
    )
