"""The home of governance: who decides, how often they should meet, and whether they did."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance import bodies
from governance import figures as governance_figures
from governance.bodies import BodyRow
from governance.lifecycle import Kept, MandateStatus
from governance.performance import known_bodies
from governance.policies import viewable_mandates
from governance.queries import bodies as body_queries
from governance.queries.waiting import waiting
from governance.views import strips
from ledger import days, figures, flags
from ledger.days import Period
from ledger.figures import Answer, Figure, Part, Status
from ledger.flags import Flag
from secretariat.models import Provenance
from secretariat.pages import Page

SHOWN = 6
FIGURES = (
    "governance.meetings",
    "governance.outputs",
    "governance.framework",
    "mandates.fulfilled",
    "policies.count",
    "certification.response",
    "certification.coverage",
    "delegation.in_force",
)
AREAS = (
    "governance",
    "mandates",
    "policies",
    "certification",
    "compliance",
    "delegation",
    "budgets",
)
POLICY_GAP = "policies.gap"


class GovernanceHome(Page):
    """Everything about governance at one glance, each number opening its rows."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The year of the bodies, the figures, what is overdue, and what waits."""
        rows, period, years = self._bodies()
        self.address = strips.addresses(request)
        self.period = days.period_text(period.last, period.precision)
        found = self._flags()
        context = {
            "lanes": strips.lanes([row for row in rows if row.is_drawn], self.address),
            "period": period,
            "period_name": self.period,
            "years": years,
            "ended": governance_figures.period_name({}, self.moment),
            "cards": list(self._cards()),
            "overdue": self._overdue(),
            "gaps": next((one for one in found if one["flag"].key == POLICY_GAP), None),
            "flags": found,
            "waiting": waiting(request.user, self.moment, demonstration=self.demonstration),
            "moment": self.moment,
        }
        return render(request, "ictportal/governance_home.html", context)

    def _bodies(self) -> tuple[list[BodyRow], Period, list[int]]:
        """Every body in the year shown, that year, and the years of which anything is known."""
        viewer, moment, layer = self.request.user, self.moment, self.demonstration
        known = known_bodies(viewer, moment, demonstration=layer)
        named = body_queries.family(viewer, moment, demonstration=layer)
        asked = self.request.GET.get("period", "")
        years = bodies.told_years(known)
        period = (
            governance_figures.period_of({"period": asked}, moment)
            if asked
            else bodies.telling_period(known, moment)
        )
        rows = bodies.judged(known, period, named, lambda row: True)
        return bodies.ordered(rows, ""), period, years

    # --- figures -------------------------------------------------------------------------------
    def _cards(self) -> Iterator[dict[str, Any]]:
        """The figures that are declared, each with its answer and the addresses of its rows."""
        declared = {figure.key: figure for figure in figures.all_figures()}
        for key in FIGURES:
            if key in declared:
                yield self._card(declared[key])

    def _card(self, figure: Figure) -> dict[str, Any]:
        asked = {"period": self.period} if "period" in figure.parameters else {}
        if self.demonstration:
            asked["provenance"] = Provenance.DEMONSTRATION.value
        answer = figure.answer(self.request.user, self.moment, asked)
        return {
            "figure": figure,
            "answer": answer,
            "says": _says(answer),
            "tone": "bad" if answer.status == Kept.MISSED else "",
            "rows_url": self.address(figure.rows, **answer.rows) if answer.numerator else "",
            "parts": [self._part(figure, part) for part in answer.parts],
        }

    def _part(self, figure: Figure, part: Part) -> dict[str, Any]:
        return {
            "label": part.label,
            "count": part.count,
            "whole": part.whole,
            "url": self.address(figure.rows, **part.rows),
        }

    # --- what is wrong -------------------------------------------------------------------------
    def _overdue(self) -> dict[str, Any]:
        """Requests of which a later document says that they were not fulfilled."""
        rows = viewable_mandates(
            self.request.user, self.moment, demonstration=self.demonstration
        ).filter(status=MandateStatus.OVERDUE)
        shown = rows.select_related("document", "mandate").order_by("due_on", "code")[:SHOWN]
        return {"rows": list(shown), "total": rows.count()}

    def _flags(self) -> list[dict[str, Any]]:
        """Every rule of governance, with how much it finds and where its rows are."""
        rules = [flag for area in AREAS for flag in flags.flags_of(area)]
        return [self._flag(flag) for flag in rules]

    def _flag(self, flag: Flag) -> dict[str, Any]:
        raised = flag.find(self.request.user, self.moment, demonstration=self.demonstration)
        listed = self.address(flag.page, **flag.rows) if flag.rows else ""
        return {
            "flag": flag,
            "count": raised.count(),
            "first": [one for one, _n in zip(raised, range(SHOWN), strict=False)],
            "url": listed or self.address("flag", flag.key),
        }


def _says(answer: Answer) -> str:
    """What a status means where a number alone would mislead."""
    return {
        Status.NOT_APPLICABLE: _("Not applicable: nothing of the kind is on record."),
        Kept.NOT_STATED.value: _("Not stated: nobody says, and nothing is made up."),
        Kept.MISSED.value: _("Less than required."),
        Kept.UNDER_WAY.value: _("The period has not ended."),
        Kept.MET.value: _("As required."),
    }.get(answer.status, "")
