"""The register of flags: rules that find something, since a day, and show the rows that prove it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ledger.moments import Moment


@dataclass(frozen=True)
class Raised:
    """A flag raised about a subject since a day; ``proof`` names the rows that prove it.

    ``view`` and ``code`` say which page shows the subject, where one does.
    """

    subject_id: str
    since: date
    proof: Sequence[str]
    label: str = ""
    view: str = ""
    code: str = ""


class RaisedRows(Protocol):
    """All that a rule found: counted and read without loading what is not shown."""

    def count(self) -> int: ...

    def __iter__(self) -> Iterator[Raised]: ...


@dataclass(frozen=True)
class FewRaised:
    """A short list of findings, for rules about few subjects."""

    found: Sequence[Raised]

    def count(self) -> int:
        """How many were found."""
        return len(self.found)

    def __iter__(self) -> Iterator[Raised]:
        return iter(self.found)


@dataclass(frozen=True)
class Flag:
    """A rule with its meaning. ``rows`` is the filter of the ``page`` that shows what it found."""

    key: str
    name: str
    definition: str
    sources: Sequence[str]
    severity: str
    rows: Mapping[str, str]
    search: Callable[[Any, Moment, bool], RaisedRows]
    page: str = "recommendation-list"

    def find(self, viewer: Any, moment: Moment, *, demonstration: bool = False) -> RaisedRows:
        """All that the rule finds at a moment in one layer, of what the viewer may see."""
        return self.search(viewer, moment, demonstration)


_flags: dict[str, Flag] = {}


def declare(flag: Flag) -> Flag:
    """Add a rule to the register; a key is declared once."""
    if flag.key in _flags:
        raise ValueError(f"The flag {flag.key} is declared twice.")
    _flags[flag.key] = flag
    return flag


def all_flags() -> list[Flag]:
    """Every declared rule, in order of declaration."""
    return list(_flags.values())


def flags_of(area: str) -> list[Flag]:
    """The rules about one kind of subject, such as ``recommendations``; the others are not asked."""
    return [flag for flag in _flags.values() if flag.key.startswith(f"{area}.")]


def get(key: str) -> Flag:
    """The rule with this key; raises ``KeyError``."""
    return _flags[key]
