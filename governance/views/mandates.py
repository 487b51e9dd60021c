"""Requests and recommendations: the list, its time line and files, one of them, and its findings."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.actions.mandates import record_finding
from governance.chains import Chains, time_line
from governance.columns import MANDATE_COLUMNS, mandate_cells
from governance.filters.mandates import MandateFilter
from governance.forms.mandates import FindingForm
from governance.lifecycle import MandateStatus
from governance.models import Mandate, MandateState
from governance.policies import check_can_keep, viewable_mandates
from governance.queries import mandates as queries
from governance.queries.history import history
from governance.queries.mandates import MandateRow
from governance.views.listing import CONTROLS, GovernancePage, Listing, in_layer
from ledger import days, moments
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option
from secretariat.pages import ActionPage


class Mandates(Listing):
    """What the list and its files share."""

    shape = MandateFilter
    primary = ("q", "authority", "status", "document", "session", "verb")
    typed = frozenset({"q", "addressee", "through", "project"})

    def visible(self) -> Any:
        """The requests and recommendations of the layer."""
        return viewable_mandates(self.request.user, self.moment, demonstration=self.demonstration)

    def rows(self) -> Any:
        """In the order asked for, joined with what a row shows."""
        sort = self.request.GET.get("sort", "session")
        return queries.related(queries.ordered(super().rows(), sort))

    def choices(self) -> Mapping[str, list[Option]]:
        """The documents that ask, and the sessions at which something is due."""
        found = sorted(
            self.visible().values_list("document__symbol", "due_session").distinct(),
            key=lambda pair: (pair[0], pair[1] or 0),
        )
        symbols = list(dict.fromkeys(symbol for symbol, _session in found))
        sessions = sorted({session for _symbol, session in found if session})
        return {
            "document": [Option(symbol, symbol) for symbol in symbols],
            "session": [Option(str(number), str(number)) for number in sessions],
        }


class MandateList(Mandates):
    """The list, or its chains as a time line."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = self.page_of(found)
        drawn = request.GET.get("view") == "timeline"
        coming = queries.next_part(self.moment)
        context = {
            **self.panel(),
            "rows": [] if drawn else self._rows(page.object_list),
            "lines": self._lines(found) if drawn else [],
            "drawn": drawn,
            "page_obj": page,
            "total": page.paginator.count,
            "grouped": request.GET.get("sort", "session") in {"session", "-session"},
            "next_part": coming,
            "opening": queries.next_opening(self.moment),
            "running": coming.session if coming and coming.is_on else None,
            "overdue": self.visible().filter(status=MandateStatus.OVERDUE).count(),
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/mandate_list.html", context, status=status)

    def _rows(self, states: Any) -> list[MandateRow]:
        return queries.mandate_rows(states, self.moment, demonstration=self.demonstration)

    def _lines(self, found: Any) -> list[Any]:
        chains = Chains(self.moment, demonstration=self.demonstration)
        return time_line(list(found), chains, self.moment, self._address)

    def _address(self, code: str) -> str:
        return self.address("mandate-detail", code)


class MandateExport(Mandates):
    """The list as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address, in its order."""
        given = read_filters(request.GET, without=CONTROLS)
        rows = queries.mandate_rows(self.rows(), self.moment, demonstration=self.demonstration)
        return file_answer(self, form, "requests", MANDATE_COLUMNS, map(mandate_cells, rows), given)


def find_state(
    viewer: Any, code: str, moment: moments.Moment, demonstration: bool
) -> MandateState | None:
    """The request with this code in one layer as it stood; ``None`` when it is not there."""
    rows = viewable_mandates(viewer, moment, demonstration=demonstration)
    found: MandateState | None = queries.related(rows).filter(code=code).first()
    return found


class MandateDetail(GovernancePage):
    """One request or recommendation at a day."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """All that stood about it, with sources and history."""
        for demonstration in (self.demonstration, not self.demonstration):
            state = find_state(request.user, code, self.moment, demonstration)
            if state is not None and demonstration != self.demonstration:
                return self.in_its_layer(demonstration)
            if state is not None:
                return render(request, "governance/mandate_detail.html", self._context(state))
        raise Http404

    def _context(self, state: MandateState) -> dict[str, Any]:
        moment, layer = self.moment, self.demonstration
        [row] = queries.mandate_rows([state], moment, demonstration=layer)
        visible = viewable_mandates(self.request.user, moment, demonstration=layer)
        carried = queries.ordered(visible.filter(vehicle=state.mandate_id), "code")
        return {
            "row": row,
            "state": state,
            "said": state.particulars,
            **self._chain(row, visible),
            "carried": list(queries.related(carried)),
            "findings": queries.findings(state.mandate_id, moment),
            "wordings": queries.said(state.mandate_id, moment)[1:],
            "decisions": queries.decisions_about(moment, mandate=state.mandate_id),
            "history": history(state.mandate, moment),
            "can_keep": self.can_keep(state.mandate),
            "moment": moment,
        }

    def _chain(self, row: MandateRow, visible: Any) -> dict[str, Any]:
        """What comes before and after it, each with what it asks."""
        titles = queries.titles(visible, [step.mandate.pk for step in row.chain])
        told = [(step, titles.get(step.mandate.pk, "")) for step in row.chain]
        return {
            "earlier": [(step, title) for step, title in told if not step.later],
            "later": [(step, title) for step, title in told if step.later],
        }


class RecordFinding(ActionPage):
    """The secretary transcribes what a later report or resolution says became of a request."""

    template_name = "governance/mandate_finding.html"
    form_class = FindingForm
    done = _("Recorded.")  # type: ignore[assignment]
    state: MandateState

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the request first: what one may not see is not there."""
        self.request, self.kwargs = request, kwargs
        if request.user.is_authenticated:
            self.state = self._load()
        return super().dispatch(request, *args, **kwargs)

    def _load(self) -> MandateState:
        for demonstration in (False, True):
            code, viewer = self.kwargs["code"], self.request.user
            if state := find_state(viewer, code, moments.now(), demonstration):
                return state
        raise Http404

    @property
    def mandate(self) -> Mandate:
        """The request itself."""
        return self.state.mandate

    def check(self) -> None:
        """The governance secretary, in the own layer."""
        check_can_keep(self.request.user, self.mandate)

    def get_initial(self) -> dict[str, Any]:
        """The version seen, and today."""
        return {"version": self.mandate.version, "as_of": days.today()}

    def act(self, given: Mapping[str, Any]) -> Any:
        """Record it."""
        rest = {name: value for name, value in given.items() if name != "version"}
        return record_finding(
            by=self.person,
            mandate_id=self.mandate.pk,
            expected_version=given["version"],
            **rest,
        )

    def news(self) -> Mapping[str, Any]:
        """The version in force, so that a second try can go through."""
        self.state = self._load()
        return {"fresh_version": self.mandate.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request beside the form; after a conflict the form goes on from the version in force."""
        form: Any = kwargs.get("form")
        if form is not None and "fresh_version" in kwargs:
            form.data = {**form.data.dict(), "version": kwargs["fresh_version"]}
        moment = moments.now()
        return super().get_context_data(
            state=self.state,
            said=self.state.particulars,
            findings=queries.findings(self.mandate.pk, moment),
            moment=moment,
            **kwargs,
        )

    def get_success_url(self) -> str:
        """To the request, in its layer."""
        address = reverse("mandate-detail", args=[self.mandate.code])
        return in_layer(address, self.mandate) + "#findings"
