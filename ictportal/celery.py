"""The Celery application: a carrier of job numbers, nothing more (see ``ledger.jobs``)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ictportal.settings")

app = Celery("ictportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "seal": {"task": "ledger.seal", "schedule": 5.0},
    "sweep": {"task": "ledger.sweep", "schedule": 10.0},
    "nightly": {"task": "ledger.plan_nights", "schedule": 300.0},
}
