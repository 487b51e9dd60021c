"""Meetings: the list with its files, the workspace of one meeting, and its papers."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from governance import calendar, policies, storage
from governance.filters.meetings import MeetingFilter, clean_period
from governance.models import AgendaItem, MeetingFile, MinutedItem, Minutes, MinutesDraft
from governance.queries import meetings as queries
from governance.views.listing import CONTROLS, GovernancePage, Listing
from governance.views.workspace import Workspace
from ledger import days
from ledger.errors import Invalid
from ledger.rest.queries import read_filters
from projects.views.files import Answer, file_answer
from projects.views.indicators import Option
from secretariat.sheets import get_sheet, row_of

#: Filters under which a count without days still speaks.
OF_COUNTS = frozenset({"body", "period"})
COMPUTED = ("minutes_approved", "id")


class Meetings(Listing):
    """What the list and its files share."""

    shape = MeetingFilter
    primary = ("q", "body", "period", "state", "kind")
    typed = frozenset({"q", "period"})

    def visible(self) -> Any:
        """The meetings of the layer."""
        return queries.meetings(self.request.user, self.moment, demonstration=self.demonstration)

    def rows(self) -> Any:
        """In the order asked for, the newest first without one."""
        sort = self.request.GET.get("sort", "-day")
        return queries.ordered(super().rows(), sort, queries.ORDERINGS)

    def choices(self) -> Mapping[str, list[Option]]:
        """The bodies of the layer, by name."""
        found = queries.bodies(self.request.user, self.moment, demonstration=self.demonstration)
        return {"body": [Option(one.subject.code, one.name) for one in found]}


class MeetingList(Meetings):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list, and the periods for which only a count is known."""
        found, faults = self.found()
        page = self.page_of(found)
        context = {
            **self.panel(),
            "rows": queries.with_body_names(page.object_list, self.moment),
            "counts": [] if faults else self._counts(),
            "page_obj": page,
            "total": page.paginator.count,
            "can_keep": self.can_keep(),
            "faults": faults,
        }
        status = 400 if faults else 200
        return render(request, "governance/meeting_list.html", context, status=status)

    def _counts(self) -> list[Any]:
        """Counts of the bodies and periods asked for; a narrower question has none."""
        given = read_filters(self.request.GET, without=CONTROLS)
        if set(given) - OF_COUNTS:
            return []
        rows = queries.counts(self.request.user, self.moment, demonstration=self.demonstration)
        if body := given.get("body"):
            rows = rows.filter(subject__code=body)
        if period := given.get("period"):
            asked = clean_period("period", period)
            rows = rows.filter(period__gte=asked.first, period__lte=asked.last)
        found = queries.with_body_names(rows, self.moment)
        for one in found:
            one.period_text = days.period_text(one.period, one.period_precision)
            one.is_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in one.as_printed)
        return found


class MeetingExport(Meetings):
    """The list as a file: the columns of the import, then what is computed."""

    def get(self, request: HttpRequest, form: str) -> Answer:
        """CSV or XLSX of the rows of the address, in its order."""
        sheet = get_sheet("meetings")
        columns = [cell.name for cell in sheet.all_cells]
        given = read_filters(request.GET, without=CONTROLS)
        cells = (
            [*row_of(sheet, row).values(), _yes(row.is_minuted), str(row.subject_id)]
            for row in self.rows()
        )
        return file_answer(self, form, "meetings", [*columns, *COMPUTED], cells, given)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


class MeetingDetail(GovernancePage):
    """One meeting: the workspace of its secretary, and for everybody else what is known of it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """All that stood about the meeting, in the order of work."""
        for demonstration in (self.demonstration, not self.demonstration):
            said = queries.find_meeting(
                request.user, code, self.moment, demonstration=demonstration
            )
            if said is not None and demonstration != self.demonstration:
                return self.in_its_layer(demonstration)
            if said is not None:
                work = Workspace(said, self.person, self.moment, self.can_keep(said.subject))
                return render(request, "governance/meeting_detail.html", work.context())
        raise Http404


class MeetingPaper(GovernancePage):
    """A paper of a meeting, or the file of its minutes."""

    def get(self, request: HttpRequest, code: str, sha256: str) -> HttpResponse:
        """The bytes, proven to be those received; the draft of minutes for its secretary alone."""
        for demonstration in (False, True):
            layer = {"demonstration": demonstration}
            said = queries.find_meeting(request.user, code, self.moment, **layer)
            named = self._named(said, sha256) if said is not None else ""
            if named:
                return _answer(MeetingFile.objects.get(pk=sha256), named)
        raise Http404

    def _named(self, said: Any, sha256: str) -> str:
        """The name of the file at this meeting; empty when it has no such file to show."""
        meeting = said.subject
        held = {"file": sha256}
        rows = [
            MinutedItem.objects.filter(minutes__subject=meeting, **held),
            Minutes.objects.filter(subject=meeting, **held),
            AgendaItem.objects.filter(meeting=meeting, **held),
        ]
        if policies.can(policies.check_can_keep, self.request.user, meeting):
            rows.append(MinutesDraft.objects.filter(meeting=meeting, **held))
        names = (names.values_list("file_name", flat=True).first() for names in rows)
        return next((name for name in names if name), "")


def _answer(file: MeetingFile, name: str) -> HttpResponse:
    """As a download that no browser reads as anything but what it is."""
    try:
        content = storage.read(file)
    except FileNotFoundError as error:
        raise Invalid("The stored file is gone from the disk.") from error
    answer = HttpResponse(content, content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-SHA256"] = file.sha256
    return answer


class BodyCalendar(GovernancePage):
    """The meetings of one body for a calendar program."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Planned and held meetings; postponed and cancelled ones say so."""
        for demonstration in (self.demonstration, not self.demonstration):
            layer = {"demonstration": demonstration}
            found = queries.bodies(request.user, self.moment, **layer)
            said = next((one for one in found if one.subject.code == code), None)
            if said is not None:
                rows = queries.meetings(request.user, self.moment, **layer)
                own = rows.filter(subject__body=said.subject).order_by("day", "subject__code")
                names = {said.subject_id: said.name}
                content = calendar.calendar(said.name, own, names, self.moment)
                answer = HttpResponse(content, content_type=calendar.CONTENT_TYPE)
                answer["Content-Disposition"] = f'inline; filename="{code}.ics"'
                return answer
        raise Http404
