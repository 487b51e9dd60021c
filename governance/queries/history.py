"""The history of a record, as pages tell it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Q

from ledger.history import sentence
from ledger.models import Entry, Record
from ledger.moments import Moment
from secretariat.queries import names_of
from secretariat.roles import role_name

SHOWN = 100


def history(record: Record, moment: Moment) -> list[Entry]:
    """The actions on a record known at the moment, newest first, each with who acted, in words."""
    return histories([record], moment)


def histories(records: Iterable[Record], moment: Moment) -> list[Entry]:
    """As :func:`history`, of several records together."""
    about = Q(pk__in=[])
    for kind, ids in groupby(records, key=lambda record: record._meta.label_lower):
        about |= Q(subject_type=kind, subject_id__in=[str(record.pk) for record in ids])
    rows = Entry.objects.filter(about)
    if moment.known is not None:
        rows = rows.filter(seal__no__lte=moment.known)
    return _told(rows.select_related("seal").order_by("-recorded_at", "-pk")[:SHOWN])


def _told(rows: Iterable[Any]) -> list[Entry]:
    entries = list(rows)
    names = names_of(entry.actor for entry in entries)
    for entry in entries:
        entry.actor_name = names.get(entry.actor, str(entry.actor))
        entry.sentence = sentence(entry.kind)
        entry.role_name = role_name(entry.acting_role)
        entry.readable = True
    return entries
