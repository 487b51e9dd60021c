"""Reports that are due: promised on the first day after their period, and told in a notice."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from ictportal.models import ReportSubscription, Rhythm
from ictportal.reports import actions, file_jobs
from ictportal.reports.file_jobs import sentence
from ictportal.reports.register import Asked
from ictportal.reports.writing import FORMS
from ictportal.templatetags.portal import uno_date
from ledger import days
from ledger.errors import Forbidden, Invalid
from ledger.models import Job
from ledger.moments import Moment
from secretariat.access import forget_roles
from secretariat.models import Notice, Person
from secretariat.notices import mail_waiting, notice, tell
from secretariat.policies import check_holds
from secretariat.roles import Permission

NOTICE = "report_sent"
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


def send_due(moment: Moment) -> int:
    """Promise the file of each subscription that is due; answers how many were promised.

    Each period is settled once, whatever came of it, so that a second run finds nothing to do.
    """
    told = [one for row in _due(moment.as_of) if (one := _settle(row, moment.as_of))]
    tell(told)
    mail_waiting()
    return len(told)


def _due(as_of: date) -> list[ReportSubscription]:
    """Running ones whose last period has ended since they began and was not settled yet."""
    rows = ReportSubscription.objects.filter(active=True).order_by("created_at", "pk")
    return [row for row in rows if _is_due(row, last_period(Rhythm(row.rhythm), as_of))]


def _is_due(row: ReportSubscription, period: date) -> bool:
    began = row.created_at.astimezone(days.office_zone()).date()
    return period >= began and (row.last_period is None or row.last_period < period)


def last_period(rhythm: Rhythm, as_of: date) -> date:
    """The last day of the last month or quarter that was over at the end of ``as_of``."""
    after = as_of + timedelta(days=1)
    months = MONTHS[rhythm]
    first = after.replace(day=1, month=(after.month - 1) // months * months + 1)
    return first - timedelta(days=1)


def _settle(row: ReportSubscription, as_of: date) -> Notice | None:
    """Promise the file with the rights its person has now, or keep why there is none."""
    period = last_period(Rhythm(row.rhythm), as_of)
    person = Person.objects.get(pk=row.person)
    try:
        job = _promised(row, person, period)
    except Forbidden as refusal:
        actions.settle(row, period=period, said=refusal.message)
    except Invalid as refusal:
        actions.settle(row, period=period, said=sentence(refusal))
    else:
        actions.settle(row, period=period, job=job.pk)
        return _notice(row, person, period)
    return None


def _promised(row: ReportSubscription, person: Person, period: date) -> Job:
    forget_roles(person)
    check_holds(person, Permission.READ_REGISTER)
    kind = actions.kind_of(row)
    asked = Asked(person, Moment(period), row.demonstration, row.parameters)
    kind.check(asked)
    return file_jobs.promise(kind, asked, FORMS[row.form])


def _notice(row: ReportSubscription, person: Person, period: date) -> Notice:
    """It says which report and which day, never whom or what the report is about."""
    said = _("“%(title)s” as at %(day)s, which you have sent to you, can be fetched for a week.")
    text = said % {"title": actions.kind_of(row).title, "day": uno_date(period)}
    path = reverse("report-file-job", args=[row.job])
    return notice(person, NOTICE, str(row.pk), period, text, path)
