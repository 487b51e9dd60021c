"""Read answers about compliance: entities by provisions, alignment, budgets and their review."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from governance import policies
from governance.lifecycle import CertifiedWord, ReviewWord
from governance.models import (
    BudgetReview,
    EntityAlignment,
    ProvisionCompliance,
    ProvisionParticulars,
)
from governance.queries.authority import stated
from ledger.moments import Moment
from secretariat.models import Document, Entity
from secretariat.queries import entity_names

#: The bulletin whose provisions bind all entities; the matrix opens with it.
BULLETIN = "ST/SGB/2016/11"


# --- entities by provisions ----------------------------------------------------------------------
@dataclass(frozen=True)
class MatrixRow:
    """One entity: what is said of it for each provision, in their order."""

    entity: Entity
    name: str
    cells: Sequence[ProvisionCompliance | None]

    @property
    def counts(self) -> list[tuple[CertifiedWord, int]]:
        """How many provisions each word is said of."""
        return counted(cell for cell in self.cells if cell)


@dataclass(frozen=True)
class Matrix:
    """The provisions of one document, and the entities of which compliance is stated."""

    provisions: Sequence[ProvisionParticulars]
    rows: Sequence[MatrixRow]

    @property
    def counts(self) -> list[list[tuple[CertifiedWord, int]]]:
        """For each provision, how many entities each word is said of."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [counted(cell for cell in column if cell) for column in columns]


def counted(cells: Iterable[ProvisionCompliance]) -> list[tuple[CertifiedWord, int]]:
    """How often each word is said, in the order of the words; those nobody says are left out."""
    held = Counter(cell.word for cell in cells)
    return [(word, held[word]) for word in CertifiedWord if held[word]]


def provisions(
    viewer: Any, moment: Moment, *, demonstration: bool = False
) -> list[ProvisionParticulars]:
    """The provisions on record, document by document, in the order of each."""
    rows = stated(viewer, ProvisionParticulars, moment, demonstration=demonstration)
    joined = rows.select_related("subject__document", "citation__document")
    return list(joined.order_by("subject__document__symbol", "order", "subject__code"))


def documents(rows: Iterable[ProvisionParticulars]) -> list[Document]:
    """The documents of provisions, each once."""
    return list({row.subject.document_id: row.subject.document for row in rows}.values())


def matrix(viewer: Any, rows: Sequence[ProvisionParticulars], moment: Moment) -> Matrix:
    """What is said of each entity and provision; entities of which nothing is said are left out."""
    held = cells(viewer, rows, moment)
    entities: dict[UUID, Entity] = {}
    by_entity: dict[UUID, dict[UUID, ProvisionCompliance]] = defaultdict(dict)
    for said in held:
        cell = said.subject
        entities[cell.entity_id] = cell.entity
        by_entity[cell.entity_id][cell.provision_id] = said
    names = entity_names(moment) if entities else {}
    return Matrix(
        rows,
        [
            MatrixRow(entity, names[entity.pk][0], _ordered(by_entity[entity.pk], rows))
            for entity in sorted(entities.values(), key=str)
        ],
    )


def _ordered(
    said: Mapping[UUID, ProvisionCompliance], rows: Sequence[ProvisionParticulars]
) -> list[ProvisionCompliance | None]:
    return [said.get(row.subject_id) for row in rows]


def cells(
    viewer: Any, rows: Iterable[ProvisionParticulars], moment: Moment
) -> list[ProvisionCompliance]:
    """What is said of entities for these provisions, by entity."""
    wanted = {row.subject_id: row.subject.demonstration for row in rows}
    demonstration = any(wanted.values())
    held = policies.current(viewer, ProvisionCompliance, moment, demonstration=demonstration)
    return list(
        held.filter(subject__provision__in=list(wanted))
        .select_related("subject__entity", "citation__document")
        .order_by("subject__entity__code")
    )


def said_of_entities(viewer: Any, moment: Moment, *, demonstration: bool = False) -> Any:
    """What is said of every entity and provision, by provision and entity."""
    held = policies.current(viewer, ProvisionCompliance, moment, demonstration=demonstration)
    joined = held.select_related(
        "subject__entity", "subject__provision__document", "citation__document", "entry"
    )
    return joined.order_by("subject__provision__code", "subject__entity__code")


# --- alignment -----------------------------------------------------------------------------------
#: How many departments and offices the Board of Auditors found not harmonized, without names.
NOT_HARMONIZED = "not-harmonized-2018"


@dataclass(frozen=True)
class AlignmentRow:
    """An entity and what is said of its alignment."""

    said: EntityAlignment
    name: str


def alignments(viewer: Any, moment: Moment, *, demonstration: bool = False) -> list[AlignmentRow]:
    """The entities of which alignment is stated, by code."""
    rows = list(stated(viewer, EntityAlignment, moment, demonstration=demonstration))
    names = entity_names(moment) if rows else {}
    return [AlignmentRow(row, names[row.subject_id][0]) for row in rows]


# --- budgets -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class BudgetRow:
    """An ICT budget with the name of its entity, and what is wrong about its review."""

    said: BudgetReview
    name: str

    @property
    def is_reviewed(self) -> bool:
        """Whether OICT reviewed it."""
        return self.said.word != ReviewWord.NOT_REVIEWED

    @property
    def went_on_before(self) -> bool:
        """Whether the budget office had it before OICT reviewed it, or without any review."""
        sent: date | None = self.said.sent_on
        if sent is None:
            return False
        return self.said.reviewed_on is None or sent < self.said.reviewed_on


@dataclass
class YearTotal:
    """The budgets of a year: how many, how many without review in time, and their amounts."""

    year: int
    budgets: int = 0
    not_in_time: int = 0
    amount: int = 0
    amount_not_in_time: int = 0
    without_amount: int = 0
    rows: list[BudgetRow] = field(default_factory=list)

    def add(self, row: BudgetRow) -> None:
        """Count one budget."""
        amount, gap = row.said.amount, not row.is_reviewed or row.went_on_before
        self.rows.append(row)
        self.budgets += 1
        self.not_in_time += gap
        self.amount += amount or 0
        self.amount_not_in_time += (amount or 0) if gap else 0
        self.without_amount += amount is None


def budget_rows(rows: Any, moment: Moment) -> list[BudgetRow]:
    """Budgets with names, the newest year first."""
    joined = rows.select_related("subject__entity", "citation__document")
    found = list(joined.order_by("-year", "subject__entity__code", "subject__code"))
    names = entity_names(moment) if found else {}
    return [BudgetRow(row, names[row.subject.entity_id][0]) for row in found]


def totals(rows: Iterable[BudgetRow]) -> list[YearTotal]:
    """Per year how many budgets and how much money, in United States dollars."""
    found: dict[int, YearTotal] = {}
    for row in rows:
        year = row.said.year
        found.setdefault(year, YearTotal(year)).add(row)
    return list(found.values())
