"""Notices: told once in the portal and once by mail."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from secretariat.models import Notice, Person

log = logging.getLogger(__name__)


def tell(notices: Iterable[Notice]) -> int:
    """Keep the notices that were not kept before (one per person, kind, subject and day)."""
    wanted = list(notices)
    known = set(
        Notice.objects.filter(day__in={n.day for n in wanted}).values_list(
            "person_id", "kind", "subject_id", "day"
        )
    )
    new = {
        key: notice
        for notice in wanted
        if (key := (notice.person_id, notice.kind, notice.subject_id, notice.day)) not in known
    }
    Notice.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=500)
    return len(new)


def notice(person: Person, kind: str, subject_id: str, day: date, text: str, path: str) -> Notice:
    """A notice, not yet kept."""
    return Notice(
        person=person,
        kind=kind,
        subject_id=subject_id,
        day=day,
        text=text,
        path=path,
        created_at=timezone.now(),
    )


def mail_waiting() -> int:
    """Send each person one mail about all notices not mailed yet; returns the number of mails.

    A crash between sending and stamping can send twice, never zero times. The mail names numbers
    and a link, nothing from the record.
    """
    waiting: dict[Person, list[int]] = defaultdict(list)
    rows = Notice.objects.filter(mailed_at__isnull=True, person__is_active=True)
    for row in rows.select_related("person").order_by("pk"):
        waiting[row.person].append(row.pk)
    return sum(_mail(person, ids) for person, ids in waiting.items())


def _mail(person: Person, ids: list[int]) -> int:
    text = _("%(count)d notices wait for you in the ICT portal: %(address)s/notices/") % {
        "count": len(ids),
        "address": settings.PUBLIC_ADDRESS,
    }
    try:
        send_mail(_("ICT portal: notices"), text, None, [person.email])
    except OSError:
        log.warning("Mail to person %s could not be sent; it is tried again.", person.pk)
        return 0
    Notice.objects.filter(pk__in=ids).update(mailed_at=timezone.now())
    return 1
