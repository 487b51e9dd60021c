"""The sheets of which recommendation concerns which project, and which decision acts on which."""

from collections.abc import Iterator

from audits.models import Recommendation, RecommendationDecision, RecommendationProject
from governance.models import Decision
from ledger.importing import cells as read
from projects.imports.common import AS_OF
from projects.models import Project
from secretariat import cells
from secretariat.cells import Cell
from secretariat.roles import Permission
from secretariat.sheets import Sheet
from secretariat.symbols import normal

OF_RECOMMENDATION = (
    Cell(
        "report",
        "symbol of the report that lists it",
        show=lambda shown: str(shown.record.report.document.symbol),
        clean=normal,
        required=True,
        related=("subject__report__document",),
    ),
    cells.text("annex", "annex", clean=read.short(60), on_record=True),
    cells.text("item", "paragraph or item", clean=read.short(60), on_record=True),
)


def sheets() -> Iterator[Sheet]:
    """One row per recommendation and project, and one per recommendation and decision."""
    yield Sheet(
        "recommendation_projects",
        "Projects that recommendations concern",
        Recommendation,
        RecommendationProject,
        finds=OF_RECOMMENDATION,
        cells=(cells.named("project", "code of the project", Project, required=True), AS_OF),
        within=("project",),
        new_records=False,
        permission=Permission.KEEP_RECOMMENDATIONS,
    )
    yield Sheet(
        "recommendation_decisions",
        "Decisions that act on recommendations",
        Recommendation,
        RecommendationDecision,
        finds=OF_RECOMMENDATION,
        cells=(cells.named("decision", "code of the decision", Decision, required=True), AS_OF),
        within=("decision",),
        new_records=False,
        permission=Permission.KEEP_RECOMMENDATIONS,
    )
