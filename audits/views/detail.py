"""The page of one recommendation: both voices, evidence, extensions, history."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from audits import policies, queries
from audits.models import AdministrationUpdate, Evidence, RecommendationState, Transcription
from audits.policies import can, can_read, viewable_by
from audits.queries import Row
from audits.views.raised import raised_about
from ledger.history import sentence
from ledger.moments import Moment
from secretariat.models import Classification
from secretariat.pages import Page
from secretariat.queries import entity_names, names_of
from secretariat.roles import role_name

BUTTONS = {
    "can_assess": policies.check_can_assess,
    "can_reopen": policies.check_can_reopen,
    "can_correct": policies.check_is_auditor,
    "can_update": policies.check_can_update,
    "can_transcribe": policies.check_can_transcribe,
    "can_keep": policies.check_can_keep,
    "can_supply": policies.check_can_supply_evidence,
    "can_review": policies.check_can_review_evidence,
}


def find_row(viewer: Any, pk: UUID, moment: Moment) -> Row:
    """The recommendation at the moment with what its page shows; 404 when hidden or not there."""
    for demonstration in (False, True):
        rows = viewable_by(viewer, moment, demonstration=demonstration)
        found = queries.with_entities(queries.load([pk], rows, moment))
        if found:
            return found[0]
    raise Http404


def mark_readable(viewer: Any, said: Iterable[Any], state: RecommendationState) -> None:
    """Mark each statement that has a class with whether the viewer may read its text."""
    for statement in said:
        statement.readable = can_read(viewer, statement.classification, state)


class RecommendationDetail(Page):
    """One recommendation at a day."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """What was said up to the day, in both voices, with sources and history."""
        row = find_row(request.user, pk, self.moment)
        if row.state.demonstration != self.demonstration:
            return self._in_its_layer(row)
        context = {**self._said(row), **self._around(row), **self._buttons(row.state)}
        return render(request, "audits/recommendation_detail.html", context)

    def _in_its_layer(self, row: Row) -> HttpResponse:
        """The same address with the layer of the recommendation, so that the frame says it too."""
        query = self.request.GET.copy()
        query.pop("layer", None)
        if row.state.demonstration:
            query["layer"] = "demonstration"
        return redirect(f"{self.request.path}?{query.urlencode()}")

    def _said(self, row: Row) -> dict[str, Any]:
        pk, state = row.state.recommendation_id, row.state
        updates = list(queries.updates(pk, self.moment))
        assessments = list(queries.assessments(pk, self.moment))
        mark_readable(self.request.user, updates, state)
        evidence = list(queries.evidence(pk, self.moment))
        mark_readable(self.request.user, evidence, state)
        judged = {move.answers_id for move in evidence if move.answers_id}
        for move in evidence:
            move.waits = move.pk not in judged  # type: ignore[attr-defined]
        said = [*(("administration", u) for u in updates), *(("body", a) for a in assessments)]
        said.sort(key=lambda pair: (pair[1].as_of, pair[1].recorded_at), reverse=True)
        timeline = queries.two_voices(state, updates, assessments, row.targets, self.moment)
        starts = {difference.start for difference in timeline.differences}
        for assessment in assessments:
            assessment.disagrees = assessment.as_of in starts  # type: ignore[attr-defined]
        return {
            "row": row,
            "updates": updates,
            "assessments": assessments,
            "said": said,
            "evidence": evidence,
            "timeline": timeline,
        }

    def _around(self, row: Row) -> dict[str, Any]:
        pk = row.state.recommendation_id
        entries = list(queries.history(pk, self.moment.known)[:100])
        names = names_of(entry.actor for entry in entries)
        closed = self._closed_entries(row.state)
        for entry in entries:
            entry.actor_name = names.get(entry.actor, str(entry.actor))  # type: ignore[attr-defined]
            entry.sentence = sentence(entry.kind)  # type: ignore[attr-defined]
            entry.role_name = role_name(entry.acting_role)  # type: ignore[attr-defined]
            entry.readable = entry.pk not in closed  # type: ignore[attr-defined]
        entities = entity_names(self.moment)
        lead = row.state.lead_id
        return {
            "projects": list(queries.projects_of(pk, self.moment)),
            "decisions": list(queries.decisions_of(pk, self.moment)),
            "links": list(queries.links(pk, self.moment)),
            "links_in": list(queries.links_in(pk, self.moment)),
            "follow_ups": list(queries.follow_ups(pk, self.moment)),
            "history": entries,
            "lead_name": entities.get(lead, ("", ""))[0] if lead else "",
            "lead_name_zh": entities.get(lead, ("", ""))[1] if lead else "",
            "flags": raised_about(row, self.moment),
            "proposals": self._proposals(row.state),
            "finding": queries.finding_text(row.recommendation, self.moment),
            "moment": self.moment,
        }

    def _closed_entries(self, state: RecommendationState) -> set[UUID]:
        """Entries whose words repeat a statement of a class the viewer may not read."""
        closed = set()
        for model in (AdministrationUpdate, Evidence):
            rows = model.objects.filter(subject=state.recommendation_id)
            rows = rows.exclude(classification=Classification.UNCLASSIFIED)
            for entry, classification in rows.values_list("entry", "classification"):
                if not can_read(self.request.user, classification, state):
                    closed.add(entry)
        return closed

    def _proposals(self, state: RecommendationState) -> list[Transcription]:
        """Transcriptions that wait now, each with whether the viewer may decide it."""
        if not self.moment.is_now:
            return []
        waiting = queries.proposals(state.demonstration)
        found = list(waiting.filter(recommendation=state.recommendation_id))
        for proposal in found:
            check = partial(policies.check_can_confirm, proposed_by=proposal.proposed_by)
            proposal.can_decide = can(check, self.request.user, state)  # type: ignore[attr-defined]
        return found

    def _buttons(self, state: RecommendationState) -> dict[str, bool]:
        if not self.moment.is_now:
            return dict.fromkeys(BUTTONS, False)
        return {name: can(check, self.request.user, state) for name, check in BUTTONS.items()}
