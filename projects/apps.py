"""The portfolio's application."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Declares the portfolio's imports, figures, flags and nightly steps."""

    name = "projects"

    def ready(self) -> None:
        from projects import (  # noqa: F401
            controls,
            figures,
            flags,
            imports,
            milestone_figures,
            periodic,
            recovery,
            resource_figures,
            warnings,
        )

        imports.declare_all()
