"""A small round of self-certification: three entities, two policies, made through the import."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance import certification
from governance.actions.certification import Answered, certify, correct_certification
from governance.certification import FormRow, RoundState
from governance.models import CertificationForm, CertificationRound, SelfCertification
from ledger import moments
from ledger.moments import Moment
from secretariat.models import Entity, Person
from secretariat.roles import Role
from tests.world import bring_in

ROUND = "T-ROUND"
START = "2020-01-01"


@dataclass
class Rounds:
    """Who is here and the round they answer."""

    secretary: Person
    focal_point: Person
    other_focal_point: Person
    auditor: Person
    reader: Person

    @property
    def round(self) -> CertificationRound:
        """The round."""
        return CertificationRound.objects.get(code=ROUND)

    def state(self, moment: Moment | None = None) -> RoundState:
        """The round as it stands."""
        found = certification.round_at(self.auditor, ROUND, moment or moments.now())
        assert found is not None
        return found

    def form(self, entity: str = "DGACM", moment: Moment | None = None) -> FormRow:
        """The form of an entity."""
        at = moment or moments.now()
        return next(
            row for row in certification.forms(self.state(at), at) if row.entity.code == entity
        )

    def version(self, entity: str = "DGACM") -> int:
        """The version of the form; 0 before anything was saved."""
        rows = CertificationForm.objects.filter(round__code=ROUND, entity__code=entity)
        return rows.values_list("version", flat=True).first() or 0

    def asked(self, entity: str, given: dict[str, Any]) -> dict[str, Any]:
        """A complete form, with what the test changes."""
        return {
            "by": self.focal_point if entity == "DGACM" else self.other_focal_point,
            "round_id": self.round.pk,
            "entity_id": Entity.objects.get(code=entity).pk,
            "answers": answers(),
            "signed_by": "Executive Office",
            "expected_version": self.version(entity),
            **given,
        }

    def certify(self, entity: str = "DGACM", **given: Any) -> SelfCertification:
        """The focal point certifies, completely unless told otherwise."""
        return certify(**{"complete": True, **self.asked(entity, given)})

    def correct(self, entity: str = "DGACM", **given: Any) -> SelfCertification:
        """The focal point corrects."""
        asked = {"reason": "The register was read wrongly.", **self.asked(entity, given)}
        return correct_certification(**asked)


def answers(**changes: tuple[str, str]) -> dict[str, Answered]:
    """An answer for each policy of the round; a change names a policy by its last letter."""
    given = {"A": ("compliant", "The register of assets."), "B": ("not_compliant", ""), **changes}
    return {f"T-POLICY-{letter}": Answered(*said) for letter, said in given.items()}


def build_rounds(people: Callable[..., Person]) -> Rounds:
    """A round open from April to May 2025, asking three entities about two policies."""
    bring_in(
        "entities",
        {"code": "DGACM", "name": "A department", "as_of": START},
        {"code": "OLA", "name": "Another department", "as_of": START},
        {"code": "T-OFFICE", "name": "An office away", "as_of": START},
    )
    bring_in(
        "policies",
        policy("T-POLICY-A", "Acceptable use"),
        policy("T-POLICY-B", "Back-up of data"),
        policy("T-POLICY-C", "Cabling, not asked about"),
        policy("T-POLICY-D", "Drafted only", state="drafting"),
    )
    bring_in("certification_rounds", a_round())
    return Rounds(
        secretary=people(Role.SECRETARY),
        focal_point=people(Role.FOCAL_POINT, "DGACM", entity="DGACM"),
        other_focal_point=people(Role.FOCAL_POINT, "OLA", entity="OLA"),
        auditor=people(Role.AUDITOR, "BOA"),
        reader=people(Role.READER),
    )


def policy(code: str, title: str, **changes: str) -> dict[str, str]:
    """A policy in force since 2020."""
    return {
        "code": code,
        "title": title,
        "kind": "policy",
        "state": "in_force",
        "as_of": START,
        **changes,
    }


def a_round(**changes: str) -> dict[str, str]:
    """The round, with what the test changes."""
    return {
        "code": ROUND,
        "name": "Self-certification, spring 2025",
        "opened_on": "2025-04-01",
        "closes_on": "2025-05-31",
        "entities": "DGACM;OLA;T-OFFICE",
        "policies": "T-POLICY-A;T-POLICY-B",
        "as_of": "2025-04-01",
        **changes,
    }


def printed_round(**changes: str) -> dict[str, str]:
    """A round of which only totals are printed (A/74/588 para 18)."""
    return {
        "code": "T-PRINTED",
        "name": "Self-certification, August 2018",
        "opened_on": "2018-08",
        "printed_asked": "70",
        "printed_complete": "5",
        "printed_in_force": "42",
        "printed_covered": "2",
        "as_of": "2018-12-31",
        **changes,
    }
