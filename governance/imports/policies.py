"""Sheets of policies, reviews, rounds of self-certification, and what they found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from governance.imports.common import AS_OF, KEEP, NAME, both, days_in_order, merged
from governance.lifecycle import PolicyKind, PolicyState, ReviewDone
from governance.models import (
    CertificationRound,
    ComplianceReview,
    Policy,
    PolicyParticulars,
    ReviewedUnit,
    RoundEntity,
    RoundParticulars,
    RoundPolicy,
)
from ledger.importing.kinds import Cells, Change
from ledger.importing.reading import Fault
from projects.imports.portfolio import clean_codes
from secretariat import cells
from secretariat.cells import Cell, Codes, codes_in
from secretariat.models import Document, Entity
from secretariat.sheets import Sheet
from secretariat.symbols import normal


def _asked(shown: Any) -> str:
    return "; ".join(sorted(row.entity.code for row in shown.statement.entities.all()))


def _covered(shown: Any) -> str:
    return "; ".join(sorted(row.policy.code for row in shown.statement.policies.all()))


def _parts(statement: Any, row: Cells, codes: Codes) -> Iterable[Any]:
    for code in codes_in(row.get("entities", "")):
        yield RoundEntity(particulars=statement, entity_id=codes.of(Entity)[code])
    for code in codes_in(row.get("policies", "")):
        yield RoundPolicy(particulars=statement, policy_id=codes.of(Policy)[code])


def _within(part: str, whole: str) -> Any:
    """A rule: a printed number is not larger than what it is part of."""

    def rule(changes: Sequence[Change]) -> Iterable[Fault]:
        for change in changes:
            row = merged(change)
            if row.get(part) and row.get(whole) and int(row[part]) > int(row[whole]):
                said = f"{row[part]} cannot be a part of {row[whole]}."
                yield Fault(change.line, part, "part", said)

    return rule


def sheets() -> Iterator[Sheet]:
    """Policies and what is done about them."""
    yield Sheet(
        "policies",
        "Policies, procedures and guidelines",
        Policy,
        PolicyParticulars,
        finds=(cells.code(),),
        cells=(
            cells.text("title", "title", required=True),
            cells.text("title_zh", "Chinese name"),
            cells.word("kind", "what it is", PolicyKind, required=True),
            cells.word("state", "where it stands", PolicyState, required=True),
            cells.text("number", "its number"),
            cells.text("edition", "its version"),
            cells.named("owner", "code of the entity that owns it", Entity),
            cells.day("issued_on", "issued on"),
            cells.day("review_on", "to be reviewed by"),
            cells.named(
                "issued_as",
                "symbol it was issued under",
                Document,
                code_field="symbol",
                clean=normal,
            ),
            cells.prose("text", "what it settles, in own words"),
            AS_OF,
        ),
        permission=KEEP,
        rule=days_in_order("issued_on", "review_on"),
    )
    yield Sheet(
        "compliance_reviews",
        "Reviews of compliance",
        ReviewedUnit,
        ComplianceReview,
        finds=(cells.code(),),
        cells=(
            NAME,
            cells.number("year", "year", required=True),
            cells.word("word", "whether it was reviewed", ReviewDone, required=True),
            cells.named("policy", "code of the policy", Policy),
            cells.prose("result", "what was found"),
            AS_OF,
        ),
        within=("year", "policy"),
        permission=KEEP,
    )
    yield Sheet(
        "certification_rounds",
        "Rounds of self-certification",
        CertificationRound,
        RoundParticulars,
        finds=(cells.code(),),
        cells=(
            NAME,
            cells.period(
                "opened_on", "day or month it began", precision="opened_precision", required=True
            ),
            cells.day("closes_on", "last day for answers"),
            Cell(
                "entities",
                "codes of the entities asked, separated by ;",
                show=_asked,
                clean=clean_codes,
                model=Entity,
                several=True,
                prefetch=("entities__entity",),
            ),
            Cell(
                "policies",
                "codes of the policies asked about, separated by ;",
                show=_covered,
                clean=clean_codes,
                model=Policy,
                several=True,
                prefetch=("policies__policy",),
            ),
            cells.number("printed_asked", "entities asked, as printed"),
            cells.number("printed_complete", "complete forms, as printed"),
            cells.number("printed_in_force", "policies in force, as printed"),
            cells.number("printed_covered", "policies covered, as printed"),
            AS_OF,
        ),
        permission=KEEP,
        rule=both(
            days_in_order("opened_on", "closes_on"),
            _within("printed_complete", "printed_asked"),
            _within("printed_covered", "printed_in_force"),
        ),
        parts=_parts,
    )
