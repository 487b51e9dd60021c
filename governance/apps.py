"""The application of governance."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Declares the imports, figures, flags and nightly steps of governance."""

    name = "governance"

    def ready(self) -> None:
        from governance import figures, flags, imports, periodic  # noqa: F401

        imports.declare_all()
