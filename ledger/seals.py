"""The sealer: puts committed entries in one unbroken, hash-chained order."""

from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.digests import GENESIS, seal_digest
from ledger.models import AwaitingSeal, Lease, Seal

BATCH = 2_000


def seal_pending() -> int:
    """Seal every committed entry that awaits it; returns how many were sealed.

    Only one sealer works at a time (a lease row); a second one returns 0 and leaves the work.
    """
    holder = uuid4().hex
    if not _take_lease(holder):
        return 0
    total = 0
    try:
        while count := _seal_batch():
            total += count
    finally:
        Lease.objects.filter(name="sealer", holder=holder).delete()
    return total


def head() -> tuple[int, str]:
    """The number and digest of the last seal: publish it outside, to find a cut tail later."""
    last = Seal.objects.order_by("-no").values_list("no", "digest").first()
    return last or (0, GENESIS)


def _take_lease(holder: str) -> bool:
    moment = timezone.now()
    until = moment + timedelta(seconds=60)
    try:
        with transaction.atomic():
            free = Lease.objects.filter(name="sealer", until__lt=moment)
            if free.update(holder=holder, until=until):
                return True
            if Lease.objects.filter(name="sealer").exists():
                return False
            Lease.objects.create(name="sealer", holder=holder, until=until)
            return True
    except IntegrityError:
        return False


def _seal_batch() -> int:
    if not AwaitingSeal.objects.exists():
        return 0
    with transaction.atomic():
        waiting = AwaitingSeal.objects.select_related("entry").order_by(
            "entry__recorded_at", "entry_id"
        )[:BATCH]
        number, previous = head()
        moment = timezone.now()
        seals = []
        for row in waiting:
            number += 1
            digest = seal_digest(number, row.entry.pk, row.entry.digest, previous)
            seals.append(
                Seal(
                    no=number,
                    entry=row.entry,
                    digest=digest,
                    previous=previous,
                    sealed_at=moment,
                )
            )
            previous = digest
        Seal.objects.bulk_create(seals, batch_size=500)
        AwaitingSeal.objects.filter(pk__in=[seal.entry.pk for seal in seals]).delete()
    return len(seals)
