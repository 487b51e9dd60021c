"""Load the reference data and the documented rows through the one importer."""

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from ledger import seals
from ledger.history import correlated
from ledger.importing.applying import apply_import, check_import
from ledger.importing.kinds import ImportKind, all_kinds
from ledger.models import ImportRecord, ImportState
from secretariat.access import system

FOLDERS = ("secretariat", "audits", "governance", "projects")


class Command(BaseCommand):
    help = "Loads every data file that changed since it was last loaded; says what it did."

    def handle(self, *args: Any, **options: Any) -> None:
        with correlated():
            for kind in all_kinds():
                for path in _files(kind):
                    self._load(kind, path)
        seals.seal_pending()

    def _load(self, kind: ImportKind, path: Path) -> None:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        loaded = ImportRecord.objects.filter(
            kind=kind.key, sha256=digest, state=ImportState.APPLIED
        )
        if loaded.exists():
            return
        record = check_import(
            kind=kind.key,
            content=content,
            file_name=path.name,
            by=system(),
            reason="Reference data of the product",
        )
        if record.faults:
            raise CommandError(f"{path.name} was refused: {record.faults[:5]}")
        apply_import(record=record, by=system())
        self.stdout.write(f"{path.name}: {record.added} added, {record.changed} changed")


def _files(kind: ImportKind) -> list[Path]:
    places = [Path(apps.get_app_config(name).path) / "data" for name in FOLDERS]
    return [path for place in places if (path := place / f"{kind.key}.csv").exists()]
