"""The memory's application."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate

from ledger import checks


class LedgerConfig(AppConfig):
    """Installs the guards after every migration and checks that they are there."""

    name = "ledger"

    def ready(self) -> None:
        from ledger.guards import install_after_migrate

        post_migrate.connect(install_after_migrate, dispatch_uid="ledger.guards")
        register(checks.guards_are_installed, "database")
