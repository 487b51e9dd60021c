"""The front door's application."""

from django.apps import AppConfig
from django.core.checks import register

from ictportal.checks import production_is_complete


class PortalConfig(AppConfig):
    """Pages and commands that read several domains."""

    name = "ictportal"

    def ready(self) -> None:
        register(production_is_complete)
