"""Read answers about the organization: names of a day, thresholds of a day, people by number."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from ledger.moments import Moment
from secretariat.models import Entity, EntityParticulars, Person, Threshold, ThresholdValue


def threshold(code: str, moment: Moment) -> int:
    """The value of a threshold at a moment; the earliest one for a day before it was first set."""
    values = ThresholdValue.objects.filter(subject__code=code)
    held = values.current(moment.as_of, known=moment.known).first()
    if held is None:
        held = values.standing().order_by("as_of", "ordinal").first()
    if held is None:
        raise LookupError(f"The threshold {code} was never set.")
    return int(held.value)


def thresholds() -> list[tuple[Threshold, ThresholdValue | None]]:
    """All thresholds with the value in force today."""
    found = []
    for row in Threshold.objects.order_by("code"):
        values = ThresholdValue.objects.filter(subject=row).standing()
        found.append((row, values.order_by("-as_of", "-ordinal").first()))
    return found


def entities_at(moment: Moment, *, demonstration: bool = False) -> QuerySet[Any]:
    """Entities with the ``name`` and ``name_zh`` they had at the moment (the earliest before)."""
    named = EntityParticulars.objects.filter(subject=OuterRef("pk"))
    on_the_day = (
        named.filter(as_of__lte=moment.as_of)
        .standing(known=moment.known)
        .order_by("-as_of", "-ordinal")
    )
    return (
        Entity.objects.filter(demonstration=demonstration)
        .annotate(
            name=Subquery(on_the_day.values("name")[:1]),
            name_zh=Subquery(on_the_day.values("name_zh")[:1]),
        )
        .order_by("code")
    )


def entity_names(moment: Moment) -> dict[Any, tuple[str, str]]:
    """Name and Chinese name of every entity at the moment, by id; the code where none is known."""
    rows = EntityParticulars.objects.current(moment.as_of, known=moment.known)
    names = {row.subject_id: (row.name, row.name_zh) for row in rows}
    for entity in Entity.objects.all():
        names.setdefault(entity.pk, (entity.code, ""))
    return names


def names_of(numbers: Iterable[int]) -> dict[int, str]:
    """The names of people by their stable number, resolved today."""
    return dict(Person.objects.filter(pk__in=set(numbers)).values_list("pk", "name"))
