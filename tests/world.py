"""A small world for tests, made by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from audits import actions
from audits.models import Recommendation, Report, Theme
from ledger.importing.kinds import Change, get
from secretariat.access import system
from secretariat.models import Entity, Person
from secretariat.roles import Role

SYMBOL = "A/79/5 (Vol. I)"


@dataclass
class World:
    """Who is here and what they work on."""

    auditor: Person
    other_auditor: Person
    insider: Person
    focal_point: Person
    other_focal_point: Person
    officer: Person
    approver: Person
    administrator: Person
    reader: Person
    lead: Person
    secretary: Person
    client: Person
    outsider: Person
    recommendation: Recommendation
    second: Recommendation
    confidential: Recommendation

    def version(self, recommendation: Recommendation | None = None) -> int:
        """The version in force."""
        row = recommendation or self.recommendation
        return Recommendation.objects.values_list("version", flat=True).get(pk=row.pk)

    def assess(self, word: str = "under implementation", **given: object) -> object:
        """The auditor assesses, unless told otherwise."""
        asked = {
            "by": self.auditor,
            "recommendation_id": self.recommendation.pk,
            "as_of": date(2024, 12, 31),
            "reasoning": "The minutes were looked at.",
            **given,
        }
        asked.setdefault("expected_version", self._version_of(asked["recommendation_id"]))
        return actions.assess_recommendation(word=word, **asked)  # type: ignore[arg-type]

    def update(self, claim: str = "under_implementation", **given: object) -> object:
        """The focal point speaks, unless told otherwise."""
        asked = {
            "by": self.focal_point,
            "recommendation_id": self.recommendation.pk,
            "as_of": date(2024, 9, 30),
            "narrative": "The policy is being drafted.",
            **given,
        }
        asked.setdefault("expected_version", self._version_of(asked["recommendation_id"]))
        return actions.update_recommendation(claim=claim, **asked)  # type: ignore[arg-type]

    def _version_of(self, pk: object) -> int:
        return Recommendation.objects.values_list("version", flat=True).get(pk=pk)


def bring_in(kind: str, *rows: dict[str, str]) -> None:
    """Write reference rows through the writer of their import."""
    declared = get(kind)
    changes = [
        Change(
            line=n,
            key=tuple(row.get(name, "") for name in declared.natural_key),
            before=None,
            after=row,
        )
        for n, row in enumerate(rows, start=2)
    ]
    declared.write(system(), "test", changes)


def build_world(people: Callable[..., Person]) -> World:
    """The world."""
    bring_in(
        "entities",
        {"code": "DGACM", "name": "A department", "as_of": "2015-01-01"},
        {"code": "OLA", "name": "Another department", "as_of": "2015-01-01"},
    )
    bring_in(
        "documents",
        {"symbol": SYMBOL, "kind": "boa_report", "title": "A report of the Board of Auditors"},
    )
    bring_in("reports", {"symbol": SYMBOL, "body": "BOA"})
    officer = people(Role.OFFICER)
    made = actions.record_recommendations(
        by=officer,
        role=Role.OFFICER,
        reason="test",
        rows=[
            new_recommendation("para 10", "Keep an asset register"),
            new_recommendation("para 11", "Test disaster recovery", lead="OLA"),
            new_recommendation("para 12", "Restrict access", classification="confidential"),
        ],
    )
    return World(
        auditor=people(Role.AUDITOR, "BOA"),
        other_auditor=people(Role.AUDITOR, "JIU"),
        insider=people(Role.AUDITOR, "BOA", entity="DGACM"),
        focal_point=people(Role.FOCAL_POINT, "DGACM", entity="DGACM"),
        other_focal_point=people(Role.FOCAL_POINT, "OLA", entity="OLA"),
        officer=officer,
        approver=people(Role.APPROVER),
        administrator=people(Role.ADMINISTRATOR),
        reader=people(Role.READER),
        lead=people(Role.LEAD, "P01"),
        secretary=people(Role.SECRETARY),
        client=people(Role.CLIENT),
        outsider=Person.objects.create(email="outsider@example.org", name="Outsider"),
        recommendation=made[0],
        second=made[1],
        confidential=made[2],
    )


def new_recommendation(
    item: str, title: str, *, lead: str = "DGACM", issued: date = date(2024, 7, 24), **given: object
) -> actions.NewRecommendation:
    """A recommendation of the test report."""
    return actions.NewRecommendation(
        report=Report.objects.select_related("document").get(document__symbol=SYMBOL),
        item=item,
        description=actions.Description(
            title=title,
            text="In our words.",
            theme=Theme.objects.get(code="information-security"),
            lead=Entity.objects.get(code=lead),
            issued_not_before=issued,
            issued_not_after=issued,
            made_in=Report.objects.get(document__symbol=SYMBOL),
            **given,  # type: ignore[arg-type]
        ),
        as_of=issued,
    )
