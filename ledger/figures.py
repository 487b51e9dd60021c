"""The register of figures: every number the portal shows is one named function declared here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ledger.errors import Invalid
from ledger.moments import Moment


class Status:
    """What kind of answer a figure gave."""

    OK = "ok"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


def percent_printed(share: Fraction) -> int:
    """A share as whole per cent, halves rounded up, the way the reports print it."""
    return int((share * 200 + 1) // 2)


def share_of(count: int, whole: int) -> Fraction | None:
    """The exact share; ``None`` of nothing."""
    return Fraction(count, whole) if whole else None


@dataclass(frozen=True)
class Part:
    """One part of a figure: its count out of ``whole``, and the filter that opens its rows."""

    key: str
    label: str
    count: int
    whole: int
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def share(self) -> Fraction | None:
        """The exact share of the whole."""
        return share_of(self.count, self.whole)

    @property
    def share_printed(self) -> int | None:
        """The share in whole per cent, halves up."""
        return percent_printed(self.share) if self.share is not None else None


@dataclass(frozen=True)
class Answer:
    """What a figure answers at a moment.

    ``rows`` is the filter whose list has exactly ``numerator`` rows (``denominator`` rows where
    the figure has no numerator). ``minimum`` and ``maximum`` differ where the sources leave it
    open. ``observed_through`` is the last day any counted row was observed.
    """

    status: str
    value: int | Decimal | None
    denominator: int
    numerator: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    parts: Sequence[Part] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    observed_through: date | None = None

    @property
    def share(self) -> Fraction | None:
        """Numerator over denominator, exact."""
        return share_of(self.numerator or 0, self.denominator)

    @property
    def share_printed(self) -> int | None:
        """Numerator over denominator in whole per cent, halves up."""
        return percent_printed(self.share) if self.share is not None else None


Compute = Callable[[Any, Moment, Mapping[str, str]], Answer]
Counted = Callable[[Any, Moment, Mapping[str, str]], Any]


@dataclass(frozen=True)
class Figure:
    """A number with its meaning: how it is computed, of what, and where the rule comes from.

    ``words`` are the keys its parts can have, ``None`` where they follow the rows; ``counted``
    answers the rows it counts, where these have a provenance of their own.
    """

    key: str
    version: int
    name: str
    question: str
    unit: str
    formula: str
    definition: str
    sources: Sequence[str]
    rows: str
    parameters: frozenset[str]
    compute: Compute
    words: Collection[str] | None = None
    counted: Counted | None = None

    def answer(self, viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
        """The figure at ``moment`` over what ``viewer`` may see; refuses unknown parameters."""
        unknown = sorted(set(parameters) - self.parameters)
        if unknown:
            said = f"This figure does not know this parameter. It knows: {self.known_parameters}."
            raise Invalid(said, fields=dict.fromkeys(unknown, said))
        return self.compute(viewer, moment, parameters)

    @property
    def known_parameters(self) -> str:
        """The parameters in words."""
        return ", ".join(sorted(self.parameters))


_figures: dict[str, Figure] = {}


def declare(figure: Figure) -> Figure:
    """Add a figure to the register; a key is declared once."""
    if figure.key in _figures:
        raise ValueError(f"The figure {figure.key} is declared twice.")
    _figures[figure.key] = figure
    return figure


def all_figures() -> list[Figure]:
    """Every declared figure, by key."""
    return [_figures[key] for key in sorted(_figures)]


def get(key: str) -> Figure:
    """The figure with this key; raises ``KeyError``."""
    return _figures[key]
