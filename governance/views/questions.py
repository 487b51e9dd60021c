"""Questions in writing: the list, its files, one question with its answers."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from governance.filters.questions import QuestionFilter
from governance.lifecycle import QuestionState
from governance.queries import questions as queries
from governance.queries.history import history
from governance.queries.questions import QuestionRow
from governance.views.listing import CONTROLS, GovernancePage, Listing
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option
from secretariat.queries import entity_names
from secretariat.sheets import get_sheet, row_of

COMPUTED = ("state", "answered_on", "days_late", "answers", "figures_quoted", "id")


class Questions(Listing):
    """What the list and its files share."""

    shape = QuestionFilter
    primary = ("q", "asked_by", "state", "office", "quotes")
    typed = frozenset({"q", "period", "session", "document", "project", "body", "mandate"})

    def visible(self) -> Any:
        """The questions of the layer."""
        return queries.questions(self.request.user, self.moment, demonstration=self.demonstration)

    def rows(self) -> Any:
        """In the order asked for, the newest first without one."""
        return queries.ordered(super().rows(), self.request.GET.get("sort", "-asked"))

    def choices(self) -> Mapping[str, list[Option]]:
        """The offices that are to answer."""
        codes = self.visible().filter(office__isnull=False).values_list("office__code", flat=True)
        unstated = Option("none", str(_("not stated")))
        return {"office": [*(Option(code, code) for code in sorted(set(codes))), unstated]}


class QuestionList(Questions):
    """The register of questions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list; faulty filters are named and everything else stays."""
        found, faults = self.found()
        page = self.page_of(found)
        visible = self.visible()
        context = {
            **self.panel(),
            "rows": [QuestionRow(said, self.moment.as_of) for said in page.object_list],
            "page_obj": page,
            "total": page.paginator.count,
            "overdue": visible.filter(state=QuestionState.OVERDUE).count(),
            "waiting": visible.filter(state=QuestionState.WAITING).count(),
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/question_list.html", context, status=status)


class QuestionExport(Questions):
    """The list as a file: the columns of the import, then what is computed."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address, in its order."""
        sheet = get_sheet("questions")
        columns = [*(cell.name for cell in sheet.all_cells), *COMPUTED]
        given = read_filters(request.GET, without=CONTROLS)
        rows = (QuestionRow(said, self.moment.as_of) for said in self.rows())
        cells = ([*row_of(sheet, row.said).values(), *_computed(row)] for row in rows)
        return file_answer(self, form, "questions", columns, cells, given)


def _computed(row: QuestionRow) -> list[str]:
    said = row.said
    late = "" if row.days_late is None else str(row.days_late)
    answered = said.answered_on.isoformat() if said.answered_on else ""
    counted = [str(said.answers), str(said.quoted)]
    return [row.state.value, answered, late, *counted, str(said.subject_id)]


class QuestionDetail(GovernancePage):
    """One question at a day."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """The question, its answers with the figures they quote, what it is about, its history."""
        for demonstration in (self.demonstration, not self.demonstration):
            layer = {"demonstration": demonstration}
            said = queries.find_question(request.user, code, self.moment, **layer)
            if said is not None and demonstration != self.demonstration:
                return self.in_its_layer(demonstration)
            if said is not None:
                return render(request, "governance/question_detail.html", self._context(said))
        raise Http404

    def _context(self, said: Any) -> dict[str, Any]:
        question, moment, viewer = said.subject, self.moment, self.request.user
        layer = {"demonstration": question.demonstration}
        answers = queries.answers_to(viewer, said, moment)
        return {
            "row": QuestionRow(said, moment.as_of),
            "said": said,
            "answers": answers,
            "disagreeing": sum(one.disagreeing for one in answers),
            "names": entity_names(moment),
            "links": queries.links_of(viewer, [question.pk], moment, **layer).get(question.pk, []),
            "history": history(question, moment),
            "can_keep": self.can_keep(question),
            "may_enter": False,
            "moment": moment,
        }
