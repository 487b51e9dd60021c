"""The demonstration's recommendations: which subject, entity and fate each one has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from audits.actions import Description, NewRecommendation, record_recommendations
from audits.lifecycle import Acceptance, Priority
from audits.models import Recommendation, Report, Theme
from ictportal.demonstration import words
from ictportal.demonstration.fates import FATES, Fate
from ictportal.demonstration.ground import ENTITIES, YEARS, issued_on, report_symbol
from ictportal.demonstration.subjects import SUBJECTS, Subject
from ledger import days
from secretariat.models import Classification, Entity, Person
from secretariat.roles import Role

#: Who leads, in the order of a report; the start moves from year to year.
LEADS = (
    *("DEMO-FIN", "DEMO-ICT", "DEMO-OPS", "DEMO-HR", "DEMO-FIN", "DEMO-REG1", "DEMO-OPS"),
    *("DEMO-MIS1", "DEMO-FIN", "DEMO-ICT", "DEMO-CONF", "DEMO-OPS", "DEMO-FIN", "DEMO-HQ"),
    *("DEMO-REG2", "DEMO-ICT", "DEMO-OPS", "DEMO-MIS2", "DEMO-FIN", "DEMO-HR", "DEMO-CONF"),
    *("DEMO-OPS", "DEMO-REG1", "DEMO-ICT", "DEMO-FIN"),
)
#: Places in a report whose recommendation is confidential, and strictly confidential.
CONFIDENTIAL = {3: 0, 11: 1, 16: 0}
STRICTLY = {9: 2019, 1: 2021, 18: 2022, 10: 2024}


@dataclass(frozen=True)
class Draft:
    """A recommendation before it is recorded."""

    subject: Subject
    lead: Entity
    fate: Fate
    classification: Classification
    others: Sequence[Entity] = ()
    earlier: "Case | None" = None


@dataclass(frozen=True)
class Case:
    """A recommendation on record with the fate that awaits it."""

    recommendation: Recommendation
    year: int
    draft: Draft

    @property
    def id(self) -> UUID:
        """The recommendation's identity."""
        return UUID(str(self.recommendation.pk))

    @property
    def issued(self) -> date:
        """The day its report was issued."""
        return issued_on(self.year)

    @property
    def lead(self) -> Entity:
        """The entity that leads."""
        return self.draft.lead

    @property
    def fate(self) -> Fate:
        """What becomes of it."""
        return self.draft.fate

    @property
    def answering(self) -> set[UUID | None]:
        """The entities that answer for it."""
        return {self.lead.pk, *(entity.pk for entity in self.draft.others)}

    @property
    def classification(self) -> Classification:
        """Its class."""
        return self.draft.classification


class Desk:
    """Where the officer records the reports, one after the other."""

    def __init__(self, officer: Person, rng: Random) -> None:
        self.officer, self.rng = officer, rng
        self.entities = {e.code: e for e in Entity.objects.filter(demonstration=True)}
        self.names = dict(ENTITIES)
        self.themes = {theme.code: theme for theme in Theme.objects.all()}
        self.asked: set[tuple[str, str]] = set()
        self.repeated: set[UUID] = set()
        self.cases: list[Case] = []

    def record_all(self) -> list[Case]:
        """Record every report that has been issued."""
        for year in YEARS:
            if issued_on(year) <= days.today():
                self.cases += self._record(year)
        return self.cases

    def _record(self, year: int) -> list[Case]:
        drafts = list(self._drafts(year))
        report = Report.objects.select_related("document").get(document__symbol=report_symbol(year))
        rows = [self._row(report, year, number, draft) for number, draft in enumerate(drafts)]
        made = record_recommendations(
            by=self.officer, role=Role.OFFICER, rows=rows, reason=f"As printed in {report}"
        )
        return [Case(r, year, draft) for r, draft in zip(made, drafts, strict=True)]

    def _drafts(self, year: int) -> Iterator[Draft]:
        fates = list(enumerate(FATES))
        self.rng.shuffle(fates)
        subjects = self.rng.sample(SUBJECTS, len(fates))
        for place, ((number, fate), subject) in enumerate(zip(fates, subjects, strict=True)):
            lead = self.entities[self._lead(year, place, number, subject)]
            earlier = self._earlier(year) if fate.repeats else None
            if earlier:
                self.repeated.add(earlier.id)
                subject, lead = earlier.draft.subject, earlier.lead
            given = _class_of(year, number)
            yield Draft(subject, lead, fate, given, self._others(lead, given), earlier)

    def _lead(self, year: int, place: int, fate: int, subject: Subject) -> str:
        """The next in turn that was not asked for the same before."""
        if _class_of(year, fate) is Classification.STRICTLY_CONFIDENTIAL:
            return "DEMO-FIN" if year % 2 else "DEMO-OPS"
        start = (place + 7 * year) % len(LEADS)
        turn = (*LEADS[start:], *LEADS[:start])
        free = [code for code in turn if (subject.title, code) not in self.asked]
        self.asked.add((subject.title, free[0]))
        return free[0]

    def _earlier(self, year: int) -> Case | None:
        """A recommendation of the last two years that was not done, and not repeated yet."""
        chosen = [
            case
            for case in self.cases
            if year - 2 <= case.year < year
            and not case.fate.closes
            and case.classification == Classification.UNCLASSIFIED
            and case.id not in self.repeated
        ]
        return self.rng.choice(chosen) if chosen else None

    def _row(self, report: Report, year: int, number: int, draft: Draft) -> NewRecommendation:
        return NewRecommendation(
            report=report,
            item=f"para {14 + 4 * number + self.rng.randrange(3)}",
            description=self.describe(report, year, draft),
            as_of=issued_on(year),
        )

    def describe(self, report: Report, year: int, draft: Draft) -> Description:
        """The description of a draft."""
        name = self.names[draft.lead.code]
        cause = self.rng.random() < 0.4
        return Description(
            title=f"{draft.subject.title}: {name.removeprefix('Demonstration ')}",
            text=self._text(name, draft),
            theme=self.themes.get(draft.subject.theme),
            lead=draft.lead,
            entities=draft.others,
            priority=self.rng.choices(list(Priority), (35, 55, 10))[0],
            acceptance=draft.fate.acceptance,
            classification=draft.classification,
            made_in=report,
            issued_not_before=issued_on(year),
            issued_not_after=issued_on(year),
            root_cause=self.rng.choice(words.ROOT_CAUSES) if cause else "",
            corrective_action=self.rng.choice(words.CORRECTIVE_ACTIONS) if cause else "",
        )

    def _text(self, name: str, draft: Draft) -> str:
        sample = self.rng.choice(words.SAMPLES)
        found = sample.format(n=self.rng.randrange(20, 90), bad=self.rng.randrange(3, 19))
        again = " An earlier report asked for the same." if draft.earlier else ""
        asked = draft.subject.text.format(entity=f"The {name}")
        return f"{asked} {found}{again}".strip()

    def _others(self, lead: Entity, given: Classification) -> Sequence[Entity]:
        """Beside the lead; none where the class is strict, so that few people see it."""
        if given is Classification.STRICTLY_CONFIDENTIAL:
            return ()
        others = [e for code, e in sorted(self.entities.items()) if code != lead.code]
        return self.rng.sample(others, self.rng.choices((0, 1, 2), (65, 25, 10))[0])

    def record_twice(self, case: Case) -> Case:
        """Record a recommendation a second time, in error."""
        report = case.recommendation.report
        row = NewRecommendation(
            report=report,
            item=f"{case.recommendation.item} bis",
            description=self.describe(report, case.year, case.draft),
            as_of=case.issued,
        )
        made = record_recommendations(
            by=self.officer, role=Role.OFFICER, rows=[row], reason=f"As printed in {report}"
        )
        return Case(made[0], case.year, case.draft)


def _class_of(year: int, fate: int) -> Classification:
    if STRICTLY.get(fate) == year:
        return Classification.STRICTLY_CONFIDENTIAL
    if fate in CONFIDENTIAL and year % 2 == CONFIDENTIAL[fate]:
        return Classification.CONFIDENTIAL
    return Classification.UNCLASSIFIED


def is_accepted(case: Case) -> bool:
    """Whether the Administration accepted it, wholly or in part."""
    return case.fate.acceptance is not Acceptance.NOT_ACCEPTED
