"""All that is asked, on one page: who asks, what, by when, and how it stands in the asker's words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.views.listing import CONTROLS, Listing
from ictportal import asked
from ictportal.asked import Asked, Question
from ledger.errors import Invalid
from ledger.rest.queries import read_filters, refuse_unknown
from projects.views.files import Answer, file_answer
from projects.views.indicators import Field, Option

FILTERS = ("asker", "open", "q")


class AskedPage(Listing):
    """What the list and its files share."""

    #: Who asks, as far as the viewer sees anything of it.
    askers: tuple[Option, ...] = ()

    def rows(self) -> Asked:
        """What the address asks for; raises ``Invalid`` naming what is no good."""
        given = read_filters(self.request.GET, without=CONTROLS)
        refuse_unknown(given, FILTERS)
        return self._asked(Question(**given))

    def visible(self) -> Asked:
        """All of the layer."""
        return self._asked(Question())

    def _asked(self, question: Question) -> Asked:
        viewer, layer = self.request.user, self.demonstration
        return Asked(viewer, self.moment, question, demonstration=layer)

    def fields(self) -> list[Field]:
        """Who asks, open or closed, and text."""
        value = self.request.GET.get
        return [
            Field("q", _("Text, symbol or paragraph"), value("q", ""), [], "text", True),
            Field("asker", _("Who asks"), value("asker", ""), list(self.askers), primary=True),
            Field("open", _("Open"), value("open", ""), _yes_no(), primary=True),
        ]


class AskedList(AskedPage):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self._found()
        self.askers = tuple(Option(tally.key, tally.name) for tally in found.tallies)
        page = self.page_of([] if faults else found)
        context = {
            **self.panel(),
            "items": page.object_list,
            "page_obj": page,
            "total": page.paginator.count,
            "tallies": found.tallies,
            "faults": faults,
        }
        return render(request, "ictportal/asked.html", context, status=400 if faults else 200)

    def _found(self) -> tuple[Asked, Mapping[str, list[str]]]:
        try:
            return self.rows(), {}
        except Invalid as refusal:
            return self.visible(), refusal.fields


class AskedExport(AskedPage):
    """The list as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of all that the address asks for."""
        given: dict[str, Any] = read_filters(request.GET, without=CONTROLS)
        rows = map(asked.cells, self.rows()[:])
        return file_answer(self, form, "asked", asked.COLUMNS, rows, given)


def _yes_no() -> list[Option]:
    return [Option("yes", _("yes")), Option("no", _("no"))]
