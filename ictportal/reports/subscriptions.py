"""Having a report sent: begun and ended by whoever gets it, due on the first day after a period."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ictportal.models import ReportSubscription, Rhythm
from ictportal.reports import file_jobs, register
from ictportal.reports.file_jobs import sentence
from ictportal.reports.register import Asked, ReportKind
from ictportal.reports.writing import FORMS, here
from ictportal.templatetags.portal import uno_date
from ledger import days, moments
from ledger.errors import Forbidden, Invalid, WrongState
from ledger.history import declare_kinds, recording
from ledger.moments import Moment
from secretariat.access import forget_roles
from secretariat.models import Notice, Person
from secretariat.notices import mail_waiting, notice, tell
from secretariat.policies import check_holds
from secretariat.roles import Permission

NOTICE = "report_sent"
MOST = 50
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}

declare_kinds(
    {
        "ictportal.subscription.begun": "asked to have a report sent",
        "ictportal.subscription.ended": "ended having a report sent",
    }
)


def subscribe(
    *,
    by: Person,
    report: str,
    parameters: Mapping[str, str],
    form: str,
    rhythm: str,
    demonstration: bool = False,
) -> ReportSubscription:
    """Have a report sent to oneself from now on, as at the end of each period.

    Raises ``Invalid`` for a report, choice, form or rhythm there is not, for a form that cannot be
    made here, and for the same thing twice; ``Forbidden`` without the right to read the register.
    """
    role = check_holds(by, Permission.READ_REGISTER)
    row = ReportSubscription(
        person=by.number,
        report=report,
        parameters=dict(parameters),
        form=_form(form),
        rhythm=_rhythm(rhythm),
        demonstration=demonstration,
        created_at=timezone.now(),
    )
    kind_of(row).check(Asked(by, moments.now(), demonstration, row.parameters))
    _check_new(row)
    with recording(by=by, role=role) as record:
        row.save(force_insert=True)
        record.entry("ictportal.subscription.begun", row, after=_told(row))
    return row


def end_subscription(*, by: Person, subscription_id: UUID) -> ReportSubscription:
    """End it. Raises ``Invalid`` for one that is not the person's own, ``WrongState`` if ended."""
    row = subscriptions_of(by).filter(pk=subscription_id).first()
    if row is None:
        said = _("You have nothing sent under this number.")
        raise Invalid(said, fields={"subscription": said})
    role = check_holds(by, Permission.READ_EDITIONS)
    with recording(by=by, role=role) as record:
        if not ReportSubscription.objects.filter(pk=row.pk, active=True).update(active=False):
            raise WrongState(_("This was ended before."))
        row.active = False
        record.entry("ictportal.subscription.ended", row, before=_told(row))
    return row


def subscriptions_of(person: Person) -> Any:
    """What a person has or had sent, the running ones first."""
    rows = ReportSubscription.objects.filter(person=person.number)
    return rows.order_by("-active", "-created_at", "pk")


def kind_of(row: ReportSubscription) -> ReportKind:
    """The report it is about; raises ``Invalid`` when it is no longer made."""
    try:
        return register.get(row.report)
    except KeyError as error:
        said = _("There is no such report.")
        raise Invalid(said, fields={"report": said}) from error


def _form(form: str) -> str:
    said = _("Choose one of: %(forms)s.") % {"forms": ", ".join(FORMS)}
    if form not in FORMS:
        raise Invalid(said, fields={"form": said})
    if refused := here.missing(form):
        raise Invalid(refused, fields={"form": refused})
    return form


def _rhythm(rhythm: str) -> str:
    if rhythm not in Rhythm.values:
        said = _("Choose one of: %(words)s.") % {"words": ", ".join(Rhythm.values)}
        raise Invalid(said, fields={"rhythm": said})
    return rhythm


def _check_new(row: ReportSubscription) -> None:
    running = ReportSubscription.objects.filter(person=row.person, active=True)
    same = {name: getattr(row, name) for name in ("report", "form", "rhythm", "demonstration")}
    if any(one.parameters == row.parameters for one in running.filter(**same)):
        raise Invalid(_("You have this sent to you already."), code="twice")
    if running.count() >= MOST:
        said = _("You have %(most)s reports sent to you. End one before you add another.")
        raise Invalid(said % {"most": MOST}, code="too_many")


def _told(row: ReportSubscription) -> dict[str, Any]:
    names = ("report", "parameters", "form", "rhythm", "demonstration")
    return {name: getattr(row, name) for name in names}


# --- at night ------------------------------------------------------------------------------------
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
    row.last_period, row.said, row.job = period, "", None
    told = None
    try:
        told = _promised(row, period)
    except (Forbidden, Invalid) as refusal:
        said = sentence(refusal) if isinstance(refusal, Invalid) else refusal.message
        row.said = said[:300]
    row.save(update_fields=["last_period", "said", "job"])
    return told


def _promised(row: ReportSubscription, period: date) -> Notice:
    """The notice says which report and which day, never whom or what it is about."""
    person = Person.objects.get(pk=row.person)
    forget_roles(person)
    check_holds(person, Permission.READ_REGISTER)
    kind = kind_of(row)
    asked = Asked(person, Moment(period), row.demonstration, row.parameters)
    kind.check(asked)
    job = file_jobs.promise(kind, asked, FORMS[row.form])
    row.job = job.pk
    said = _("“%(title)s” as at %(day)s, which you have sent to you, can be fetched for a week.")
    text = said % {"title": kind.title, "day": uno_date(period)}
    path = reverse("report-file-job", args=[job.pk])
    return notice(person, NOTICE, str(row.pk), period, text, path)
