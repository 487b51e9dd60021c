"""The words of the portfolio, their order, and who writes what. Pure data.

Sources: three drivers and two enablers A/69/517 para 9; the groups of the performance framework
A/69/517 para 54; a status report per quarter A/74/588 para 14 (a); objectives apart from percent
complete A/74/588 para 10.
"""

from collections.abc import Mapping

from django.db import models

from secretariat.roles import Permission


class PlanKind(models.TextChoices):
    """What a plan is."""

    STRATEGY = "strategy", "strategy"
    FRAMEWORK = "framework", "framework"
    SECURITY_PLAN = "security_plan", "security plan"
    PROGRAMME_PLAN = "programme_plan", "programme plan"


class Integration(models.TextChoices):
    """How far a framework has been folded into a strategy."""

    NOT_APPLICABLE = "", "not applicable"
    NOT_STARTED = "not_started", "not started"
    UNDER_WAY = "under_way", "under way"
    DONE = "done", "done"
    NOT_STATED = "not_stated", "not stated"


class ElementKind(models.TextChoices):
    """What a plan is made of."""

    OBJECTIVE = "objective", "objective"
    DRIVER = "driver", "driver"
    ENABLER = "enabler", "enabler"
    PHASE = "phase", "phase"
    ROADMAP_ROW = "roadmap_row", "row of the road map"
    GOAL = "goal", "goal"
    ACTION = "action", "action"
    DELIVERABLE = "deliverable", "deliverable"
    RISK = "risk", "risk"
    INTERLINKAGE = "interlinkage", "interlinkage"
    ELEMENT = "element", "element"
    SUBPROGRAMME = "subprogramme", "subprogramme"
    PLANNED_ACTION = "planned_action", "planned action"


class ElementState(models.TextChoices):
    """How far an element is, where a source says so."""

    NOT_STATED = "not_stated", "not stated"
    NOT_STARTED = "not_started", "not started"
    UNDER_WAY = "under_way", "under way"
    DONE = "done", "done"


class ChapterState(models.TextChoices):
    """Whether a progress report deals with a topic."""

    COVERED = "covered", "covered"
    TOO_GENERAL = "too_general", "too general"
    MISSING = "missing", "missing"
    NOT_STATED = "not_stated", "not stated"


class LessonKind(models.TextChoices):
    """What is handed on to the next strategy."""

    LESSON = "lesson", "lesson learned"
    CHALLENGE = "challenge", "challenge"
    ISSUE = "issue", "issue"
    INITIATIVE = "initiative", "initiative"


class Verification(models.TextChoices):
    """Whether somebody other than the responsible office has verified a control."""

    VERIFIED = "verified", "verified"
    NOT_VERIFIED = "not_verified", "not verified"
    CANNOT_VERIFY = "cannot_verify", "cannot be verified"
    NOT_STATED = "not_stated", "not stated"


class AssumptionWord(models.TextChoices):
    """Whether a planning assumption holds."""

    HOLDS = "holds", "holds"
    BROKEN = "broken", "broken"
    NOT_STATED = "not_stated", "not stated"


class TitleStatus(models.TextChoices):
    """Where a project's title comes from."""

    OFFICIAL = "official", "title from an official document"
    WORKING = "working", "working title"


class PortfolioMove(models.TextChoices):
    """A project enters the portfolio or leaves it."""

    ENTRY = "entry", "entered the portfolio"
    EXIT = "exit", "left the portfolio"


class ProjectLinkKind(models.TextChoices):
    """How one project bears on another."""

    DEPENDS_ON = "depends_on", "depends on"
    SHARES_RISK = "shares_risk", "shares a risk with"


class DateKind(models.TextChoices):
    """What a date of a milestone is."""

    BASELINE = "baseline", "baseline"
    FORECAST = "forecast", "forecast"
    ACTUAL = "actual", "actual"


class Rating(models.TextChoices):
    """A rating of a status report, from best to worst."""

    GREEN = "green", "on track"
    AMBER = "amber", "at risk"
    RED = "red", "off track"
    NOT_RATED = "not_rated", "not rated"


class Voice(models.TextChoices):
    """Who says whether an objective is met."""

    OWNER = "owner", "owner"
    AUDITOR = "auditor", "auditor"


class Met(models.TextChoices):
    """Whether an objective is met."""

    YES = "yes", "met"
    PARTLY = "partly", "partly met"
    NO = "no", "not met"
    NOT_ASSESSED = "not_assessed", "not assessed"


class DraftState(models.TextChoices):
    """Where a status report stands before it is published."""

    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "submitted"
    RETURNED = "returned", "returned"
    PUBLISHED = "published", "published"


class ProposalState(models.TextChoices):
    """Where a proposed baseline stands."""

    PROPOSED = "proposed", "proposed"
    APPROVED = "approved", "approved"
    REFUSED = "refused", "refused"


class ClosingResult(models.TextChoices):
    """How a project ended."""

    ACHIEVED = "achieved", "achieved"
    PARTLY = "partly", "partly achieved"
    FAILED = "failed", "not achieved"
    STOPPED = "stopped", "stopped"


class IndicatorGroup(models.TextChoices):
    """The groups of the performance management framework, and two that it does not name."""

    ASSETS = "assets", "assets"
    PROJECTS = "projects", "projects"
    SERVICES = "services", "services"
    SUPPORT = "support", "support"
    SECURITY = "security", "security"
    RESOURCES = "resources", "resources"


class IndicatorKind(models.TextChoices):
    """What an indicator counts."""

    MEASURE = "measure", "performance measure"
    DELIVERABLE = "deliverable", "deliverable"
    COMPLIANCE = "compliance", "compliance rate"
    PLANNED_RESULT = "planned_result", "planned result"
    COUNT = "count", "count"


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "more is better"
    DOWN = "down", "less is better"
    NONE = "none", "neither"


class ValueRole(models.TextChoices):
    """What a value of an indicator is."""

    BASELINE = "baseline", "baseline"
    ACTUAL = "actual", "actual"
    PLANNED = "planned", "planned"
    TARGET = "target", "target"


class ValueState(models.TextChoices):
    """Whether there is a number."""

    NUMBER = "number", "number"
    TEXT = "text", "in words"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    NOT_IN_SOURCE = "not_in_source", "not in the source"


class Qualifier(models.TextChoices):
    """How exactly a source prints a number."""

    EXACTLY = "exactly", "exactly"
    NEARLY = "nearly", "nearly"
    ABOUT = "about", "about"
    MORE_THAN = "more_than", "more than"
    AT_LEAST = "at_least", "at least"
    LESS_THAN = "less_than", "less than"


class Unit(models.TextChoices):
    """In what a table of resources is printed."""

    USD_MILLION = "usd_million", "millions of United States dollars"
    USD_THOUSAND = "usd_thousand", "thousands of United States dollars"
    USD = "usd", "United States dollars"
    POSTS = "posts", "posts"
    PER_CENT = "per_cent", "per cent"
    PERSONS = "persons", "persons"


class CellState(models.TextChoices):
    """What a cell of a printed table holds."""

    NUMBER = "number", "number"
    NIL = "nil", "nil"
    INCLUDED_ELSEWHERE = "included_elsewhere", "included elsewhere"
    NOT_STATED = "not_stated", "not stated"


class Fund(models.TextChoices):
    """Where money or a post comes from."""

    NONE = "", "not stated"
    REGULAR = "regular", "regular budget"
    OTHER_ASSESSED = "other_assessed", "other assessed"
    EXTRABUDGETARY = "extrabudgetary", "extrabudgetary"
    SUPPORT_ACCOUNT = "support_account", "support account"
    PEACEKEEPING = "peacekeeping", "peacekeeping missions"
    SPECIAL_POLITICAL = "special_political", "special political missions"
    UMOJA = "umoja", "Umoja"
    ALL = "all", "all funds"


class ComparisonKind(models.TextChoices):
    """Whether the portal can compute a discrepancy or only note it."""

    COMPUTED = "computed", "computed"
    NOTE = "note", "noted"


#: The five ratings of a status report, in the order they are asked.
RATED = ("schedule", "cost", "scope", "risk", "overall")
#: How bad a rating is; "not rated" is no step on the scale.
SEVERITY: Mapping[str, int] = {Rating.GREEN: 0, Rating.AMBER: 1, Rating.RED: 2}
#: Words after which an objective counts as unmet.
UNMET: frozenset[Met] = frozenset({Met.PARTLY, Met.NO})
#: Which element may stand under which; what is not named here stands at the top of its plan.
PARENTS: Mapping[ElementKind, frozenset[ElementKind]] = {
    ElementKind.ROADMAP_ROW: frozenset(
        {ElementKind.DRIVER, ElementKind.ENABLER, ElementKind.ROADMAP_ROW}
    ),
    ElementKind.ACTION: frozenset(
        {ElementKind.GOAL, ElementKind.OBJECTIVE, ElementKind.ELEMENT, ElementKind.ROADMAP_ROW}
    ),
    ElementKind.DELIVERABLE: frozenset({ElementKind.GOAL, ElementKind.ACTION}),
    ElementKind.RISK: frozenset({ElementKind.GOAL, ElementKind.ACTION}),
    ElementKind.INTERLINKAGE: frozenset({ElementKind.GOAL, ElementKind.ACTION}),
    ElementKind.GOAL: frozenset({ElementKind.OBJECTIVE, ElementKind.GOAL}),
    ElementKind.PLANNED_ACTION: frozenset({ElementKind.SUBPROGRAMME}),
}
#: Where a status report may go from where it stands.
DRAFT_MOVES: Mapping[DraftState, frozenset[DraftState]] = {
    DraftState.DRAFT: frozenset({DraftState.SUBMITTED}),
    DraftState.RETURNED: frozenset({DraftState.SUBMITTED}),
    DraftState.SUBMITTED: frozenset({DraftState.PUBLISHED, DraftState.RETURNED}),
    DraftState.PUBLISHED: frozenset(),
}
#: Who writes what.
WRITER: Mapping[str, Permission] = {
    "status_report": Permission.REPORT,
    "publication": Permission.PUBLISH,
    "measurement": Permission.REPORT,
    "owner_assessment": Permission.REPORT,
    "auditor_assessment": Permission.ASSESS,
    "baseline_proposal": Permission.REPORT,
    "baseline_approval": Permission.APPROVE,
    "closing": Permission.REPORT,
    "closing_exception": Permission.APPROVE,
    "portfolio": Permission.KEEP_PORTFOLIO,
}
