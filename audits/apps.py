"""The tracker's application."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Declares the tracker's imports, figures, flags and nightly steps."""

    name = "audits"

    def ready(self) -> None:
        from audits import figures, flags, imports, periodic  # noqa: F401

        imports.declare_all()
