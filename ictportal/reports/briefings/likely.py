"""Questions likely to be asked, derived by rules: each names the rows that it rests on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from ictportal.contradictions import AREA
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Opens, Table
from ictportal.reports.numbers import grouped


@dataclass(frozen=True)
class Fact:
    """What a rule found: words for its question, what is on record, and the rows."""

    words: dict[str, Any]
    on_record: str
    rows: Cell


@dataclass(frozen=True)
class Rule:
    """A rule: its name, the question it asks, and what of a pack makes it ask."""

    name: Any
    question: Any
    find: Callable[[Any], Fact | None]

    def asked(self, pack: Any) -> Line | None:
        """The question as a line; ``None`` where the record gives no cause for it."""
        fact = self.find(pack)
        if fact is None:
            return None
        return Line(
            (
                Cell(str(self.name)),
                Cell(str(self.question) % fact.words),
                Cell(fact.on_record),
                fact.rows,
            )
        )


def rows_cell(view: str, count: int, **query: str) -> Cell:
    """The rows that a question rests on, as so many of them; where there are none nothing opens."""
    said = ngettext("%(n)s row", "%(n)s rows", count) % {"n": grouped(count)}
    opens = Opens(view, dict(sorted(query.items())), count)
    return Cell(said, number=count, opens=opens if count else None)


def contradicted(pack: Any) -> Fact | None:
    """The oldest contradiction of a pack, with the rule that found it."""
    found = [one for one in pack.flags if one.flag.key.startswith(f"{AREA}.")]
    if not found:
        return None
    oldest = found[0]
    words = {"rule": oldest.flag.name, "day": day_said(oldest.raised.since)}
    rows = Cell(oldest.flag.name, leads=Leads("flag", (oldest.flag.key,)))
    return Fact(words, oldest.raised.label, rows)


#: A rule that every pack has.
CONTRADICTED = Rule(
    later("Oldest contradiction"),
    later("How do the two sides go together: “%(rule)s”, since %(day)s?"),
    contradicted,
)


def table(rules: Sequence[Rule], pack: Any) -> Table:
    """The questions that the record gives cause for, in the order of the rules."""
    return Table(
        key="likely",
        title=_("Likely questions, by rules"),
        columns=(
            Column(_("Rule")),
            Column(_("Question"), "long"),
            Column(_("What is on record"), "long"),
            Column(_("Rows")),
        ),
        lines=tuple(_lines(rules, pack)),
        lead=_("Derived from the record by fixed rules; nothing is written by hand."),
        empty=_("The record gives no rule cause for a question on this day."),
    )


def _lines(rules: Iterable[Rule], pack: Any) -> Iterable[Line]:
    for rule in rules:
        line = rule.asked(pack)
        if line is not None:
            yield line
