"""The shape of what is sent: nothing unknown passes."""

from rest_framework import serializers


class Strict(serializers.Serializer[object]):
    """Refuses members it does not know."""

    def to_internal_value(self, data: dict[str, object]) -> dict[str, object]:
        """The values read; an unknown member is named in the refusal."""
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(unknown, "This member is not known."))
        values: dict[str, object] = super().to_internal_value(data)
        return values
