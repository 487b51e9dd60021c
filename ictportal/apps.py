"""The front door's application."""

from django.apps import AppConfig
from django.core.checks import register

from ictportal.checks import production_is_complete


class PortalConfig(AppConfig):
    """Pages and commands that read several domains; declares their flags, jobs, files and nights."""

    name = "ictportal"

    def ready(self) -> None:
        from ictportal import contradictions, periodic  # noqa: F401
        from ictportal.editions import issuing, report_files  # noqa: F401
        from ictportal.reports import catalogue  # noqa: F401

        register(production_is_complete)
