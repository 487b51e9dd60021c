"""One question to the whole register: what is found of each kind, within one's rights, at a day."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext as _

from ictportal.find_kinds import KINDS, Kind, Question
from ictportal.find_lines import Line
from ledger.errors import Invalid
from ledger.moments import Moment
from ledger.texts import clean_line
from secretariat.symbols import split_locator

SHOWN = 5
#: A word of Chinese has two characters, and a shorter text is in nearly every row.
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """What is found of one kind: how many, and the first of them, exact codes in front."""

    kind: Kind
    total: int
    lines: tuple[Line, ...]
    exactly: tuple[Line, ...]

    @property
    def rest(self) -> int:
        """How many more there are than the lines show."""
        return self.total - len(self.lines)


@dataclass(frozen=True)
class Findings:
    """The answer: every kind, those without a row too."""

    question: Question
    kinds: tuple[Found, ...]

    @property
    def total(self) -> int:
        """How many rows of all kinds."""
        return sum(found.total for found in self.kinds)

    @property
    def with_rows(self) -> list[Found]:
        """The kinds of which something is found."""
        return [found for found in self.kinds if found.total]

    @property
    def exactly(self) -> list[tuple[Kind, Line]]:
        """What the text is the very code, symbol or place of."""
        return [(found.kind, line) for found in self.kinds for line in found.exactly]


def read_question(text: str) -> Question:
    """What somebody typed; raises ``Invalid`` naming ``q`` when it cannot be looked for.

    A bare pair such as ``74/588`` may be a resolution or a document of the Assembly: both count.
    """
    clean = clean_line(text, field="q")
    if 0 < len(clean) < SHORTEST:
        said = _("Write at least two characters.")
        raise Invalid(said, fields={"q": said})
    symbols, place = _symbols(clean)
    if clean[:1].isdigit():
        also, _place = _symbols(f"A/{clean}")
        symbols += also
    return Question(clean, symbols, place)


def _symbols(text: str) -> tuple[tuple[str, ...], str]:
    """The symbol that the text is, with the place behind it; nothing where it is none."""
    try:
        symbol, place = split_locator(text)
    except ValueError:
        return (), ""
    return (str(symbol),), place.replace("para. ", "para ").replace("paras. ", "paras ")


def find(
    viewer: Any, question: Question, moment: Moment, *, demonstration: bool = False
) -> Findings:
    """What a person may see of what the text finds, in one layer, as it stood at the moment.

    Each kind is searched as its own list does, so that the counts agree; two statements a kind,
    and one more where a place is named, however much there is.
    """
    kinds = (
        _of_kind(kind, kind.visible(viewer, moment, demonstration), question, moment)
        for kind in KINDS
    )
    return Findings(question, tuple(kinds))


def _of_kind(kind: Kind, visible: Any, question: Question, moment: Moment) -> Found:
    rows = kind.search(visible, question, moment)
    first = list(_ordered(kind, rows, question)[:SHOWN])
    exactly = [row for row in first if row.is_exact]
    if question.place and kind.placed:
        exactly += visible.filter(kind.placed(question)).select_related(*kind.joined)[:SHOWN]
    lines, hits = tuple(map(kind.line, first)), tuple(map(kind.line, exactly))
    return Found(kind, rows.count(), lines, hits)


def _ordered(kind: Kind, rows: Any, question: Question) -> Any:
    """The rows joined with what a line shows, exact codes in front."""
    exact = Case(
        When(kind.exactly(question), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    joined = rows.select_related(*kind.joined) if kind.joined else rows
    return joined.annotate(is_exact=exact).order_by("-is_exact", *kind.order)
