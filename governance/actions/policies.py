"""Where a policy stands: moved by the secretary from working group to committee to issuance."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from governance import policies
from governance.lifecycle import PolicyState
from governance.models import Policy, PolicyParticulars
from ledger import days
from ledger.errors import Forbidden, Invalid
from ledger.history import declare_kinds, recording, take
from ledger.texts import clean_line, clean_prose
from projects.actions import NotFound
from projects.actions.common import clean_past
from secretariat.models import Document, Person
from secretariat.provenance import provenance_of
from secretariat.symbols import normal

declare_kinds({"governance.policy.moved": "moved the policy"})
#: What a move leaves as it was.
KEPT = ("title", "title_zh", "kind", "owner", "text")
#: Where a policy comes from when it is issued; one that was only due for revision is confirmed.
ISSUED_FROM = frozenset({PolicyState.BEFORE_COMMITTEE, PolicyState.UNDER_REVISION})
NEEDS_DAY = "A policy is in force from the day it is issued: name the day."


@dataclass(frozen=True)
class Issue:
    """How a policy is issued: the day, the symbol, number and version, and when to look again."""

    issued_on: date | None = None
    issued_as: str = ""
    number: str = ""
    edition: str = ""
    review_on: date | None = None


def find_said(policy_id: UUID) -> PolicyParticulars:
    """What stands of a policy now; else ``NotFound``."""
    rows = PolicyParticulars.objects.filter(subject=policy_id)
    found: PolicyParticulars | None = (
        rows.current(days.today()).select_related("subject", "owner", "issued_as").first()
    )
    if found is None:
        raise NotFound("There is no such policy.")
    return found


def move_policy(
    *,
    by: Person,
    policy_id: UUID,
    expected_version: int,
    state: str,
    reason: str,
    issue: Issue | None = None,
    on: date | None = None,
) -> PolicyParticulars:
    """Move a policy to its next state, with the reason; issuing needs the day.

    1. check who and whether the move is possible; 2. read the issue; 3. lock the policy and state
    it anew. ``on`` lets the demonstration tell a history; everything else happens today. Raises
    ``Forbidden``, ``WrongState``, ``Stale`` or ``Invalid``.
    """
    said = find_said(policy_id)
    policy: Policy = said.subject
    role = policies.check_can_keep(by, policy)
    target = _clean_state(state)
    policies.check_can_move_policy(said, target)
    day = _clean_on(by, said, on)
    why = clean_prose(reason, field="reason", required=True)
    moved = PolicyParticulars(
        subject=policy,
        as_of=day,
        state=target,
        provenance=provenance_of(by),
        **{name: getattr(said, name) for name in KEPT},
        **_issued(said, target, issue or Issue(), day),
    )
    with recording(by=by, role=role) as record:
        take(policy, expected_version=expected_version)
        draft = record.entry(
            "governance.policy.moved",
            policy,
            before={"state": said.state},
            after={"state": target.value, "issued_on": moved.issued_on},
            reason=why,
        )
        draft.state(moved)
    return moved


def _clean_state(state: str) -> PolicyState:
    if state not in PolicyState.values:
        raise Invalid(fields={"state": f"Choose one of: {', '.join(PolicyState.values)}."})
    return PolicyState(state)


def _clean_on(by: Person, said: PolicyParticulars, on: date | None) -> date:
    """Today, or for the demonstration an earlier day that is not before the last word."""
    if on is None:
        return days.today()
    if not by.demonstration:
        raise Forbidden("A policy is moved on the day on which the move is recorded.")
    if clean_past(on, field="on") < said.as_of:
        raise Invalid(fields={"on": f"It was spoken of on {said.as_of.isoformat()} already."})
    return on


def _issued(
    said: PolicyParticulars, target: PolicyState, issue: Issue, day: date
) -> dict[str, Any]:
    """How the policy is issued after the move: as before, unless it comes into force anew."""
    kept = {
        name: getattr(said, name)
        for name in ("number", "edition", "issued_on", "issued_as", "review_on")
    }
    if target is not PolicyState.IN_FORCE:
        return kept
    first = _clean_issued(said, issue, day)
    given = {
        "issued_on": first,
        "issued_as": _document(issue.issued_as),
        "number": clean_line(issue.number, field="number"),
        "edition": clean_line(issue.edition, field="edition"),
    }
    new = {name: value or kept[name] for name, value in given.items()}
    return {**new, "review_on": _clean_review(said, issue, first, day)}


def _clean_issued(said: PolicyParticulars, issue: Issue, day: date) -> date | None:
    """The day of issue: a day that has come, and needed where a text is issued."""
    if issue.issued_on is None:
        if PolicyState(said.state) in ISSUED_FROM:
            raise Invalid(fields={"issued_on": NEEDS_DAY})
        return said.issued_on
    if issue.issued_on > day:
        raise Invalid(fields={"issued_on": f"{issue.issued_on.isoformat()} has not come yet."})
    return issue.issued_on


def _clean_review(
    said: PolicyParticulars, issue: Issue, issued_on: date | None, day: date
) -> date | None:
    """The day of the next review; one that is over does not outlive a new issue."""
    if issue.review_on is None:
        return said.review_on if said.review_on and said.review_on > day else None
    if issued_on is not None and issue.review_on <= issued_on:
        raise Invalid(fields={"review_on": "The review lies after the day of issue."})
    return issue.review_on


def _document(symbol: str) -> Document | None:
    if not symbol.strip():
        return None
    try:
        wanted = normal(symbol)
    except ValueError as error:
        raise Invalid(fields={"issued_as": str(error)}) from error
    found = Document.objects.filter(symbol=wanted).first()
    if found is None:
        said = f"The register does not know the document {wanted}. Record it first."
        raise Invalid(fields={"issued_as": said})
    return found
