"""The front door's application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages and commands that read several domains."""

    name = "ictportal"
