"""The register of reports: dashboards, annex tables and briefing packs, each declared once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ictportal.reports.content import Report, Section
from ledger.errors import Invalid
from ledger.moments import Moment
from secretariat.models import Provenance


class Shelf(StrEnum):
    """Where a report stands."""

    DASHBOARD = "dashboard"
    REPORT = "report"
    BRIEFING = "briefing"


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: by whom, at which moment, in which layer, about what.

    ``read`` holds rows that were read before for the same question, by list and day.
    """

    viewer: Any
    moment: Moment
    demonstration: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)
    read: dict[Any, dict[Any, Any]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def layer(self) -> dict[str, str]:
        """The parameters of figures that choose the layer."""
        return {"provenance": Provenance.DEMONSTRATION.value} if self.demonstration else {}


@dataclass(frozen=True)
class Choice:
    """A parameter of a report: its name in the address, its label, and what may be chosen.

    ``options`` answers pairs of value and label for what is asked; ``required`` ones have no
    default.
    """

    name: str
    label: str
    options: Callable[[Asked], Sequence[tuple[str, str]]]
    required: bool = False


@dataclass(frozen=True)
class ReportKind:
    """A report: its title, what it is for, its choices, and how it is built.

    ``build`` answers the sections; ``subject`` what it is about, in words (empty: everything).
    ``in_editions``: whether an edition freezes it (those without a required choice). ``page``: the
    name of its live page, where it has one of its own.
    """

    key: str
    title: str
    about: str
    shelf: Shelf
    build: Callable[[Asked], Sequence[Section]]
    choices: tuple[Choice, ...] = ()
    sources: tuple[str, ...] = ()
    subject: Callable[[Asked], str] = lambda asked: ""
    in_editions: bool = True
    record_only: bool = False
    page: str = ""

    def made(self, asked: Asked) -> Report:
        """The report; raises ``Invalid`` naming a parameter it does not know or needs."""
        self.check(asked)
        return Report(
            key=self.key,
            title=str(self.title),
            as_of=asked.moment.as_of.isoformat(),
            known=asked.moment.known,
            layer="demonstration" if asked.demonstration else "record",
            sections=tuple(self.build(asked)),
            subject=self.subject(asked),
            lead=str(self.about),
        )

    def check(self, asked: Asked) -> None:
        """Raise ``Invalid`` for a choice the report does not offer, or one that is missing."""
        known = {choice.name: choice for choice in self.choices}
        for name in set(asked.parameters) - set(known):
            raise Invalid(fields={name: f"This report does not know “{name}”."})
        for choice in self.choices:
            given = asked.parameters.get(choice.name, "")
            if choice.required and not given:
                raise Invalid(fields={choice.name: f"Choose: {choice.label}."})
            if given and given not in {value for value, _label in choice.options(asked)}:
                said = f"“{given[:60]}” cannot be chosen here."
                raise Invalid(fields={choice.name: said})


_kinds: dict[str, ReportKind] = {}


def declare(kind: ReportKind) -> ReportKind:
    """Add a report to the register; a key is declared once."""
    if kind.key in _kinds:
        raise ValueError(f"The report {kind.key} is declared twice.")
    _kinds[kind.key] = kind
    return kind


def all_reports() -> list[ReportKind]:
    """Every report, in order of declaration."""
    return list(_kinds.values())


def shelved(shelf: Shelf) -> list[ReportKind]:
    """The reports of one shelf, in order of declaration."""
    return [kind for kind in _kinds.values() if kind.shelf is shelf]


def get(key: str) -> ReportKind:
    """The report with this key; raises ``KeyError``."""
    return _kinds[key]
