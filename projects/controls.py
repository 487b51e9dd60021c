"""The controls of security plans: what can be asked of them, and how many are verified."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Count, Max, QuerySet

from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects import filters
from projects.figures import is_demonstration
from projects.filters import YES_NO, MomentFilter, Words, known
from projects.lifecycle import Verification
from projects.models import ControlStatement, Plan
from secretariat.access import may
from secretariat.models import Provenance
from secretariat.roles import Permission


class ControlFilter(MomentFilter):
    """What can be asked of the controls."""

    plan = django_filters.CharFilter(method="by_plan", label="Security plan")
    verification = Words(
        field_name="verification", choices=Verification.choices, label="Verification"
    )
    substituted = django_filters.ChoiceFilter(
        method="by_substituted", choices=YES_NO, label="Something stands in its place"
    )
    provenance = Words(method="by_provenance", choices=Provenance.choices, label="Provenance")

    class Meta:
        model = ControlStatement
        fields: list[str] = []

    def by_plan(self, rows: Any, name: str, value: str) -> Any:
        """Of the plan with this code."""
        return rows.filter(subject__plan=known(Plan, name, value))

    def by_substituted(self, rows: Any, name: str, value: str) -> Any:
        """Whether another measure stands in the place of the planned one."""
        return rows.exclude(substitute="") if value == "yes" else rows.filter(substitute="")


PARAMETERS = frozenset(ControlFilter.base_filters)


def viewable_controls(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> QuerySet[ControlStatement]:
    """What is said last of each control a person may see, by plan and code."""
    rows: QuerySet[ControlStatement] = ControlStatement.objects.current(
        moment.as_of, known=moment.known
    )
    if not may(viewer, Permission.READ_REGISTER):
        return rows.none()
    joined = rows.select_related("subject__plan", "citation__document")
    own = joined.filter(subject__demonstration=demonstration)
    return own.order_by("subject__plan__code", "subject__code")


def population(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> QuerySet[Any]:
    """The controls a figure counts: visible and meeting the filters."""
    visible = viewable_controls(viewer, moment, demonstration=is_demonstration(parameters))
    return filters.apply(ControlFilter, visible, parameters, moment)


def verified(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Controls that somebody beside the responsible office has verified, out of all on record."""
    rows = population(viewer, moment, parameters).order_by()
    grouped = rows.values("verification").annotate(n=Count("pk"), last=Max("as_of"))
    found = {row["verification"]: row for row in grouped}
    total = sum(row["n"] for row in found.values())
    parts = [
        Part(
            word.value,
            str(word.label),
            found[word]["n"],
            total,
            {**parameters, "verification": word.value},
        )
        for word in Verification
        if word in found
    ]
    done = found[Verification.VERIFIED]["n"] if Verification.VERIFIED in found else 0
    return Answer(
        status=Status.OK if total else Status.NOT_APPLICABLE,
        value=done if total else None,
        numerator=done,
        denominator=total,
        minimum=done,
        maximum=done,
        parts=parts,
        rows={**parameters, "verification": Verification.VERIFIED.value},
        observed_through=max((row["last"] for row in found.values()), default=None),
    )


VERIFIED = declare(
    Figure(
        key="controls.verified",
        version=1,
        name="Security controls verified",
        question="Is what the information-security action plan asks for verified?",
        unit="controls",
        formula="verified ÷ controls on record",
        definition="Counts each control of a security plan at what was said last of it. Verified "
        "is what somebody other than the responsible office has verified; partly validated counts "
        "as not verified. The sources name three of the ten points of the action plan, each as a "
        "deficiency, and say of none that it is verified.",
        sources=("A/74/588, paras 19-20",),
        rows="control-list",
        parameters=PARAMETERS,
        compute=verified,
        words=Verification.values,
        counted=population,
    )
)
