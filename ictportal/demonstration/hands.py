"""The hands of the demonstration: its people doing what people do, through the real actions."""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from audits import actions
from audits.lifecycle import Claim, EvidenceMove, LinkKind
from audits.models import Assessment, Evidence, Recommendation, Report
from ictportal.demonstration import people
from ictportal.demonstration.cases import Case
from ictportal.demonstration.ground import report_symbol
from secretariat.models import Classification, Person
from secretariat.roles import Role


class Hands:
    """Whoever acts in the demonstration; each method reads the version in force first."""

    def __init__(self) -> None:
        found = {p.email: p for p in Person.objects.filter(demonstration=True)}
        self.focal_points = {
            member.scope: found[member.email]
            for member in people.CAST
            if member.role is Role.FOCAL_POINT
        }
        self.auditor = found[_email(Role.AUDITOR)]
        self.officer = found[_email(Role.OFFICER)]
        self.approver = found[_email(Role.APPROVER)]
        self.reports = {
            report.document.symbol: report
            for report in Report.objects.filter(demonstration=True).select_related("document")
        }

    def speaker(self, case: Case) -> Person:
        """Who speaks for the lead: its focal point, or the officer where there is none."""
        return self.focal_points.get(case.lead.code, self.officer)

    def update(
        self, case: Case, day: date, claim: Claim, said: str, *, target: str = "", why: str = ""
    ) -> None:
        """The Administration speaks."""
        actions.update_recommendation(
            by=self.speaker(case),
            recommendation_id=case.id,
            expected_version=version(case.id),
            claim=claim,
            as_of=day,
            narrative=said,
            target=target,
            target_reason=why,
            classification=case.classification,
        )

    def assess(
        self, case: Case, day: date, word: str, said: str, *, successor: UUID | None, why: str
    ) -> None:
        """The auditor assesses."""
        actions.assess_recommendation(
            by=self.auditor,
            recommendation_id=case.id,
            expected_version=version(case.id),
            word=word,
            as_of=day,
            reasoning=said,
            successor_id=successor,
            no_successor_reason=why,
        )

    def reopen(self, case: Case, day: date, word: str, said: str) -> None:
        """The auditor reopens."""
        actions.reopen_recommendation(
            by=self.auditor,
            recommendation_id=case.id,
            expected_version=version(case.id),
            word=word,
            as_of=day,
            reasoning=said,
        )

    def correct(self, held: Assessment, reason: str, *, word: str = "", said: str = "") -> None:
        """The auditor corrects an assessment; without a word, withdraws it."""
        actions.correct_assessment(
            by=self.auditor,
            assessment_id=held.pk,
            expected_version=version(held.subject_id),
            reason=reason,
            word=word,
            reasoning=said,
            withdraw=not word,
        )

    def propose(self, case: Case, day: date, word: str, said: str) -> int:
        """The officer proposes what the printed annex says; answers the proposal's number."""
        proposal = actions.propose_transcription(
            by=self.officer,
            recommendation_id=case.id,
            word=word,
            as_of=day,
            reasoning=said,
            symbol=report_symbol(day.year),
            locator=f"annex I, {case.recommendation.item}",
        )
        return int(proposal.pk)

    def can_transcribe(self, case: Case) -> bool:
        """Whether officer and approver may both deal with it: the approver is of Headquarters."""
        return self.keeps(case) and self.approver.entity_id not in case.answering

    def confirm(self, proposal: int) -> None:
        """The approver confirms as the second person."""
        actions.confirm_transcription(by=self.approver, transcription_id=proposal)

    def refuse(self, proposal: int, reason: str) -> None:
        """The approver refuses."""
        actions.refuse_transcription(by=self.approver, transcription_id=proposal, reason=reason)

    def follow_up(self, case: Case, year: int, day: date, item: int, reason: str) -> None:
        """The officer records that the report on a year lists it."""
        actions.record_follow_up(
            by=self.officer,
            recommendation_id=case.id,
            expected_version=version(case.id),
            report=self.reports[report_symbol(year)],
            annex="annex I",
            item=str(item),
            as_of=day,
            reason=reason,
        )

    def link(self, case: Case, other: Case, reason: str) -> None:
        """The officer records that a recommendation repeats an earlier one."""
        actions.link_recommendation(
            by=self.officer,
            recommendation_id=case.id,
            expected_version=version(case.id),
            kind=LinkKind.REITERATES,
            other_id=other.id,
            as_of=case.issued,
            reason=reason,
        )

    def describe(
        self, case: Case, description: actions.Description, day: date, reason: str
    ) -> None:
        """The officer changes the particulars from a day on."""
        actions.describe_recommendation(
            by=self.officer,
            recommendation_id=case.id,
            expected_version=version(case.id),
            description=description,
            as_of=day,
            reason=reason,
        )

    def void(self, case: Case, reason: str) -> None:
        """The officer takes back what was recorded in error."""
        actions.void_recommendation(
            by=self.officer,
            recommendation_id=case.id,
            expected_version=version(case.id),
            reason=reason,
        )

    def ask(self, case: Case, said: str) -> Evidence:
        """The auditor asks for evidence."""
        return actions.request_evidence(
            by=self.auditor,
            recommendation_id=case.id,
            expected_version=version(case.id),
            said=said,
        )

    def supply(
        self, case: Case, upload: SimpleUploadedFile, said: str, request: Evidence | None
    ) -> Evidence:
        """The Administration supplies a file."""
        return actions.supply_evidence(
            by=self.speaker(case),
            recommendation_id=case.id,
            expected_version=version(case.id),
            upload=upload,
            said=said,
            classification=case.classification,
            request_id=request.pk if request else None,
        )

    def judge(self, case: Case, supplied: Evidence, move: EvidenceMove, said: str) -> Evidence:
        """The auditor accepts evidence or returns it."""
        return actions.review_evidence(
            by=self.auditor,
            recommendation_id=case.id,
            expected_version=version(case.id),
            evidence_id=supplied.pk,
            move=move,
            said=said,
        )

    def keeps(self, case: Case) -> bool:
        """Whether the officer may see it: strictly confidential ones are not the officer's."""
        return case.classification != Classification.STRICTLY_CONFIDENTIAL


def version(recommendation: UUID) -> int:
    """The version in force."""
    return Recommendation.objects.values_list("version", flat=True).get(pk=recommendation)


def _email(role: Role) -> str:
    return next(member.email for member in people.CAST if member.role is role)
