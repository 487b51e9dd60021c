"""The cells and the rule of sheets that quote a number of a figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ledger import figures
from ledger.figures import Figure
from ledger.importing import cells as read
from ledger.importing.kinds import Cells, Change
from ledger.importing.reading import Fault
from secretariat import cells
from secretariat.cells import Cell, Shown
from secretariat.models import Measure

#: What can be quoted of one part of a figure.
OF_A_PART = (Measure.COUNT, Measure.SHARE)
LAYER = "provenance=demonstration"


def parameters_text(parameters: Mapping[str, str]) -> str:
    """Filters of a figure as they stand in an address."""
    return urlencode(sorted(parameters.items()), safe="/,")


def clean_parameters(text: str) -> str:
    """Filters as in an address, in one order; each is given once and has a value."""
    pairs = parse_qsl(text.strip().lstrip("?"), keep_blank_values=True)
    names = [name for name, _value in pairs]
    if text.strip() and (not pairs or any(not value for _name, value in pairs)):
        raise ValueError("Write filters as in an address, such as body=BOA&period=2018.")
    if len(set(names)) < len(names):
        raise ValueError("Give each filter once; several values go with commas.")
    return read.line(parameters_text(dict(pairs)))


def figure_names() -> list[tuple[str, str]]:
    """Every figure of the house by key, for a form that offers them."""
    return [(figure.key, figure.name) for figure in figures.all_figures()]


def quoted_cells(*, on_record: bool) -> tuple[Cell, ...]:
    """Which number: the figure, its filters, the part of it, and what of that is quoted."""
    figure = cells.text(
        "figure", "key of the figure", clean=read.short(80), required=True, on_record=on_record
    )
    return (
        Cell(**{**figure.__dict__, "offers": figure_names}),
        _parameters(on_record),
        cells.text(
            "part",
            "key of a part of the figure; empty for the whole",
            clean=read.short(60),
            on_record=on_record,
        ),
        cells.word("measure", "what is quoted", Measure, required=True, on_record=on_record),
    )


def _parameters(on_record: bool) -> Cell:
    def show(shown: Shown) -> str:
        held = shown.record if on_record else shown.statement
        return parameters_text(held.parameters)

    return Cell(
        "parameters",
        "filters of the figure as in an address, such as body=BOA&period=2018; "
        "the page Definitions names those of each figure",
        show=show,
        write=lambda text, codes: {"parameters": dict(parse_qsl(text))},
        clean=clean_parameters,
    )


def quoted_rule(changes: Sequence[Change]) -> Iterable[Fault]:
    """The figure is one of the house, knows the filters, and can have the part."""
    for change in changes:
        row = {**(change.before or {}), **change.after}
        for cell, said in _faults(row):
            yield Fault(change.line, cell, "unknown", said)


def _faults(row: Cells) -> Iterator[tuple[str, str]]:
    key = row.get("figure", "")
    try:
        figure = figures.get(key)
    except KeyError:
        known = ", ".join(one.key for one in figures.all_figures())
        yield "figure", f"There is no figure “{key[:80]}”. The figures are: {known}."
        return
    yield from _faults_of_parameters(figure, row.get("parameters", ""))
    yield from _faults_of_part(figure, row)


def _faults_of_parameters(figure: Figure, text: str) -> Iterator[tuple[str, str]]:
    given: dict[str, Any] = dict(parse_qsl(text))
    unknown = sorted(set(given) - figure.parameters)
    if unknown:
        known = figure.known_parameters
        yield "parameters", f"“{figure.name}” does not know {', '.join(unknown)}. Known: {known}."
    if LAYER in text:
        said = "Leave provenance=demonstration out: the layer follows from who records the row."
        yield "parameters", said


def _faults_of_part(figure: Figure, row: Cells) -> Iterator[tuple[str, str]]:
    part, measure = row.get("part", ""), row.get("measure", "")
    if not part:
        return
    if figure.words is not None and part not in figure.words:
        known = ", ".join(figure.words) or "none; leave the cell empty"
        yield "part", f"“{figure.name}” has no part “{part}”. Its parts: {known}."
    if measure and measure not in OF_A_PART:
        yield "measure", f"Of a part, choose one of: {', '.join(OF_A_PART)}."
