"""Contradictions on one page: each rule, what it finds, both sides of it, and the answers given."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ictportal.contradictions import AREA
from ictportal.views.work import answers_to
from ledger.errors import Invalid
from ledger.flags import Flag, Raised, flags_of
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from secretariat.access import may
from secretariat.pages import Page
from secretariat.roles import Permission

#: How many of each rule stand on the page of all rules, and on a page of one.
FIRST, PAGE_SIZE = 20, 50


class Contradictions(Page):
    """All rules at a day, or the one of the address with every row."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """How much each rule finds, then subject by subject."""
        rules, asked = flags_of(AREA), self._asked()
        found = {flag.key: self._found(flag) for flag in rules}
        number = whole(request.GET.get("page"), "page", default=1)
        page = Paginator(found.get(asked, []), PAGE_SIZE).get_page(number)
        context = {
            "counts": [(flag, len(found[flag.key])) for flag in rules],
            "total": sum(len(rows) for rows in found.values()),
            "sections": [
                self._section(flag, found[flag.key], list(page) if asked else None)
                for flag in rules
                if asked in ("", flag.key)
            ],
            "asked": asked,
            "page_obj": page,
            "may_answer": self.moment.is_now and may(request.user, Permission.ANSWER_FLAGS),
            "moment": self.moment,
        }
        return render(request, "ictportal/contradictions.html", context)

    def _asked(self) -> str:
        """The rule of the address; raises ``Invalid`` for one that is none, or another filter."""
        given = read_filters(self.request.GET, without=("layer",))
        if unknown := sorted(set(given) - {"rule"}):
            raise Invalid(fields=dict.fromkeys(unknown, "There is no such filter here."))
        keys = [flag.key for flag in flags_of(AREA)]
        if given.get("rule", "") not in ("", *keys):
            said = f"Choose one of: {', '.join(keys)}."
            raise Invalid(said, fields={"rule": said})
        return given.get("rule", "")

    def _found(self, flag: Flag) -> list[Raised]:
        """All that a rule finds, the longest standing first."""
        rows = flag.find(self.request.user, self.moment, demonstration=self.demonstration)
        return sorted(rows, key=lambda one: (one.since, one.label))

    def _section(
        self, flag: Flag, rows: Sequence[Raised], shown: Sequence[Raised] | None
    ) -> dict[str, Any]:
        """One rule with the rows shown of it, each with its age in days and its answers."""
        chosen = rows[:FIRST] if shown is None else shown
        said = answers_to(flag.key, [one.subject_id for one in chosen])
        lines = [
            {
                "raised": one,
                "days": (self.moment.as_of - one.since).days,
                "answers": said.get(one.subject_id, []),
            }
            for one in chosen
        ]
        return {"flag": flag, "lines": lines, "total": len(rows)}
