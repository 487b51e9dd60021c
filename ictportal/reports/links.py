"""Where the numbers of a report lead: to the live register, or to the rows an edition keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from django.urls import reverse

from ictportal.reports.content import Leads, Opens

#: Lists whose address takes one of the filters as its path.
IN_PATH: Mapping[str, str] = {"flag": "key"}


class Links(Protocol):
    """Answers addresses; an empty one where there is nothing to open."""

    def rows(self, opens: Opens | None) -> str: ...

    def page(self, leads: Leads | None) -> str: ...


@dataclass(frozen=True)
class LiveLinks:
    """To the lists and pages of the register, at the day and in the layer that are shown.

    ``kept`` are the parameters ``as_of``, ``known_at`` and ``layer`` of the page.
    """

    kept: Mapping[str, str] = field(default_factory=dict)

    def rows(self, opens: Opens | None) -> str:
        """The list that has exactly the rows of a number."""
        if opens is None:
            return ""
        query, kept = dict(opens.query), dict(self.kept)
        if opens.as_of:
            kept["as_of"] = opens.as_of
        name = IN_PATH.get(opens.view)
        args = [query.pop(name)] if name else None
        return _address(reverse(opens.view, args=args), {**query, **kept})

    def page(self, leads: Leads | None) -> str:
        """The page about one thing."""
        if leads is None:
            return ""
        return _address(reverse(leads.view, args=leads.args), {**leads.query, **self.kept})


class NoLinks:
    """Leads nowhere: for paper."""

    def rows(self, opens: Opens | None) -> str:
        """Nothing."""
        return ""

    def page(self, leads: Leads | None) -> str:
        """Nothing."""
        return ""


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
