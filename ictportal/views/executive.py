"""The executive page: five questions answered at a glance, on one printed page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.views import strips
from ictportal.executive import Kept, overview
from ledger.figures import Part
from secretariat.pages import Page


class Executive(Page):
    """The five answers on the day and in the layer shown."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each answer with its rows, its definition and its source."""
        told = overview(request.user, self.moment, demonstration=self.demonstration)
        self.address = strips.addresses(request)
        year = told.year
        context = {
            "told": told,
            "lanes": strips.lanes(year.shown, self.address),
            "more_bodies": len(year.rows) - len(year.shown),
            "stands": [self._stands(part) for part in told.asked.told.answer.parts],
            "kept": [self._kept(one) for one in year.kept],
            "moment": self.moment,
        }
        return render(request, "ictportal/executive.html", context)

    def _stands(self, part: Part) -> dict[str, Any]:
        """A status of what was asked for, with the address of its rows."""
        url = self.address("mandate-list", **part.rows)
        return {"key": part.key, "label": part.label, "count": part.count, "url": url}

    def _kept(self, one: Kept) -> dict[str, Any]:
        """A body with its number and the address of the meetings behind it."""
        return {
            "name": one.row.said.name,
            "held": one.part.count,
            "required": one.required,
            "computed": one.computed,
            "missed": one.is_missed,
            "url": self.address("counted-meeting-list", **one.part.rows),
        }
