"""Decisions: numbered by the portal, followed up, replaced by later ones, linked to what they touch."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from governance import policies, rules
from governance.actions.common import (
    check_within_life,
    clean_day,
    clean_word,
    find_body,
    find_code,
    find_meeting,
    find_one,
    layer_of,
    make_numbered,
    spoken_on,
)
from governance.imports.meetings import superseding
from governance.lifecycle import DecisionWord
from governance.models import (
    Body,
    Decision,
    DecisionLink,
    DecisionParticulars,
    Mandate,
    Meeting,
    MeetingParticulars,
    Policy,
)
from ledger.errors import Invalid
from ledger.history import Draft, declare_kinds, recording, take
from ledger.models import Record
from ledger.texts import clean_line, clean_prose
from projects.models import Project
from secretariat.models import Person

declare_kinds(
    {
        "governance.decision.recorded": "recorded the decision",
        "governance.decision.followed_up": "said what came of the decision",
        "governance.decision.linked": "said what the decision is about",
    }
)
#: How a decision begins; what came of it is a follow-up.
FIRST_WORDS = (DecisionWord.OPEN, DecisionWord.NOTHING_TO_DO)
#: What a decision can be about, by the name of the link.
ABOUT: dict[str, type[Record]] = {"project": Project, "policy": Policy, "mandate": Mandate}
#: A kind of link (``project``, ``policy``, ``mandate``) and a code.
Link = tuple[str, str]


def find_decision(viewer: Any, decision_id: UUID) -> DecisionParticulars:
    """The decision as it stands now; else ``NotFound``."""
    said = "There is no such decision."
    found: DecisionParticulars = find_one(
        viewer, DecisionParticulars, decision_id, said, "subject__body", "meeting", "supersedes"
    )
    return found


def record_decision(
    *,
    by: Person,
    body_id: UUID,
    title: str,
    text: str,
    decided_on: date,
    meeting_id: UUID | None = None,
    decided_by: str = "",
    advised_by: str = "",
    responsible: str = "",
    due_on: date | None = None,
    word: str = DecisionWord.OPEN,
    supersedes: str | None = None,
    links: Sequence[Link] = (),
) -> Decision:
    """Enter a decision in the register, numbered as ``ICT-BOARD-2026-D03``; it speaks for its day.

    ``supersedes`` is the code of the decision it replaces. Raises ``Invalid`` naming the field for
    a day outside the body's life, a meeting of another body, a decision replaced before, or a link
    to what is not known; ``WrongState`` for a meeting that was not held.
    """
    body = find_body(by, body_id)
    role = policies.check_can_keep(by, body.subject)
    check_within_life(body, clean_day(decided_on, field="decided_on"), field="decided_on")
    if due_on is not None and due_on < decided_on:
        raise Invalid(fields={"due_on": "It cannot be due before it was decided."})
    made = DecisionParticulars(
        title=clean_line(title, field="title", required=True),
        text=clean_prose(text, field="text", required=True),
        decided_on=decided_on,
        meeting=_meeting(by, body.subject, meeting_id),
        decided_by=clean_line(decided_by, field="decided_by"),
        advised_by=clean_line(advised_by, field="advised_by"),
        responsible=clean_line(responsible, field="responsible"),
        due_on=due_on,
        word=_first_word(word),
        supersedes=_superseded(by, body.subject, supersedes, decided_on),
        as_of=decided_on,
        provenance=layer_of(by, body.subject),
    )
    found = _linked(body.subject, links)
    with recording(by=by, role=role) as record:
        stem = f"{body.subject.code[:50]}-{decided_on.year}-D"
        layer = body.subject.demonstration
        made.subject = make_numbered(Decision, stem, body=body.subject, demonstration=layer)
        after = {"code": made.subject.code, "title": made.title, "supersedes": supersedes or ""}
        draft = record.entry("governance.decision.recorded", made.subject, after=after)
        draft.state(made)
        _state_links(draft, by, made.subject, found, decided_on)
    return made.subject


def _first_word(word: str) -> str:
    if clean_word(DecisionWord, word, field="word") not in FIRST_WORDS:
        raise Invalid(fields={"word": "Record the decision first, then what came of it."})
    return word


def _meeting(by: Person, body: Body, meeting_id: UUID | None) -> Meeting | None:
    """The meeting that decided: held, and of the body or one with which its own was merged."""
    if meeting_id is None:
        return None
    said = find_meeting(by, meeting_id)
    policies.check_was_held(said)
    own = said.subject.body_id == body.pk
    merged = MeetingParticulars.objects.filter(into=said.subject, subject__body=body).standing()
    if not own and not merged.exists():
        raise Invalid(fields={"meeting": f"{said.subject.code} is no meeting of this body."})
    return said.subject


def _superseded(by: Person, body: Body, code: str | None, decided_on: date) -> Decision | None:
    """The decision that is replaced: an earlier one, which no other decision has replaced."""
    if not code:
        return None
    earlier = find_code(Decision, code, body, field="supersedes")
    if said := rules.supersession_fault("", earlier.code, superseding()):
        raise Invalid(fields={"supersedes": said})
    if find_decision(by, earlier.pk).decided_on > decided_on:
        said = f"{earlier.code} was decided later; a decision replaces an earlier one."
        raise Invalid(fields={"supersedes": said})
    return earlier


def follow_up_decision(
    *,
    by: Person,
    decision_id: UUID,
    expected_version: int,
    word: str,
    outcome: str,
    on: date | None = None,
) -> DecisionParticulars:
    """Say how far a decision has been carried out, and what came of it."""
    said = find_decision(by, decision_id)
    role = policies.check_can_keep(by, said.subject)
    chosen = clean_word(DecisionWord, word, field="word")
    made = DecisionParticulars(
        subject=said.subject,
        word=chosen,
        outcome=clean_prose(outcome, field="outcome", required=True),
        as_of=max(spoken_on(by, on), said.as_of),
        provenance=layer_of(by, said.subject),
        **{name: getattr(said, name) for name in _KEPT},
    )
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        kind, before = "governance.decision.followed_up", {"word": said.word}
        after = {"word": chosen}
        draft = record.entry(kind, said.subject, before=before, after=after, reason=made.outcome)
        draft.state(made)
    return made


_KEPT = (
    "title",
    "text",
    "decided_on",
    "meeting",
    "decided_by",
    "advised_by",
    "responsible",
    "due_on",
    "supersedes",
)


def link_decision(
    *, by: Person, decision_id: UUID, expected_version: int, link: Link, on: date | None = None
) -> DecisionLink:
    """Say that a decision is about a project, a policy, or a request or recommendation."""
    said = find_decision(by, decision_id)
    role = policies.check_can_keep(by, said.subject)
    found = _linked(said.subject, [link])
    [(kind, other)] = found
    held = DecisionLink.objects.filter(subject=said.subject, **{kind: other}).standing()
    if held.exists():
        raise Invalid(fields={"code": f"{link[1]} is linked to this decision already."})
    with recording(by=by, role=role) as record:
        take(said.subject, expected_version=expected_version)
        after = {kind: link[1]}
        draft = record.entry("governance.decision.linked", said.subject, after=after)
        day = max(spoken_on(by, on), said.decided_on)
        [made] = _state_links(draft, by, said.subject, found, day)
    return made


def _linked(like: Record, links: Sequence[Link]) -> list[tuple[str, Record]]:
    """The records that links name, each once; raises ``Invalid`` for a code nobody knows."""
    found = []
    for kind, code in dict.fromkeys(links):
        if kind not in ABOUT:
            raise Invalid(fields={"links": f"Link one of: {', '.join(ABOUT)}."})
        found.append((kind, find_code(ABOUT[kind], code, like, field=kind)))
    return found


def _state_links(
    draft: Draft,
    by: Person,
    decision: Decision,
    found: Sequence[tuple[str, Record]],
    day: date,
) -> list[DecisionLink]:
    layer = layer_of(by, decision)
    return [
        draft.state(DecisionLink(subject=decision, as_of=day, provenance=layer, **{kind: other}))
        for kind, other in found
    ]
