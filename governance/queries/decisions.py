"""Read answers about decisions: the register, what replaced what, and what each is about."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from governance.models import Decision, DecisionLink, DecisionParticulars, Meeting
from governance.policies import current, standing
from ledger.moments import Moment

ORDERINGS = {
    "number": ("subject__code",),
    "title": ("title",),
    "body": ("subject__body__code", "decided_on"),
    "decided": ("decided_on",),
    "responsible": ("responsible",),
    "due": ("due_on",),
    "word": ("word",),
}


def decisions(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """Each decision as it stood, with the code of the one that replaced it (``superseded_by``)."""
    rows = current(viewer, DecisionParticulars, moment, demonstration=demonstration)
    later = DecisionParticulars.objects.current(moment.as_of, known=moment.known).filter(
        supersedes=OuterRef("subject")
    )
    joined = rows.select_related("subject__body", "meeting", "supersedes", "citation__document")
    return joined.annotate(
        superseded_by=Subquery(later.order_by("subject__code").values("subject__code")[:1])
    )


def find_decision(
    viewer: Any, code: str, moment: Moment, *, demonstration: bool
) -> DecisionParticulars | None:
    """The decision with this code in one layer as it stood; ``None`` when hidden or not there."""
    rows = decisions(viewer, moment, demonstration=demonstration)
    found: DecisionParticulars | None = rows.filter(subject__code=code).first()
    return found


def decisions_of(viewer: Any, meeting: Meeting, moment: Moment) -> list[DecisionParticulars]:
    """The decisions of a meeting, as they stood."""
    rows = decisions(viewer, moment, demonstration=meeting.demonstration)
    return list(rows.filter(meeting=meeting).order_by("subject__code"))


def said_of(decision: Decision, moment: Moment) -> list[DecisionParticulars]:
    """All that was said of a decision up to the moment, newest first."""
    rows = DecisionParticulars.objects.filter(subject=decision, as_of__lte=moment.as_of)
    said = rows.standing(known=moment.known).select_related("citation__document")
    return list(said.order_by("-as_of", "-ordinal"))


def links_of(
    viewer: Any, decisions: Iterable[UUID], moment: Moment, *, demonstration: bool = False
) -> dict[UUID, list[DecisionLink]]:
    """What each of the decisions is about: one statement for any number of them."""
    rows = standing(viewer, DecisionLink, moment, demonstration=demonstration)
    found: dict[UUID, list[DecisionLink]] = defaultdict(list)
    joined = rows.filter(subject__in=list(decisions)).select_related(
        "project", "policy", "mandate__document", "citation__document"
    )
    for link in joined.order_by("project__code", "policy__code", "mandate__code"):
        found[link.subject_id].append(link)
    return found
