"""Editions for tests: with few reports, so that they are issued in a moment."""

from collections.abc import Collection
from datetime import date
from typing import Any
from unittest.mock import patch

from ictportal.editions import actions, freezing
from ictportal.models import EditionDraft, EditionIssue
from ictportal.reports import register
from tests.world import World

DAY = date(2024, 12, 31)
LIGHT = ("recommendations",)


def only(*keys: str) -> Any:
    """While this holds, editions have these reports only."""
    return patch.object(freezing, "kinds", lambda pinned: [register.get(key) for key in keys])


def a_draft(world: World, **given: Any) -> EditionDraft:
    """The officer prepares an edition of the record, unless told otherwise."""
    asked = {"by": world.officer, "title": "The state of ICT", "as_of": DAY}
    return actions.prepare_edition(**{**asked, "demonstration": False, **given})


def an_edition(
    world: World,
    *,
    reports: Collection[str] = LIGHT,
    forms: Collection[str] = ("csv",),
    **given: Any,
) -> EditionIssue:
    """As :func:`a_draft`, and the approver issues it."""
    draft = a_draft(world, **given)
    with only(*reports):
        edition = actions.issue_edition(
            by=world.approver, draft_id=draft.pk, expected_version=draft.version, forms=forms
        )
    return EditionIssue.objects.select_related("subject").get(subject=edition)
