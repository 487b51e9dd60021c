"""What is printed beside what is computed; where they differ both stand."""

from collections import Counter
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.errors import Invalid
from ledger.rest.paging import whole
from ledger.rest.queries import read_filters
from projects.comparisons import ANY_TABLE, OUTCOMES, Outcome, compared, touching
from projects.models import ResourceTable
from projects.views.files import Answer, file_answer
from secretariat.pages import Page

PAGE_SIZE = 50
COLUMNS = (
    "code",
    "row_or_column",
    "name",
    "kind",
    "outcome",
    "printed",
    "as_printed",
    "computed",
    "difference",
    "cannot_compute_because",
    "explanation",
    "document",
    "locator",
    "provenance",
)


class Compared(Page):
    """What the page and its files share: the outcomes of the address."""

    def asked(self) -> list[str]:
        """The outcomes asked for; raises ``Invalid`` for a word that is none, or another filter."""
        given = read_filters(self.request.GET, without=("layer",))
        unknown = sorted(set(given) - {"outcome", "table"})
        if unknown:
            raise Invalid(fields=dict.fromkeys(unknown, "There is no such filter here."))
        words = [word for word in given.get("outcome", "").split(",") if word]
        if any(word not in OUTCOMES for word in words):
            said = f"Choose one of: {', '.join(OUTCOMES)}."
            raise Invalid(said, fields={"outcome": said})
        return words

    def table(self) -> str:
        """The table asked for, or any; raises ``Invalid`` for one that is not on record."""
        code = self.request.GET.get("table", "")
        if code not in {"", ANY_TABLE} and not ResourceTable.objects.filter(code=code).exists():
            raise Invalid(fields={"table": f"The register does not know “{code[:80]}”."})
        return code

    def all_of_the_day(self) -> list[Outcome]:
        """Every outcome of the layer at the moment, about the table asked for."""
        return touching(compared(self.moment, self.demonstration), self.table())


class Discrepancies(Compared):
    """The page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those that differ first, each with both numbers, the difference and the source."""
        asked, found = self.asked(), self.all_of_the_day()
        rows = [one for one in found if not asked or one.outcome in asked]
        number = whole(request.GET.get("page"), "page", default=1)
        page = Paginator(rows, PAGE_SIZE).get_page(number)
        query = request.GET.copy()
        query.pop("page", None)
        counts = Counter(one.outcome for one in found)
        context = {
            "page_obj": page,
            "total": len(rows),
            "all": len(found),
            "counts": [(outcome, word, counts[outcome]) for outcome, word in OUTCOMES.items()],
            "asked": ",".join(asked),
            "table": self.table(),
            "table_query": f"&table={quote(self.table())}" if self.table() else "",
            "export_query": f"?{query.urlencode()}" if query else "",
            "moment": self.moment,
        }
        return render(request, "projects/discrepancies.html", context)


class DiscrepancyExport(Compared):
    """The same rows as a file."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the outcomes of the address."""
        asked = self.asked()
        rows = [one for one in self.all_of_the_day() if not asked or one.outcome in asked]
        given = {"outcome": ",".join(asked)} if asked else {}
        given |= {"table": self.table()} if self.table() else {}
        return file_answer(self, form, "discrepancies", COLUMNS, map(_file_row, rows), given)


def _file_row(one: Outcome) -> list[object]:
    place = one.citation
    return [
        one.code,
        one.star,
        one.name,
        one.kind,
        one.outcome,
        one.printed_text,
        one.as_printed,
        one.computed_text,
        one.difference_text,
        one.missing,
        one.explanation,
        place.document.symbol if place else "",
        place.locator if place else "",
        one.provenance,
    ]
