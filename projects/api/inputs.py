"""The shape of what is sent to the portfolio's endpoints. Only shape: the actions judge content."""

from rest_framework import serializers

from ledger.texts import LINE_LIMIT, PROSE_LIMIT


class Strict(serializers.Serializer[object]):
    """Refuses members it does not know."""

    def to_internal_value(self, data: dict[str, object]) -> dict[str, object]:
        """The values read; an unknown member is named in the refusal."""
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(unknown, "This member is not known."))
        values: dict[str, object] = super().to_internal_value(data)
        return values


class AssessmentInput(Strict):
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
