"""The tracker's application."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Declares the tracker's imports, figures, flags, nightly steps and files."""

    name = "audits"

    def ready(self) -> None:
        from audits import figures, flags, imports, periodic, storage  # noqa: F401

        imports.declare_all()
