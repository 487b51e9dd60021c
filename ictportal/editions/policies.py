"""Who may prepare, issue, withdraw and read editions. Each rule raises, or answers yes or no."""

from typing import Any

from django.db.models import QuerySet

from ictportal.models import DraftState, Edition, EditionDraft, EditionIssue
from ledger.errors import Forbidden
from secretariat.access import holds_everywhere, is_person, may
from secretariat.models import SYSTEM_EMAIL, Classification, Person
from secretariat.policies import check_holds
from secretariat.roles import Permission, Role

#: What a person must hold everywhere beside the right to read editions, by their class: an edition
#: has rows of all bodies and entities.
READS = {
    Classification.UNCLASSIFIED: None,
    Classification.CONFIDENTIAL: Permission.READ_CONFIDENTIAL,
    Classification.STRICTLY_CONFIDENTIAL: Permission.READ_STRICTLY_CONFIDENTIAL,
}


def readable_by(viewer: Any) -> QuerySet[EditionIssue]:
    """The issued editions a person may read, withdrawn ones among them, newest first."""
    if not may(viewer, Permission.READ_EDITIONS):
        return EditionIssue.objects.none()
    classes = [
        word.value
        for word, permission in READS.items()
        if not permission or holds_everywhere(viewer, permission)
    ]
    rows: QuerySet[EditionIssue] = EditionIssue.objects.filter(classification__in=classes)
    return rows.select_related("subject", "replaces").order_by(
        "subject__demonstration", "-as_of", "-recorded_at", "-subject__code"
    )


def to_issue(person: Person, *, demonstration: bool) -> QuerySet[EditionDraft]:
    """Editions in preparation that wait for this person, the oldest first."""
    rows = EditionDraft.objects.filter(state=DraftState.PREPARED, demonstration=demonstration)
    return rows.exclude(prepared_by=person.number).order_by("prepared_at")


def check_can_prepare(viewer: Any, *, demonstration: bool, classification: str) -> Role:
    """Editions are prepared by the portfolio officer, of a class the officer may read."""
    role = check_holds(viewer, Permission.PREPARE_EDITIONS)
    _check_layer(viewer, demonstration)
    _check_class(viewer, classification)
    return role


def check_can_issue(viewer: Any, draft: EditionDraft) -> Role:
    """A second person issues: never the one who prepared it.

    The register itself prepares and issues the editions that come with the product.
    """
    role = check_holds(viewer, Permission.ISSUE_EDITIONS)
    _check_layer(viewer, draft.demonstration)
    _check_class(viewer, draft.classification)
    assert is_person(viewer)
    if viewer.number == draft.prepared_by and viewer.email != SYSTEM_EMAIL:
        raise Forbidden("You prepared this edition. A second person issues it.")
    return role


def check_can_withdraw(viewer: Any, edition: Edition) -> Role:
    """Who may issue may withdraw."""
    role = check_holds(viewer, Permission.ISSUE_EDITIONS)
    _check_layer(viewer, edition.demonstration)
    return role


def can_prepare(viewer: Any, *, demonstration: bool) -> bool:
    """As :func:`check_can_prepare`, for a button."""
    own = is_person(viewer) and viewer.demonstration == demonstration
    return own and may(viewer, Permission.PREPARE_EDITIONS)


def can_issue(viewer: Any, draft: EditionDraft) -> bool:
    """As :func:`check_can_issue`, for a button."""
    try:
        check_can_issue(viewer, draft)
    except Forbidden:
        return False
    return True


def can_withdraw(viewer: Any, edition: Edition) -> bool:
    """As :func:`check_can_withdraw`, for a button."""
    own = is_person(viewer) and viewer.demonstration == edition.demonstration
    return own and may(viewer, Permission.ISSUE_EDITIONS)


def can_see_drafts(viewer: Any) -> bool:
    """Drafts are for those who prepare or issue."""
    return may(viewer, Permission.PREPARE_EDITIONS) or may(viewer, Permission.ISSUE_EDITIONS)


def _check_layer(viewer: Any, demonstration: bool) -> None:
    if isinstance(viewer, Person) and viewer.demonstration != demonstration:
        layer = "demonstration" if viewer.demonstration else "record"
        raise Forbidden(f"You can prepare and issue editions of the {layer} only.")


def _check_class(viewer: Any, classification: str) -> None:
    needed = READS[Classification(classification)]
    if needed is not None and not holds_everywhere(viewer, needed):
        raise Forbidden(f"Your roles do not let you {needed.label}.")
