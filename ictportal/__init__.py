"""The front door: settings, addresses and everything that reads several domains at once."""

from ictportal.celery import app as celery_app

__all__ = ["celery_app"]
