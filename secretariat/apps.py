"""The organization's application."""

from django.apps import AppConfig


class SecretariatConfig(AppConfig):
    """Declares the imports of reference data and the nightly steps."""

    name = "secretariat"

    def ready(self) -> None:
        from secretariat import actions, imports, periodic  # noqa: F401
        from secretariat.api import schema  # noqa: F401

        imports.declare_all()
