"""The shape of what is sent about meetings and decisions. Only shape: the actions judge content."""

from typing import Any

from rest_framework import serializers

from ledger.rest.shapes import Strict
from ledger.texts import LINE_LIMIT, PROSE_LIMIT


def a_line(*, required: bool = False) -> Any:
    """A member of one line."""
    if required:
        return serializers.CharField(max_length=LINE_LIMIT)
    return serializers.CharField(
        max_length=LINE_LIMIT, required=False, allow_blank=True, default=""
    )


def a_passage(*, required: bool = False) -> Any:
    """A member that holds a passage."""
    if required:
        return serializers.CharField(max_length=PROSE_LIMIT)
    return serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True, default=""
    )


def a_day(*, required: bool = False) -> Any:
    """A member that holds a day."""
    if required:
        return serializers.DateField()
    return serializers.DateField(required=False, allow_null=True, default=None)


class MeetingInput(Strict):
    """A meeting to be planned; the portal gives it its code."""

    body = serializers.CharField(max_length=60)
    day = a_day(required=True)
    kind = serializers.CharField(max_length=13, required=False, default="regular")
    starts_at = serializers.CharField(max_length=5, required=False, allow_blank=True, default="")
    title = a_line()
    place = a_line()


class MeetingMoveInput(Strict):
    """What became of a meeting: ``hold``, ``postpone``, ``cancel`` or ``merge``."""

    move = serializers.ChoiceField(choices=["hold", "postpone", "cancel", "merge"])
    day = a_day()
    new_day = a_day()
    into = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    reason = a_passage()


class ApprovalInput(Strict):
    """Who approved the minutes, and when."""

    approved_on = a_day(required=True)
    approved_by = a_line(required=True)


class DecisionLinkInput(Strict):
    """One thing a decision is about: ``project``, ``policy`` or ``mandate``, by its code."""

    kind = serializers.CharField(max_length=7)
    code = serializers.CharField(max_length=60)


class DecisionInput(Strict):
    """A decision for the register; the portal gives it its number."""

    body = serializers.CharField(max_length=60)
    meeting = serializers.CharField(max_length=60, required=False, allow_null=True, default=None)
    title = a_line(required=True)
    text = a_passage(required=True)
    decided_on = a_day(required=True)
    decided_by = a_line()
    advised_by = a_line()
    responsible = a_line()
    due_on = a_day()
    word = serializers.CharField(max_length=13, required=False, default="open")
    supersedes = serializers.CharField(
        max_length=60, required=False, allow_null=True, allow_blank=True, default=None
    )
    links = DecisionLinkInput(many=True, required=False, default=list)


class FollowUpInput(Strict):
    """How far a decision has been carried out."""

    word = serializers.CharField(max_length=13)
    outcome = a_passage(required=True)
