"""Compute an edition anew from the ledger and compare it cell by cell."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ictportal.editions.verifying import verify
from ictportal.models import EditionIssue

SHOWN = 20


class Command(BaseCommand):
    help = "Recomputes an edition (or all) from the ledger and compares every cell and file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="*", help="such as E1; without one, every edition")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = EditionIssue.objects.select_related("subject").order_by("recorded_at")
        codes = options["code"]
        issues = list(rows.filter(subject__code__in=codes) if codes else rows)
        missing = set(codes) - {issue.subject.code for issue in issues}
        if missing:
            raise CommandError(f"There is no edition {', '.join(sorted(missing))}.")
        failed = [issue.subject.code for issue in issues if not self._verify(issue)]
        if failed:
            raise CommandError(f"Does not agree: {', '.join(failed)}.")

    def _verify(self, issue: EditionIssue) -> bool:
        verdict = verify(issue)
        code = issue.subject.code
        if verdict.agrees:
            self.stdout.write(f"{code}: {verdict.compared} parts agree, cell by cell.")
            return True
        self.stdout.write(f"{code}: {len(verdict.differences)} cells differ.")
        for one in verdict.differences[:SHOWN]:
            self.stdout.write(f"  {one}")
        return False
