"""Having a report sent: begun and ended by whoever gets it, settled once per period."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ictportal.models import ReportSubscription, Rhythm
from ictportal.reports import register
from ictportal.reports.register import Asked, ReportKind
from ictportal.reports.writing import FORMS, here
from ledger import moments
from ledger.errors import Invalid, WrongState
from ledger.history import declare_kinds, recording
from secretariat.models import Person
from secretariat.policies import check_holds
from secretariat.roles import Permission

MOST = 50

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
    row: ReportSubscription | None = subscriptions_of(by).filter(pk=subscription_id).first()
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


def settle(
    row: ReportSubscription, *, period: date, said: str = "", job: UUID | None = None
) -> ReportSubscription:
    """Keep what came of a subscription for the period that ended on ``period``: a job, or why none.

    A mark of delivery, no statement: it has no history of its own.
    """
    row.last_period, row.said, row.job = period, said[:300], job
    row.save(update_fields=["last_period", "said", "job"])
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
