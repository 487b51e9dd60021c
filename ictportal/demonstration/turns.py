"""Single turns of the demonstration: evidence, corrections, transcriptions, errors, answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from audits.actions import Description, description_of
from audits.lifecycle import CLOSING, Acceptance, Claim, EvidenceMove, Finding, Priority
from audits.models import Assessment, Evidence, RecommendationState
from audits.state import states_at
from ictportal.actions import answer_flag
from ictportal.demonstration import papers, words
from ictportal.demonstration.cases import Case, Desk
from ictportal.demonstration.fates import ENDINGS
from ictportal.demonstration.hands import Hands
from ictportal.demonstration.lives import TRANSCRIBED, shift
from ledger import days, flags, moments
from ledger.days import quarter_of


class Turns:
    """What happens once or a few times, after the years have been told."""

    def __init__(self, hands: Hands, desk: Desk) -> None:
        self.hands, self.desk = hands, desk
        self.today = days.today()

    def take_all(self) -> None:
        """All of them."""
        self.correct()
        self.transcribe()
        self.describe()
        self.name_near_targets()
        self.exchange_evidence()
        self.void()
        self.answer_flags()

    def find(self, wanted: Callable[[Case, RecommendationState], bool]) -> list[Case]:
        """The cases that stand so now, in the order of the reports; the officer sees them all."""
        rows = states_at(moments.now()).filter(demonstration=True)
        states = {row.recommendation_id: row for row in rows.select_related("particulars")}
        return [
            case
            for case in self.desk.cases
            if self.hands.keeps(case) and case.id in states and wanted(case, states[case.id])
        ]

    # --- what was said wrongly --------------------------------------------------------------------
    def correct(self) -> None:
        """Two assessments are corrected and one, of another recommendation, is withdrawn."""
        cases = self.find(lambda case, row: _is_under_way(row) and not case.fate.disputed)
        wrong, unclear, misplaced = (_assessment(case) for case in cases[1:14:6])
        self.hands.correct(
            wrong,
            "The wrong line of the working paper was copied.",
            word=ENDINGS[Finding.NOT_IMPLEMENTED],
            said=words.NOT_DONE[0],
        )
        self.hands.correct(
            unclear,
            "The sentence did not say which part is missing.",
            word=ENDINGS[Finding.UNDER_IMPLEMENTATION],
            said="The plan was approved; the purchase of the second part had not begun.",
        )
        self.hands.correct(misplaced, "This was meant for another recommendation.")

    def void(self) -> None:
        """One recommendation was recorded twice: the second record is taken back."""
        second = self.desk.record_twice(self.desk.cases[-30])
        self.hands.void(second, "Recorded twice: the paragraph is on record already.")

    # --- the printed annex ------------------------------------------------------------------------
    def transcribe(self) -> None:
        """One proposal waits for a second person, one was refused."""
        day = date(self._last_cycle(), 12, 31)
        not_assessed = self.find(
            lambda case, row: (
                _is_under_way(row)
                and bool(case.fate.skipped)
                and _before(row, day)
                and self.hands.can_transcribe(case)
            )
        )
        proposals = [
            self.hands.propose(case, day, ENDINGS[finding], TRANSCRIBED)
            for case, finding in zip(
                not_assessed,
                (Finding.UNDER_IMPLEMENTATION, Finding.IMPLEMENTED),
                strict=False,
            )
        ]
        for proposal in proposals[1:]:
            self.hands.refuse(proposal, "The annex says “being carried out” in this line.")

    def _last_cycle(self) -> int:
        return max(case.year for case in self.desk.cases)

    # --- particulars ------------------------------------------------------------------------------
    def describe(self) -> None:
        """Acceptance decided later, priority raised, the lead moved."""
        self._decide_on_acceptance()
        old = self.find(
            lambda case, row: (
                _is_open(row)
                and row.surely_older_from <= self.today
                and row.priority == Priority.MEDIUM
            )
        )
        for case in old[:4]:
            self._change(case, self.today, "Open for more than two years.", priority=Priority.HIGH)
        moving = self.find(lambda case, row: _is_open(row) and case.lead.code == "DEMO-CONF")
        for case in moving[:2]:
            day = date(case.issued.year + 1, 1, 1)
            lead = self.desk.entities["DEMO-ICT"]
            self._change(case, min(day, self.today), "The unit moved to the ICT office.", lead=lead)

    def _decide_on_acceptance(self) -> None:
        for case in self.find(lambda c, r: r.acceptance == Acceptance.UNDER_CONSIDERATION):
            day = date(case.issued.year + 1, 2, 10)
            if day <= self.today:
                self._change(
                    case, day, "Decided by the head of office.", acceptance=Acceptance.ACCEPTED
                )

    def _change(self, case: Case, day: date, reason: str, **changes: Any) -> None:
        self.hands.describe(case, replace(_description(case), **changes), day, reason)

    # --- targets around today ---------------------------------------------------------------------
    def name_near_targets(self) -> None:
        """Some targets passed, so that today's updates name this quarter, and some the next."""
        cases = self.find(
            lambda case, row: (
                _is_open(row)
                and row.claim == Claim.UNDER_IMPLEMENTATION
                and row.target_ends_on is not None
                and row.target_ends_on < self.today
                and case.fate.extends
            )
        )
        for number, case in enumerate(cases[:10]):
            target = shift(quarter_of(self.today), number % 2)
            why = words.EXTENDED[number % len(words.EXTENDED)]
            said = words.PROGRESS[number % len(words.PROGRESS)].format(share=90)
            self.hands.update(
                case, self.today, Claim.UNDER_IMPLEMENTATION, said, target=target, why=why
            )

    # --- evidence ---------------------------------------------------------------------------------
    def exchange_evidence(self) -> None:
        """Where closure was requested, documents go back and forth, in six courses."""
        rows = self.find(lambda case, row: row.claim == Claim.CLOSURE_REQUESTED)
        for number, case in enumerate(rows[::3]):
            self._exchange(case, number)

    def _exchange(self, case: Case, number: int) -> None:
        course, turn = number % 6, number % len(words.EVIDENCE_ASKED)
        asked = self.hands.ask(case, words.EVIDENCE_ASKED[turn]) if course else None
        if course == 1:
            return
        supplied = self._supply(case, number, asked)
        if course in {3, 5}:
            self.hands.judge(case, supplied, EvidenceMove.RETURNED, words.EVIDENCE_RETURNED)
        if course == 5:
            supplied = self._supply(case, number + 1, asked)
        if course in {4, 5}:
            self.hands.judge(case, supplied, EvidenceMove.ACCEPTED, words.EVIDENCE_ACCEPTED)

    def _supply(self, case: Case, number: int, asked: Evidence | None) -> Evidence:
        turn = number % len(words.EVIDENCE_GIVEN)
        given = words.EVIDENCE_GIVEN[turn]
        lines = (
            "Demonstration: this document is made up.",
            f"{case.recommendation}, supplied by {case.lead.code}",
            f"Version {number + 1}. {given}",
        )
        make = papers.text_file if turn == 1 else papers.pdf_file
        name = f"{case.lead.code}-{case.recommendation.item}".replace(" ", "-")
        return self.hands.supply(case, make(name, lines), given, asked)

    # --- flags ------------------------------------------------------------------------------------
    def answer_flags(self) -> None:
        """The officer answers the first two of some flags."""
        officer = self.hands.officer
        for key, said in words.ANSWERS.items():
            raised = flags.get(key).find(officer, moments.now(), demonstration=True)
            for row in islice(raised, 2):
                answer_flag(by=officer, rule=key, subject_id=UUID(row.subject_id), answer=said)


def _is_open(row: RecommendationState) -> bool:
    return Finding(row.finding) not in CLOSING


def _is_under_way(row: RecommendationState) -> bool:
    return row.finding == Finding.UNDER_IMPLEMENTATION


def _before(row: RecommendationState, day: date) -> bool:
    return row.assessed_as_of is not None and row.assessed_as_of < day


def _state(case: Case) -> RecommendationState:
    rows = states_at(moments.now()).select_related("particulars", "assessment")
    return rows.get(recommendation=case.id)


def _description(case: Case) -> Description:
    return description_of(_state(case).particulars)


def _assessment(case: Case) -> Assessment:
    found = _state(case).assessment
    assert found is not None
    return found
