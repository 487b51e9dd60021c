"""The sheet of figures as documents print them."""

from collections.abc import Iterator

from ledger.importing import cells as read
from secretariat import cells
from secretariat.imports.quoted import quoted_cells, quoted_rule
from secretariat.models import PrintedFigure, PrintedValue
from secretariat.roles import Permission
from secretariat.sheets import Sheet


def sheets() -> Iterator[Sheet]:
    """Printed numbers; which number a code stands for is fixed when it is first recorded."""
    yield Sheet(
        "printed_figures",
        "Figures as printed",
        PrintedFigure,
        PrintedValue,
        finds=(cells.code(limit=80),),
        makes=quoted_cells(on_record=True),
        cells=(
            cells.number("value", "the number", required=True),
            cells.text("as_printed", "as the document prints it", required=True),
            cells.period("as_of", "the day it speaks for", required=True),
            cells.text("explanation", "why the register computes another number", clean=read.line),
        ),
        permission=Permission.KEEP_PORTFOLIO,
        rule=quoted_rule,
    )
