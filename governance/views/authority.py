"""Authority: delegation of authority, that of the CITO by date, accountability, data protection."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.filters.compliance import DelegationFilter
from governance.models import DelegationParticulars
from governance.queries import authority as queries
from governance.views.listing import GovernancePage, Listing


class AuthorityPage(GovernancePage):
    """Who holds which authority over ICT on the day, who monitors what, and what protects data."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The four registers of authority, each row with its source."""
        asked: dict[str, Any] = {"demonstration": self.demonstration}
        viewer, moment = request.user, self.moment
        context = {
            "delegated": queries.delegated(viewer, moment, **asked),
            "recorded": queries.population(queries.RECORDED, moment, **asked),
            "authorities": queries.authorities(viewer, moment, **asked),
            "accountabilities": queries.accountabilities(viewer, moment, **asked),
            "measures": queries.measures(viewer, moment, **asked),
            "can_keep": self.can_keep(),
            "moment": moment,
        }
        return render(request, "governance/authority.html", context)


class DelegationList(Listing):
    """The instruments of delegation, with their filters."""

    shape = DelegationFilter
    primary = ("covers_ict", "in_force", "state", "entity")
    typed = frozenset({"entity"})

    def visible(self) -> Any:
        """Those of the layer."""
        rows = queries.stated(
            self.request.user,
            DelegationParticulars,
            self.moment,
            demonstration=self.demonstration,
        )
        return rows.select_related("subject", "citation__document", "entity")

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = self.page_of(found)
        context = {
            **self.panel(),
            "rows": page.object_list,
            "page_obj": page,
            "total": page.paginator.count,
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/delegation_list.html", context, status=status)
