"""Since when the register speaks at all: before that day there is nothing to report."""

from datetime import date

from django.db.models import Min

from audits.models import Particulars
from governance.models import BodyParticulars, MandateParticulars
from projects.models import ProjectParticulars

SPEAKS = (Particulars, ProjectParticulars, BodyParticulars, MandateParticulars)


def first_day(demonstration: bool) -> date | None:
    """The earliest day any recommendation, project, body or request of the layer is spoken of."""
    found = [
        model.objects.filter(subject__demonstration=demonstration).aggregate(day=Min("as_of"))[
            "day"
        ]
        for model in SPEAKS
    ]
    return min((day for day in found if day is not None), default=None)
