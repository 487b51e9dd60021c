"""The shape of what is sent to the tracker's endpoints. Only shape: the actions judge content."""

from rest_framework import serializers

from ledger.rest.shapes import Strict
from ledger.texts import LINE_LIMIT, PROSE_LIMIT
from secretariat.models import Classification


class AssessmentInput(Strict):
    """What the oversight body found."""

    word = serializers.CharField(max_length=LINE_LIMIT)
    as_of = serializers.DateField()
    reasoning = serializers.CharField(max_length=PROSE_LIMIT)
    successor = serializers.UUIDField(required=False, allow_null=True, default=None)
    no_successor_reason = serializers.CharField(
        max_length=LINE_LIMIT, required=False, allow_blank=True, default=""
    )


class ReopeningInput(Strict):
    """Why it opens again."""

    word = serializers.CharField(max_length=LINE_LIMIT)
    as_of = serializers.DateField()
    reasoning = serializers.CharField(max_length=PROSE_LIMIT)


class UpdateInput(Strict):
    """What the Administration says."""

    claim = serializers.CharField(max_length=20)
    as_of = serializers.DateField()
    narrative = serializers.CharField(max_length=PROSE_LIMIT)
    target = serializers.CharField(max_length=7, required=False, allow_blank=True, default="")
    target_reason = serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True, default=""
    )
    classification = serializers.ChoiceField(
        choices=Classification.choices, default=Classification.UNCLASSIFIED
    )


class TranscriptionInput(Strict):
    """What a published annex says."""

    word = serializers.CharField(max_length=LINE_LIMIT)
    as_of = serializers.DateField()
    reasoning = serializers.CharField(max_length=PROSE_LIMIT)
    symbol = serializers.CharField(max_length=80)
    locator = serializers.CharField(max_length=LINE_LIMIT)


class EvidenceRequestInput(Strict):
    """What evidence is asked for."""

    said = serializers.CharField(max_length=PROSE_LIMIT)


class EvidenceSupplyInput(Strict):
    """A file and what it shows."""

    file = serializers.FileField()
    said = serializers.CharField(max_length=PROSE_LIMIT)
    classification = serializers.ChoiceField(
        choices=Classification.choices, default=Classification.UNCLASSIFIED
    )
    request = serializers.UUIDField(required=False, allow_null=True, default=None)


class EvidenceReviewInput(Strict):
    """The auditor's word on supplied evidence."""

    move = serializers.CharField(max_length=9)
    said = serializers.CharField(max_length=PROSE_LIMIT)


class LinkInput(Strict):
    """How the recommendation relates to another."""

    kind = serializers.CharField(max_length=12)
    other = serializers.UUIDField()
    as_of = serializers.DateField()
    reason = serializers.CharField(max_length=PROSE_LIMIT)


class ParticularsInput(Strict):
    """Members to change, each optional, with the day and the reason."""

    title = serializers.CharField(max_length=LINE_LIMIT, required=False)
    text = serializers.CharField(max_length=PROSE_LIMIT, required=False, allow_blank=True)
    theme = serializers.CharField(max_length=60, required=False, allow_null=True)
    lead = serializers.CharField(max_length=60, required=False, allow_null=True)
    entities = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=100
    )
    priority = serializers.CharField(max_length=10, required=False)
    acceptance = serializers.CharField(max_length=19, required=False)
    classification = serializers.CharField(max_length=21, required=False)
    made_in = serializers.CharField(max_length=80, required=False, allow_null=True)
    issued_not_before = serializers.DateField(required=False, allow_null=True)
    issued_not_after = serializers.DateField(required=False)
    root_cause = serializers.CharField(max_length=PROSE_LIMIT, required=False, allow_blank=True)
    corrective_action = serializers.CharField(
        max_length=PROSE_LIMIT, required=False, allow_blank=True
    )
    as_of = serializers.DateField()
    from_the_start = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=PROSE_LIMIT)
