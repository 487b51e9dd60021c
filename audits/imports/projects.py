"""The sheet of which recommendation concerns which project."""

from collections.abc import Iterator

from audits.models import Recommendation, RecommendationProject
from ledger.importing import cells as read
from projects.imports.common import AS_OF
from projects.models import Project
from secretariat import cells
from secretariat.cells import Cell
from secretariat.roles import Permission
from secretariat.sheets import Sheet
from secretariat.symbols import normal


def sheets() -> Iterator[Sheet]:
    """One row per recommendation and project."""
    yield Sheet(
        "recommendation_projects",
        "Projects that recommendations concern",
        Recommendation,
        RecommendationProject,
        finds=(
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
        ),
        cells=(cells.named("project", "code of the project", Project, required=True), AS_OF),
        within=("project",),
        new_records=False,
        permission=Permission.KEEP_RECOMMENDATIONS,
    )
