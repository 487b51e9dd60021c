"""The words of governance, their order, and who writes what. Pure data.

Sources: bodies and cadence A/69/517 paras 46-49 and A/74/588 para 14; policies and
self-certification A/74/588 para 18; delegation of authority A/74/588 para 17; verbs of requests
and recommendations A/74/588 and the draft resolution of the seventy-eighth session.
"""

from collections.abc import Mapping

from django.db import models

from secretariat.roles import Permission


# --- bodies --------------------------------------------------------------------------------------
class Level(models.TextChoices):
    """At which level a body works."""

    SECRETARIAT = "secretariat", "Secretariat"
    ENTITY = "entity", "one entity"
    UN_SYSTEM = "un_system", "United Nations system"


class BodyState(models.TextChoices):
    """Whether a body exists."""

    PLANNED = "planned", "planned"
    IN_PLACE = "in_place", "in place"
    ENDED = "ended", "ended"


class TermsState(models.TextChoices):
    """Whether terms of reference are proposed or in force."""

    PROPOSED = "proposed", "proposed"
    IN_FORCE = "in_force", "in force"


class Cadence(models.TextChoices):
    """How often a body has to meet."""

    PER_YEAR = "per_year", "at least so many times a year"
    EVERY_WEEKS = "every_weeks", "every so many weeks"
    QUARTERLY = "quarterly", "every quarter"
    BEFORE_SESSION = "before_session", "before each session of the Assembly"
    AS_NEEDED = "as_needed", "as needed"
    NOT_STATED = "not_stated", "not stated"


class SeatRole(models.TextChoices):
    """What a member of a body is in it."""

    CHAIR = "chair", "chair"
    CO_CHAIR = "co_chair", "co-chair"
    MEMBER = "member", "member"
    EX_OFFICIO = "ex_officio", "member ex officio"
    SECRETARY = "secretary", "secretary"


class OutputWay(models.TextChoices):
    """Whether a body has to produce something or to receive it."""

    OUTPUT = "output", "the body produces it"
    INPUT = "input", "the body receives it"


class Rhythm(models.TextChoices):
    """How often an output or input is due."""

    YEARLY = "yearly", "every year"
    QUARTERLY = "quarterly", "every quarter"
    NOT_STATED = "not_stated", "not stated"


class DeliveryWord(models.TextChoices):
    """What became of an output or input in a period."""

    DELIVERED = "delivered", "delivered"
    MISSED = "missed", "not delivered"
    NOT_STATED = "not_stated", "not stated"


# --- meetings ------------------------------------------------------------------------------------
class MeetingKind(models.TextChoices):
    """What a meeting is."""

    REGULAR = "regular", "regular meeting"
    EXTRAORDINARY = "extraordinary", "extraordinary meeting"
    WRITTEN = "written", "written procedure"


class MeetingState(models.TextChoices):
    """What became of a meeting."""

    PLANNED = "planned", "planned"
    HELD = "held", "held"
    POSTPONED = "postponed", "postponed"
    CANCELLED = "cancelled", "cancelled"
    MERGED = "merged", "merged with another"


class Purpose(models.TextChoices):
    """What an item of the agenda is for."""

    DECISION = "decision", "for decision"
    DISCUSSION = "discussion", "for discussion"
    INFORMATION = "information", "for information"


class Standing(models.TextChoices):
    """Whether somebody was at a meeting."""

    PRESENT = "present", "present"
    REPRESENTED = "represented", "represented by an alternate"
    EXCUSED = "excused", "excused"
    ABSENT = "absent", "absent"


class ActionWord(models.TextChoices):
    """How far an action agreed at a meeting is."""

    OPEN = "open", "open"
    DONE = "done", "done"
    DROPPED = "dropped", "dropped"


class Kept(models.TextChoices):
    """Whether a body met as often as it has to in a period: derived, never typed."""

    MET = "met", "as often as required"
    MISSED = "missed", "less often than required"
    UNDER_WAY = "under_way", "the period has not ended"
    NOT_STATED = "not_stated", "not stated"
    NOTHING_REQUIRED = "nothing_required", "no number is required"


class OutputWord(models.TextChoices):
    """What became of an output or input that was due: derived, never typed."""

    DELIVERED = "delivered", "delivered"
    MISSED = "missed", "not delivered"
    OPEN = "open", "not yet due"
    NOT_STATED = "not_stated", "not stated"


# --- decisions -----------------------------------------------------------------------------------
class DecisionWord(models.TextChoices):
    """How far a decision has been carried out."""

    OPEN = "open", "to be carried out"
    DONE = "done", "carried out"
    NOT_DONE = "not_done", "not carried out"
    NOTHING_TO_DO = "nothing_to_do", "needs no action"


class ReviewWord(models.TextChoices):
    """What the review of an ICT budget came to."""

    NOT_REVIEWED = "not_reviewed", "not reviewed"
    AGREED = "agreed", "agreed"
    AGREED_WITH_COMMENTS = "agreed_with_comments", "agreed with comments"
    NOT_AGREED = "not_agreed", "not agreed"


# --- requests and recommendations ----------------------------------------------------------------
class Authority(models.TextChoices):
    """Whose word a request or recommendation is."""

    ACABQ = "acabq", "recommendation of the Advisory Committee"
    ASSEMBLY = "assembly", "request of the General Assembly"
    DRAFT = "draft", "draft resolution before the Assembly"


class Verb(models.TextChoices):
    """The verb of the paragraph."""

    RECOMMENDS = "recommends", "recommends"
    STRESSES = "stresses", "stresses"
    TRUSTS = "trusts", "trusts"
    REQUESTS = "requests", "requests"
    ENDORSES = "endorses", "endorses"
    ENCOURAGES = "encourages", "encourages"
    NOTES = "notes", "takes note"


class FindingWord(models.TextChoices):
    """What a later document says of a request or recommendation."""

    FULFILLED = "fulfilled", "fulfilled"
    PARTLY = "partly", "partly fulfilled"
    NOT_FULFILLED = "not_fulfilled", "not fulfilled"


class MandateStatus(models.TextChoices):
    """How a request or recommendation stands: derived, never typed."""

    FULFILLED = "fulfilled", "fulfilled"
    PARTLY = "partly", "partly fulfilled"
    OVERDUE = "overdue", "overdue: non-fulfilment is documented"
    UNDOCUMENTED = "undocumented", "due date passed, fulfilment not documented"
    NOT_YET_DUE = "not_yet_due", "not yet due"
    NOT_DATED = "not_dated", "without a due date"
    NOTHING_DUE = "nothing_due", "asks for nothing"


class LinkKind(models.TextChoices):
    """How a later request or recommendation speaks of an earlier one."""

    RECALLS = "recalls", "recalls as not submitted"
    FOLLOWS = "follows", "follows up"
    ENDORSES = "endorses", "endorses"


# --- questions in writing ------------------------------------------------------------------------
class Asker(models.TextChoices):
    """Who puts questions in writing."""

    ACABQ = "acabq", "Advisory Committee"
    FIFTH_COMMITTEE = "fifth_committee", "Fifth Committee"
    OVERSIGHT = "oversight", "oversight body"
    OTHER = "other", "other"


class QuestionState(models.TextChoices):
    """How a question stands: derived, never typed."""

    OVERDUE = "overdue", "due day passed, not answered"
    WAITING = "waiting", "waiting for an answer"
    LATE = "late", "answered late"
    ANSWERED = "answered", "answered"


# --- policies and compliance ---------------------------------------------------------------------
class PolicyKind(models.TextChoices):
    """What a policy document is."""

    POLICY = "policy", "policy"
    TECHNICAL_PROCEDURE = "technical_procedure", "technical procedure"
    GUIDELINE = "guideline", "guideline"


class PolicyState(models.TextChoices):
    """Where a policy stands."""

    NOT_STARTED = "not_started", "not started"
    DRAFTING = "drafting", "being drafted"
    BEFORE_COMMITTEE = "before_committee", "before the policy committee"
    IN_FORCE = "in_force", "in force"
    DUE_FOR_REVISION = "due_for_revision", "due for revision"
    UNDER_REVISION = "under_revision", "under revision"
    WITHDRAWN = "withdrawn", "withdrawn"


class ReviewDone(models.TextChoices):
    """Whether compliance was reviewed in a year."""

    DONE = "done", "reviewed"
    NONE = "none", "not reviewed"
    NOT_STATED = "not_stated", "not stated"


class CertifiedWord(models.TextChoices):
    """What an entity says of its compliance with a policy or provision."""

    COMPLIANT = "compliant", "compliant"
    PARTLY = "partly", "partly compliant"
    NOT_COMPLIANT = "not_compliant", "not compliant"
    NOT_APPLICABLE = "not_applicable", "does not apply"
    NOT_STATED = "not_stated", "not stated"


class FormState(models.TextChoices):
    """Whether a self-certification form is complete."""

    INCOMPLETE = "incomplete", "incomplete"
    COMPLETE = "complete", "complete"


class DelegationState(models.TextChoices):
    """Whether authority has been delegated."""

    NOT_ESTABLISHED = "not_established", "not established"
    ISSUED = "issued", "issued"
    ACCEPTED = "accepted", "accepted"
    REVOKED = "revoked", "revoked"


class CoversICT(models.TextChoices):
    """Whether an instrument delegates authority for ICT."""

    YES = "yes", "covers ICT"
    NO = "no", "does not cover ICT"
    NOT_CLEARLY = "not_clearly", "does not clearly cover ICT"
    NOT_STATED = "not_stated", "not stated"


class Alignment(models.TextChoices):
    """Whether the ICT of an entity is in line with the strategy."""

    HARMONIZED = "harmonized", "harmonized"
    NOT_HARMONIZED = "not_harmonized", "not harmonized"
    NOT_STATED = "not_stated", "not stated"


class Urgency(models.TextChoices):
    """How urgent a measure of data protection is."""

    URGENT = "urgent", "urgent"
    SOON = "soon", "soon"
    ROUTINE = "routine", "routine"
    NOT_STATED = "not_stated", "not stated"


class MeasureState(models.TextChoices):
    """How far a measure is."""

    NOT_STATED = "not_stated", "not stated"
    NOT_STARTED = "not_started", "not started"
    UNDER_WAY = "under_way", "under way"
    DONE = "done", "done"


#: Meetings that can still be held.
AHEAD: frozenset[MeetingState] = frozenset({MeetingState.PLANNED, MeetingState.POSTPONED})
#: Where a meeting may go from where it stands; what is held, cancelled or merged stays so.
MEETING_MOVES: Mapping[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset(
        {
            MeetingState.HELD,
            MeetingState.POSTPONED,
            MeetingState.CANCELLED,
            MeetingState.MERGED,
        }
    ),
    MeetingState.POSTPONED: frozenset(
        {
            MeetingState.HELD,
            MeetingState.POSTPONED,
            MeetingState.CANCELLED,
            MeetingState.MERGED,
        }
    ),
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset(),
    MeetingState.MERGED: frozenset(),
}
#: Where a policy may go from where it stands: working group, committee, issuance, revision.
POLICY_MOVES: Mapping[PolicyState, frozenset[PolicyState]] = {
    PolicyState.NOT_STARTED: frozenset({PolicyState.DRAFTING}),
    PolicyState.DRAFTING: frozenset({PolicyState.BEFORE_COMMITTEE, PolicyState.NOT_STARTED}),
    PolicyState.BEFORE_COMMITTEE: frozenset({PolicyState.IN_FORCE, PolicyState.DRAFTING}),
    PolicyState.IN_FORCE: frozenset(
        {PolicyState.DUE_FOR_REVISION, PolicyState.UNDER_REVISION, PolicyState.WITHDRAWN}
    ),
    PolicyState.DUE_FOR_REVISION: frozenset(
        {PolicyState.UNDER_REVISION, PolicyState.IN_FORCE, PolicyState.WITHDRAWN}
    ),
    PolicyState.UNDER_REVISION: frozenset({PolicyState.IN_FORCE, PolicyState.WITHDRAWN}),
    PolicyState.WITHDRAWN: frozenset(),
}
#: Policies that bind.
IN_FORCE: frozenset[PolicyState] = frozenset(
    {PolicyState.IN_FORCE, PolicyState.DUE_FOR_REVISION, PolicyState.UNDER_REVISION}
)
#: Verbs that ask somebody for something; the others give no deadline (requirements RDR-05).
ASKING: frozenset[Verb] = frozenset({Verb.RECOMMENDS, Verb.STRESSES, Verb.TRUSTS, Verb.REQUESTS})
#: Who writes what.
WRITER: Mapping[str, Permission] = {
    "body": Permission.KEEP_GOVERNANCE,
    "meeting": Permission.KEEP_GOVERNANCE,
    "decision": Permission.KEEP_GOVERNANCE,
    "request": Permission.KEEP_GOVERNANCE,
    "question": Permission.KEEP_GOVERNANCE,
    "policy": Permission.KEEP_GOVERNANCE,
    "certification": Permission.CERTIFY,
}
