"""Where a row says it comes from: document, place in it, layer, remark; citations in bulk."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.importing import cells as read
from ledger.importing.kinds import Cells
from secretariat.cells import Cell, Codes, text
from secretariat.models import Citation, Document, Provenance
from secretariat.symbols import normal

PRINTED = "as_printed"


def _document(shown: Any) -> str:
    place = shown.statement.citation
    return place.document.symbol if place else ""


def _locator(shown: Any) -> str:
    place = shown.statement.citation
    return place.locator if place else ""


SOURCE_CELLS: tuple[Cell, ...] = (
    Cell(
        "document",
        "symbol of the document that says so",
        show=_document,
        clean=normal,
        form="code",
        model=Document,
        code_field="symbol",
        related=("citation__document",),
    ),
    Cell("locator", "paragraph, table or annex in it", show=_locator),
    Cell(
        "provenance",
        "documented, reconstructed or entered",
        show=lambda shown: str(shown.statement.provenance),
        clean=read.one_of(Provenance.values),
        form="choice",
        choices=tuple((str(v), str(label)) for v, label in Provenance.choices),
    ),
    text("note", "remark"),
)


def cite(rows: Sequence[Cells], codes: Codes) -> list[int | None]:
    """The citation of each row, made where it is new: a fixed number of statements."""
    wanted = [_place(cells, codes) for cells in rows]
    known = _known({place[0] for place in wanted if place})
    new = [place for place in dict.fromkeys(wanted) if place and place not in known]
    Citation.objects.bulk_create(
        [Citation(document_id=d, locator=w, value_as_printed=p) for d, w, p in new],
        batch_size=500,
        ignore_conflicts=True,
    )
    if new:
        known = _known({place[0] for place in wanted if place})
    return [known[place] if place else None for place in wanted]


Place = tuple[Any, str, str]


def _place(cells: Cells, codes: Codes) -> Place | None:
    symbol = cells.get("document", "")
    if not symbol:
        return None
    return (codes.of(Document)[symbol], cells.get("locator", ""), cells.get(PRINTED, ""))


def _known(documents: set[Any]) -> Mapping[Place, int]:
    rows = Citation.objects.filter(document__in=documents)
    found = rows.values_list("document_id", "locator", "value_as_printed", "pk")
    return {(document, locator, printed): pk for document, locator, printed, pk in found}


def place_in(document: Any, locator: str) -> Citation:
    """The citation of a place in a document, made where it is new."""
    found, _ = Citation.objects.get_or_create(
        document_id=document, locator=locator, value_as_printed=""
    )
    return found
