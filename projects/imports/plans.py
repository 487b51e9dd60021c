"""Sheets of strategies and other plans."""

from collections.abc import Iterable, Iterator, Sequence

from ledger.importing.kinds import Change
from ledger.importing.reading import Fault
from projects.imports.common import AS_OF, KEEP, NAME, NAME_ZH, held, in_order, merged
from projects.lifecycle import (
    PARENTS,
    AssumptionWord,
    ChapterState,
    ElementKind,
    ElementState,
    Fund,
    Integration,
    LessonKind,
    PlanKind,
    Verification,
)
from projects.models import (
    Achievement,
    AchievementClaim,
    Assumption,
    AssumptionState,
    BaselineParticulars,
    Control,
    ControlStatement,
    ElementParticulars,
    FundingEnd,
    FundingEndStatement,
    Indicator,
    Lesson,
    LessonText,
    Plan,
    PlanElement,
    PlanParticulars,
    ProgressReport,
    ProgressReportParticulars,
    Project,
    ReportChapter,
    RoadmapBar,
    ScheduleBaseline,
)
from secretariat import cells
from secretariat.models import Document
from secretariat.sheets import Sheet
from secretariat.symbols import normal

OF_PLAN = cells.named("plan", "code of the plan", Plan, required=True, on_record=True)
LATER = "The last quarter lies before the first."


def _may_stand_there(changes: Sequence[Change]) -> Iterable[Fault]:
    """An element stands only under the kinds of element that may hold it."""
    kinds = {code: kind for code, (kind,) in held(PlanElement, "code", "kind").items()}
    kinds |= {merged(change)["code"]: merged(change)["kind"] for change in changes}
    for change in changes:
        row = merged(change)
        parent = row.get("parent", "")
        allowed = PARENTS.get(ElementKind(row["kind"]), frozenset())
        if parent and kinds.get(parent) not in allowed:
            words = ", ".join(sorted(str(kind.label) for kind in allowed)) or "nothing"
            said = f"A {row['kind'].replace('_', ' ')} stands under: {words}."
            yield Fault(change.line, "parent", "parent", said)


def sheets() -> Iterator[Sheet]:
    """Plans and elements, the road map, progress reports, claims, lessons, controls."""
    yield Sheet(
        "plans",
        "Strategies and other plans",
        Plan,
        PlanParticulars,
        finds=(cells.code(),),
        makes=(cells.word("kind", "what it is", PlanKind, required=True, on_record=True),),
        cells=(
            NAME,
            NAME_ZH,
            cells.period("starts_on", "first year or day", precision="starts_precision"),
            cells.period("ends_on", "last year or day", precision="ends_precision"),
            cells.named("predecessor", "code of the plan it follows", Plan),
            cells.named("part_of", "code of the plan it is to become part of", Plan),
            cells.word("integration", "how far it has become part of it", Integration),
            cells.number("stated_elements", "how many elements or points it is said to have"),
            cells.prose("mission", "mission"),
            cells.prose("vision", "vision"),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "plan_elements",
        "Elements of plans",
        PlanElement,
        ElementParticulars,
        finds=(cells.code(),),
        makes=(
            OF_PLAN,
            cells.word("kind", "what it is", ElementKind, required=True, on_record=True),
        ),
        cells=(
            cells.named("parent", "code of the element it stands under", PlanElement),
            cells.number("order", "place among its neighbours", default=0),
            NAME,
            NAME_ZH,
            cells.prose("text", "what it says, in own words"),
            cells.word("state", "how far it is", ElementState, default=ElementState.NOT_STATED),
            AS_OF,
        ),
        permission=KEEP,
        rule=_may_stand_there,
    )
    yield from _schedule()
    yield from _reports()
    yield from _controls()


def _schedule() -> Iterator[Sheet]:
    quarters = (
        cells.quarter("first_quarter", "first quarter", required=True),
        cells.quarter("last_quarter", "last quarter", required=True),
    )
    yield Sheet(
        "baselines",
        "Schedule baselines",
        ScheduleBaseline,
        BaselineParticulars,
        finds=(cells.code(),),
        makes=(OF_PLAN, cells.number("order", "1 for the first", on_record=True, default=0)),
        cells=(
            NAME,
            *quarters,
            cells.text("authority", "who approved it"),
            cells.prose("reason", "why"),
            AS_OF,
        ),
        permission=KEEP,
        rule=in_order("first_quarter", "last_quarter", LATER),
    )
    yield Sheet(
        "roadmap_bars",
        "Bars of the road map",
        PlanElement,
        RoadmapBar,
        finds=(
            cells.text(
                "element", "code of the row", attribute="code", on_record=True, required=True
            ),
        ),
        cells=(
            cells.named(
                "baseline", "code of the schedule baseline", ScheduleBaseline, required=True
            ),
            *quarters,
            AS_OF,
        ),
        within=("baseline",),
        new_records=False,
        permission=KEEP,
        rule=in_order("first_quarter", "last_quarter", LATER),
    )


def _reports() -> Iterator[Sheet]:
    yield Sheet(
        "progress_reports",
        "Progress reports",
        ProgressReport,
        ProgressReportParticulars,
        finds=(cells.code(),),
        makes=(OF_PLAN, cells.number("ordinal", "number in the series", on_record=True, default=0)),
        cells=(
            cells.named("report", "symbol", Document, code_field="symbol", clean=normal),
            cells.number("session", "session it was submitted to"),
            cells.yes_no("declared_final", "declared the last one", unknown=True),
            cells.yes_no("accepted_final", "accepted as the last one", unknown=True),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "report_chapters",
        "Content of progress reports",
        ProgressReport,
        ReportChapter,
        finds=(
            cells.text(
                "progress_report",
                "code of the report",
                attribute="code",
                on_record=True,
                required=True,
            ),
        ),
        cells=(
            cells.text("code", "code of the topic", clean=cells.code_of(60), required=True),
            cells.number("order", "place in the list", default=0),
            cells.text("topic", "topic", required=True),
            cells.word("state", "whether it is dealt with", ChapterState, required=True),
            AS_OF,
        ),
        within=("code",),
        new_records=False,
        permission=KEEP,
    )
    yield Sheet(
        "achievements",
        "Achievements claimed",
        Achievement,
        AchievementClaim,
        finds=(cells.code(),),
        makes=(OF_PLAN,),
        cells=(
            cells.prose("text", "what is claimed, in own words", required=True),
            cells.named("indicator", "code of the indicator that measures it", Indicator),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "lessons",
        "Lessons, challenges and issues",
        Lesson,
        LessonText,
        finds=(cells.code(),),
        makes=(
            OF_PLAN,
            cells.word("kind", "what it is", LessonKind, required=True, on_record=True),
        ),
        cells=(
            cells.named("project", "code of the project it comes from", Project),
            cells.text("title", "in a few words", required=True),
            cells.prose("text", "what was learned"),
            cells.prose("response", "what was done about it"),
            AS_OF,
        ),
        permission=KEEP,
    )


def _controls() -> Iterator[Sheet]:
    yield Sheet(
        "controls",
        "Security controls",
        Control,
        ControlStatement,
        finds=(cells.code(),),
        makes=(OF_PLAN,),
        cells=(
            NAME,
            cells.prose("planned_measure", "what was planned", required=True),
            cells.prose("substitute", "what stands in its place"),
            cells.text("reported_state", "what was reported"),
            cells.prose("audit_view", "what the auditors say"),
            cells.prose("residual_risk", "risk that remains"),
            cells.text("responsible", "who is responsible"),
            cells.text("verifies", "who verifies"),
            cells.word("verification", "whether it is verified", Verification, required=True),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "assumptions",
        "Planning assumptions",
        Assumption,
        AssumptionState,
        finds=(cells.code(),),
        makes=(OF_PLAN,),
        cells=(
            NAME,
            cells.word("state", "whether it holds", AssumptionWord, required=True),
            AS_OF,
        ),
        permission=KEEP,
    )
    yield Sheet(
        "funding_ends",
        "Funding that ends",
        FundingEnd,
        FundingEndStatement,
        finds=(cells.code(),),
        cells=(
            NAME,
            cells.word("fund", "source of the money", Fund),
            cells.period("ends_on", "last day", precision="ends_precision", required=True),
            cells.named("project", "code of the project it paid for", Project),
            AS_OF,
        ),
        permission=KEEP,
    )
