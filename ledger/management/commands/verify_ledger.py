"""Recompute every digest of the memory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger import seals
from ledger.verify import verify


class Command(BaseCommand):
    help = "Checks guards, digests and seals; exits with 1 and names each fault found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", metavar="NO:HASH", help="a seal published earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = verify(head=_head(options["head"]))
        seals.seal_pending()
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"The ledger is not whole: {len(faults)} faults.")
        no, digest = seals.head()
        self.stdout.write(f"The ledger is whole. Head {no}:{digest}")


def _head(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    no, _, digest = text.partition(":")
    if not no.isdigit() or len(digest) != 64:
        raise CommandError("Give the head as NO:HASH, as `seal` prints it.")
    return int(no), digest
