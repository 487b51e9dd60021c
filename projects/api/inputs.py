"""The shape of what is sent to the portfolio's endpoints. Only shape: the actions judge content."""

from rest_framework import serializers

from ledger.rest.shapes import Strict
from ledger.texts import LINE_LIMIT, PROSE_LIMIT


class ObjectiveWordInput(Strict):
    """What one voice says of an objective."""

    voice = serializers.CharField(max_length=7)
    met = serializers.CharField(max_length=6)
    as_of = serializers.DateField()
    reasoning = serializers.CharField(max_length=PROSE_LIMIT)
    case = serializers.CharField(
        max_length=LINE_LIMIT, required=False, allow_blank=True, default=""
    )


class MeasurementInput(Strict):
    """What was measured for an objective."""

    period = serializers.CharField(max_length=10)
    value = serializers.CharField(max_length=40)
    unit = serializers.CharField(max_length=LINE_LIMIT)
    evidence = serializers.CharField(max_length=PROSE_LIMIT)
    qualifier = serializers.CharField(max_length=9, required=False, default="exactly")
