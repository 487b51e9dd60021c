"""Issuing as a job: freezing takes a while, and the page shows how far it is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from ictportal.editions import actions
from ictportal.models import DraftState, EditionDraft
from ledger import jobs
from ledger.jobs import Running, handles
from ledger.models import Job, JobState
from secretariat.models import Person

KIND = "ictportal.edition.issue"
ENDED = (JobState.FAILED, JobState.DONE)


def order(*, by: Person, draft_id: UUID, expected_version: int) -> Job:
    """Promise to issue the draft as it was previewed; raises what a refusal raises."""
    with transaction.atomic():
        draft = actions.order_issue(by=by, draft_id=draft_id, expected_version=expected_version)
        told = {"draft": str(draft.pk), "version": draft.version, "by": by.number}
        key = f"{KIND}:{draft.pk}:{draft.version}"
        return jobs.enqueue(kind=KIND, key=key, arguments=told, by=by)


def job_of(draft: EditionDraft) -> Job | None:
    """The last job about a draft."""
    rows = Job.objects.filter(kind=KIND, key__startswith=f"{KIND}:{draft.pk}:")
    return rows.order_by("created_at").last()


@handles(KIND)
def issue(running: Running) -> Mapping[str, Any]:
    """Issue; run a second time it finds the edition issued and answers that."""
    told = running.arguments
    draft = actions.find_draft(UUID(told["draft"]))
    if draft.state == DraftState.ISSUED and draft.edition:
        return {"edition": draft.edition.code}
    edition = actions.issue_edition(
        by=Person.objects.get(pk=told["by"]),
        draft_id=draft.pk,
        expected_version=told["version"],
        progress=running.progress,
    )
    return {"edition": edition.code}
