"""Which numbers made-up papers give: what the register computes for a day, or a little beside it."""

from dataclasses import dataclass
from datetime import date

from governance.models import QuotedFigure
from ictportal.demonstration.portfolio.hands import Row
from ledger import moments
from secretariat.imports.quoted import clean_parameters
from secretariat.models import Measure, Person
from secretariat.reconciliation import Reader


@dataclass(frozen=True)
class Number:
    """A number of a figure. ``beside`` is by how much a paper gives it otherwise."""

    figure: str
    measure: Measure = Measure.NUMERATOR
    parameters: str = ""
    part: str = ""
    beside: int = 0
    explanation: str = ""


def as_given(by: Person, number: Number, day: date) -> Row | None:
    """The cells a paper fills for a number of a day; nothing where none can be computed."""
    parameters = dict(pair.split("=") for pair in number.parameters.split("&") if pair)
    quoted = QuotedFigure(
        figure=number.figure,
        parameters=parameters,
        part=number.part,
        measure=number.measure,
        value=0,
    )
    reader = Reader(by, moments.now())
    computed = reader.line(quoted, quoted, day, demonstration=True).computed
    if computed is None:
        return None
    given = str(computed + number.beside)
    return {
        "figure": number.figure,
        "parameters": clean_parameters(number.parameters),
        "part": number.part,
        "measure": number.measure.value,
        "value": given,
        "as_printed": given,
        "explanation": number.explanation,
    }
