"""The page of one decision: what governance says of it, and the recommendations it acts on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from audits import queries as audit_queries
from audits.policies import viewable_by as viewable_recommendations
from governance.models import DecisionParticulars
from governance.queries import decisions as queries
from governance.queries.history import history
from governance.queries.meetings import body_names
from governance.views.listing import GovernancePage


class DecisionDetail(GovernancePage):
    """One decision at a day."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """All that stood about the decision, with its sources and its history."""
        for demonstration in (self.demonstration, not self.demonstration):
            layer = {"demonstration": demonstration}
            said = queries.find_decision(request.user, code, self.moment, **layer)
            if said is not None and demonstration != self.demonstration:
                return self.in_its_layer(demonstration)
            if said is not None:
                return render(request, "ictportal/decision_detail.html", self._context(said))
        raise Http404

    def _context(self, said: DecisionParticulars) -> dict[str, Any]:
        decision, moment = said.subject, self.moment
        layer = {"demonstration": decision.demonstration}
        links = queries.links_of(self.request.user, [decision.pk], moment, **layer)
        return {
            "said": said,
            "decision": decision,
            "body_name": body_names(moment).get(decision.body_id, decision.body.code),
            "earlier": queries.said_of(decision, moment)[1:],
            "links": links.get(decision.pk, []),
            "recommendations": self._recommendations(said),
            "history": history(decision, moment),
            "can_keep": self.can_keep(decision),
            "moment": moment,
        }

    def _recommendations(self, said: DecisionParticulars) -> list[tuple[Any, Any]]:
        """The recommendations that the viewer may see, each with the link that names it."""
        decision = said.subject
        links = audit_queries.decided_on(decision.pk, self.moment)
        visible = viewable_recommendations(
            self.request.user, self.moment, demonstration=decision.demonstration
        )
        rows = audit_queries.load(list(links), visible, self.moment)
        rows.sort(key=lambda row: row.state.sort_key)
        return [(row, links[row.state.recommendation_id]) for row in rows]
