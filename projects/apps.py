"""The portfolio's application."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Declares the portfolio's imports, figures, flags and nightly steps."""

    name = "projects"

    def ready(self) -> None:
        from projects import figures, flags, imports, periodic, warnings  # noqa: F401

        imports.declare_all()
