"""What is printed held against what is computed: every rule in force, evaluated exactly.

Nothing is corrected: both numbers stand, and an outcome says whether they agree.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ledger.moments import Moment
from projects import expressions
from projects.expressions import Missing
from projects.filters import complete_but_unmet
from projects.ground import Ground, read_ground
from projects.lifecycle import UNMET, ComparisonKind
from projects.models import ComparisonRule, ObjectiveState, ProjectState
from projects.state import objectives_at, projects_at

DIFFERS, MATCHES, NOTED, CANNOT = "differs", "matches", "noted", "cannot_compute"
#: Outcomes in the order in which they are shown, with their words.
OUTCOMES = {
    DIFFERS: "differs",
    CANNOT: "cannot be computed",
    NOTED: "noted",
    MATCHES: "matches",
}
#: Asks for the comparisons that touch a table of resources, whichever it is.
ANY_TABLE = "any"
COMPLETE_BUT_UNMET = "complete_but_unmet"
#: The note in the register that the rows of projects stand beside.
UNMET_CODE = "D05"
#: More digits than print has, shown where a computed number needs them to be seen to differ.
MORE_DIGITS = 2

Cell = tuple[str, str, str]
Reference = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    """One printed number, or one note, and what the register makes of it on a day.

    ``star`` is the row or column that an instance of a rule stands for. ``cells`` are the cells
    whose print is tested, ``reads`` those the computed side reads.
    """

    code: str
    kind: str
    outcome: str
    name: str
    explanation: str
    provenance: str
    source: Any
    star: str = ""
    star_label: str = ""
    decimals: int = 0
    printed: Fraction | None = None
    computed: Fraction | None = None
    printed_text: str = ""
    computed_text: str = ""
    as_printed: str = ""
    missing: str = ""
    cells: tuple[Cell, ...] = ()
    reads: tuple[Cell, ...] = ()
    indicators: tuple[str, ...] = ()
    project: str = ""

    @property
    def key(self) -> str:
        """What tells one outcome from all others of a day."""
        return f"{self.code}:{self.star}" if self.star else self.code

    @property
    def citation(self) -> Any:
        """Where the printed number stands."""
        return self.source.citation

    @property
    def difference(self) -> Fraction | None:
        """Computed less printed; nothing where one of the two is missing."""
        if self.printed is None or self.computed is None:
            return None
        return self.computed - self.printed

    @property
    def difference_text(self) -> str:
        """The difference with a sign, as many digits as the computed number shows."""
        if self.difference is None:
            return ""
        sign = "+" if self.difference > 0 else ""
        return sign + _digits(self.difference, self.decimals)

    @property
    def printed_number(self) -> Decimal | None:
        """The printed number as a page writes it."""
        return Decimal(self.printed_text) if self.printed is not None else None

    @property
    def computed_number(self) -> Decimal | None:
        """The computed number as a page writes it."""
        return Decimal(self.computed_text) if self.computed is not None else None

    @property
    def is_year(self) -> bool:
        """Whether the numbers are years, which no page groups by thousands."""
        return "{year_of_act" in getattr(self.source, "computed", "")

    @property
    def difference_number(self) -> Decimal | None:
        """The difference as a page writes it."""
        return Decimal(self.difference_text) if self.difference is not None else None

    @property
    def print_is_chinese(self) -> bool:
        """Whether the words as printed are Chinese."""
        return is_chinese(self.as_printed)

    def touches(self, table: str) -> bool:
        """Whether a cell of the table stands on either side."""
        return any(cell[0] == table for cell in (*self.cells, *self.reads))


def compared(moment: Moment, demonstration: bool = False) -> list[Outcome]:
    """Every comparison in force at a moment: those that differ first, then by code and place."""
    rules = list(rules_at(moment, demonstration))
    ground = read_ground(rules, moment, demonstration)
    found = [outcome for rule in rules for outcome in _of_rule(rule, ground)]
    found += _complete_but_unmet(moment, demonstration)
    order = list(OUTCOMES)
    return sorted(found, key=lambda one: order.index(one.outcome))


def touching(outcomes: Iterable[Outcome], table: str) -> list[Outcome]:
    """Those with a cell of the table on either side; all of them where no table is named."""
    if table == ANY_TABLE:
        return [one for one in outcomes if one.cells or one.reads]
    return [one for one in outcomes if not table or one.touches(table)]


def matching(outcomes: Iterable[Outcome]) -> int:
    """How many of the outcomes match."""
    return sum(one.outcome == MATCHES for one in outcomes)


def rules_at(moment: Moment, demonstration: bool) -> Any:
    """The rules in force, in the order of their codes."""
    rows = ComparisonRule.objects.current(moment.as_of, known=moment.known)
    rows = rows.filter(subject__demonstration=demonstration).order_by("subject__code")
    return rows.select_related("subject", "citation__document")


def _of_rule(rule: ComparisonRule, ground: Ground) -> Iterator[Outcome]:
    if rule.subject.kind == ComparisonKind.NOTE:
        yield _outcome(rule, NOTED)
        return
    printed = expressions.references(rule.printed)
    computed = expressions.references(rule.computed)
    stars = _stars(printed, computed, ground)
    if stars is None:
        yield _instance(rule, ground, printed, computed, "")
        return
    if not stars:
        yield _outcome(rule, CANNOT, missing="no row or column that both sides have")
    for star in stars:
        yield _instance(rule, ground, printed, computed, star)


def _starred(references: Iterable[Reference]) -> list[tuple[str, str, str]]:
    return [
        (parts[0], parts[1], parts[2])
        for kind, parts in references
        if kind == "cell" and "*" in parts
    ]


def _stars(
    printed: Sequence[Reference], computed: Sequence[Reference], ground: Ground
) -> list[str] | None:
    """The rows or columns a star stands for: those for which every starred cell is on record."""
    starred = [*_starred(printed), *_starred(computed)]
    if not starred:
        return None
    first, *others = (ground.places(cell) for cell in starred)
    held = [set(places) for places in others]
    return [place for place in first if all(place in places for places in held)]


def _instance(
    rule: ComparisonRule,
    ground: Ground,
    printed: Sequence[Reference],
    computed: Sequence[Reference],
    star: str,
) -> Outcome:
    cells, reads = _cells(printed, star), _cells(computed, star)
    more: dict[str, Any] = {
        "star": star,
        "star_label": ground.label(_starred(printed) or _starred(computed), star),
        "cells": cells,
        "reads": reads,
        "indicators": tuple(p[0] for kind, p in (*printed, *computed) if kind == "value"),
        "as_printed": ground.as_printed(printed, star) if len(printed) == 1 else "",
    }
    said = _evaluated(rule.printed, ground, star)
    made = _evaluated(rule.computed, ground, star)
    if isinstance(said, Fraction):
        more |= {"printed": said, "printed_text": _digits(said, _places(more["as_printed"]))}
    if isinstance(made, Fraction):
        more |= {"computed": made, "computed_text": _digits(made, rule.decimals)}
    if isinstance(said, str) or isinstance(made, str):
        missing = "; ".join(side for side in (said, made) if isinstance(side, str))
        return _outcome(rule, CANNOT, missing=missing, **more)
    agrees = expressions.rounded(made, rule.decimals) == expressions.rounded(said, rule.decimals)
    return _outcome(rule, MATCHES if agrees else DIFFERS, **more)


def _evaluated(expression: str, ground: Ground, star: str) -> Fraction | str:
    """The exact value, or why there is none."""
    try:
        return expressions.evaluate(expression, ground.lookup, star)
    except Missing as error:
        return str(error)
    except ZeroDivisionError:
        return "division by zero"
    except (ValueError, StopIteration, OverflowError):
        return "no expression the portal understands"


def _cells(references: Iterable[Reference], star: str) -> tuple[Cell, ...]:
    found = []
    for kind, parts in references:
        if kind == "cell":
            table, row, column = (star if part == "*" else part for part in parts)
            found.append((table, row, column))
    return tuple(found)


def _places(as_printed: str) -> int:
    """How many digits print has after the point."""
    found = re.search(r"\.(\d+)", as_printed)
    return len(found[1]) if found and not is_chinese(as_printed) else 0


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters, so that a page marks its language."""
    return any("\u3400" <= sign <= "\u9fff" for sign in text)


def _digits(value: Fraction, decimals: int) -> str:
    """With the digits of print, or up to two more where the value ends within them."""
    for digits in range(decimals, decimals + MORE_DIGITS + 1):
        if expressions.rounded(value, digits) == value:
            return expressions.as_decimal(value, digits)
    return expressions.as_decimal(value, decimals)


def _outcome(rule: ComparisonRule, outcome: str, **more: Any) -> Outcome:
    return Outcome(
        code=rule.subject.code,
        kind=rule.subject.kind,
        outcome=outcome,
        name=rule.name,
        explanation=rule.explanation,
        provenance=rule.provenance,
        source=rule,
        decimals=rule.decimals,
        **more,
    )


# --- projects reported complete while an objective is unmet --------------------------------------
def _complete_but_unmet(moment: Moment, demonstration: bool) -> list[Outcome]:
    """One row per project: reported at 100 per cent, and an objective unmet."""
    rows = projects_at(moment).filter(complete_but_unmet(), demonstration=demonstration)
    states = list(rows.select_related("percent_said__citation__document").order_by("code"))
    if not states:
        return []
    unmet = objectives_at(moment).filter(
        project__in=[state.project_id for state in states], met__in=sorted(UNMET)
    )
    named: dict[Any, list[ObjectiveState]] = {}
    for objective in unmet.order_by("code"):
        named.setdefault(objective.project_id, []).append(objective)
    return [_unmet(state, named.get(state.project_id, [])) for state in states]


def _unmet(state: ProjectState, objectives: Sequence[ObjectiveState]) -> Outcome:
    names = "; ".join(objective.name for objective in objectives)
    return Outcome(
        code=UNMET_CODE,
        kind=COMPLETE_BUT_UNMET,
        outcome=DIFFERS,
        name=f"{state.code} {state.title}: reported complete, objective unmet",
        explanation=names,
        provenance=state.percent_said.provenance if state.percent_said else state.provenance,
        source=state.percent_said,
        star=state.code,
        star_label=state.title,
        printed_text=f"{state.percent} % complete",
        computed_text=f"{state.unmet} of {state.objectives} objectives unmet",
        project=state.code,
    )
