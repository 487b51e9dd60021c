"""The portfolio's application."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Declares the portfolio's imports, figures and flags."""

    name = "projects"

    def ready(self) -> None:
        from projects import imports

        imports.declare_all()
