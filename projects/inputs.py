"""What a plan hands on to the next strategy: lessons on record, and what closed projects leave."""

from typing import Any

from ledger.moments import Moment
from projects.lifecycle import LessonKind
from projects.models import Closure, LessonText, Plan
from projects.plans import LESSON_HEADS, parts_of

INPUT_COLUMNS = ("kind", "title", "text", "response", "project", "source")


def inputs(plan: Plan, moment: Moment) -> list[list[object]]:
    """What the next strategy can learn: lessons on record, and what closed projects leave behind."""
    lessons = [
        [
            one.subject.kind,
            one.title,
            one.text,
            one.response,
            one.project.code if one.project else "",
            source_of(one),
        ]
        for one in parts_of(LessonText, plan, moment, "project")
    ]
    order = list(LESSON_HEADS)
    lessons.sort(key=lambda row: order.index(LessonKind(row[0])))
    return [*lessons, *left_by_projects(plan, moment)]


def left_by_projects(plan: Plan, moment: Moment) -> list[list[object]]:
    """What the closings of the plan's projects say was learned, and which causes lie deeper."""
    rows = Closure.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__plan=plan).select_related("subject", "citation__document")
    found: list[list[object]] = []
    for closure in rows.order_by("subject__code"):
        ended = f"{closure.subject.code}: {closure.get_result_display()}"
        told = ((LessonKind.LESSON, closure.lessons), (LessonKind.ISSUE, closure.systemic_causes))
        for kind, text in told:
            if text:
                code, source = closure.subject.code, source_of(closure) or "closing of the project"
                found.append([str(kind), ended, text, "", code, source])
    return found


def source_of(said: Any) -> str:
    """Where a statement is printed, in one cell."""
    place = said.citation
    return f"{place.document.symbol}, {place.locator}".rstrip(", ") if place else ""
