"""Registers across recommendations: disagreement, ageing, evidence files."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from audits import figures, filters, queries, storage
from audits.models import Evidence
from audits.policies import can_read, viewable_by
from ledger.figures import Answer
from ledger.rest.paging import whole
from secretariat.models import Provenance
from secretariat.pages import Page


def layer_parameters(demonstration: bool) -> dict[str, str]:
    """The figure parameters that choose the layer of a page."""
    return {"provenance": Provenance.DEMONSTRATION.value} if demonstration else {}


def board_parameters(demonstration: bool) -> dict[str, str]:
    """As :func:`layer_parameters`, and in the record the Board of Auditors alone.

    Recommendations of the Advisory Committee never enter the Board of Auditors' rates.
    """
    return layer_parameters(True) if demonstration else {"body": "BOA"}


class Disagreements(Page):
    """Where the two voices differ: since when, for how long, on what evidence."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the register, the longest disagreement first."""
        visible = viewable_by(request.user, self.moment, demonstration=self.demonstration)
        rows = visible.filter(filters.differ()).order_by(
            "claimed_as_of", "sort_key", "recommendation"
        )
        number = whole(request.GET.get("page"), "page", default=1)
        page = Paginator(rows.values_list("recommendation", flat=True), 50).get_page(number)
        found = queries.load(list(page.object_list), visible, self.moment)
        waiting = visible.filter(filters.waiting()).count()
        context = {
            "rows": [self._line(row) for row in found],
            "page_obj": page,
            "total": page.paginator.count,
            "waiting": waiting,
            "moment": self.moment,
        }
        return render(request, "audits/disagreements.html", context)

    def _line(self, row: queries.Row) -> dict[str, Any]:
        """One disagreement: since the first finding after the claim that did not follow it."""
        state = row.state
        claimed = state.claimed_as_of
        after = queries.assessments(state.recommendation_id, self.moment)
        if claimed:
            after = after.filter(as_of__gte=claimed)
        found = list(after)
        since = found[-1].as_of if found else state.assessed_as_of
        return {
            "row": row,
            "since": since,
            "days": (self.moment.as_of - since).days if since else None,
            "cycles": len(found),
            "evidence": Evidence.objects.filter(
                subject=state.recommendation_id, as_of__lte=self.moment.as_of
            ).count(),
        }


class Ageing(Page):
    """How old is what is open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The classes with their counts, and what is open more than two years."""
        parameters = layer_parameters(self.demonstration)
        ageing = figures.AGEING.answer(request.user, self.moment, parameters)
        context = {
            "ageing": ageing,
            "before_the_line": self._before_the_line(ageing),
            "older": figures.OLDER.answer(request.user, self.moment, parameters),
            "figure": figures.AGEING,
            "moment": self.moment,
        }
        return render(request, "audits/ageing.html", context)

    def _before_the_line(self, ageing: Answer) -> int:
        """How many columns stand before the line of two years; none where bounds blur it."""
        keys = [part.key for part in ageing.parts]
        if not set(keys) <= {"0-1", "1-2", "2-3", "3-5", "5+"}:
            return 0
        return sum(key in {"0-1", "1-2"} for key in keys)


class EvidenceDownload(Page):
    """The bytes of supplied evidence, under the rights of its recommendation."""

    def get(self, request: HttpRequest, evidence: UUID) -> HttpResponse:
        """Always a download, never shown in the browser."""
        found = Evidence.objects.select_related("file").filter(pk=evidence).first()
        if found is None or found.file is None:
            raise Http404
        state = None
        for demonstration in (False, True):
            rows = viewable_by(request.user, self.moment, demonstration=demonstration)
            state = (
                state
                or rows.select_related("body", "lead")
                .filter(recommendation=found.subject_id)
                .first()
            )
        if state is None or not can_read(request.user, found.classification, state):
            raise Http404
        answer = HttpResponse(storage.read(found.file), content_type=found.file.content_type)
        answer["Content-Disposition"] = _attachment(found.file_name)
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["X-Content-SHA256"] = found.file.sha256
        return answer


def _attachment(name: str) -> str:
    return content_disposition_header(True, name or "evidence") or "attachment"
