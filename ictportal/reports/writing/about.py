"""What a file says of itself: the report, its day, layer, classification and edition."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ictportal.reports.content import Report
from ictportal.templatetags.portal import CLASSIFICATIONS, uno_date


@dataclass(frozen=True)
class About:
    """What a file says besides the report.

    ``classification`` is a key of ``CLASSIFICATIONS``; ``edition`` title and number of the edition
    it belongs to, ``address`` where the report stands in the portal, ``made`` how it was made, each
    in words and empty where there is nothing to say.
    """

    classification: str = "unclassified"
    edition: str = ""
    address: str = ""
    made: str = ""

    @property
    def mark(self) -> str:
        """The classification in capitals, as it stands at the head of every page."""
        return str(CLASSIFICATIONS[self.classification].label).upper()


def as_at(report: Report) -> str:
    """As at 31 March 2019."""
    return _("As at %(day)s") % {"day": uno_date(report.day)}


def layer_mark(report: Report) -> str:
    """DEMONSTRATION for the demonstration layer, nothing for the record."""
    return _("Demonstration").upper() if report.layer == "demonstration" else ""


def running_head(report: Report, about: About) -> str:
    """What stands beside the title at the head of every page."""
    return " · ".join(said for said in (layer_mark(report), as_at(report), about.mark) if said)


def particulars(report: Report, about: About) -> list[tuple[str, str]]:
    """Pairs of label and value for the first page; those without a value are left out."""
    layer = _("Demonstration, not the record") if report.layer == "demonstration" else _("Record")
    known = _("Seal %(number)s") % {"number": report.known} if report.known is not None else ""
    told = [
        (_("Subject"), report.subject),
        (_("As at"), uno_date(report.day)),
        (_("Known up to"), known),
        (_("Layer"), layer),
        (_("Classification"), str(CLASSIFICATIONS[about.classification].label)),
        (_("Edition"), about.edition),
        (_("Prepared"), about.made),
        (_("Address"), about.address),
    ]
    return [(label, value) for label, value in told if value]
