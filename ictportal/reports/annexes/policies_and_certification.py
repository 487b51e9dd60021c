"""ICT policies one by one, what documents count, rounds of self-certification, and reviews."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance import policies
from governance.lifecycle import CertifiedWord, FormState, PolicyKind
from governance.models import CertifiedPolicy, PolicyParticulars, SelfCertification
from governance.queries import policies as queries
from governance.queries.policies import PolicyRow, Total
from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.dashboards import compliance as dashboard
from ictportal.reports.dashboards.cells import counted, marked
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source

LIST = "policy-list"
PARAS = ("A/74/588, paras 17-18",)


def build(asked: Asked) -> Sequence[Section]:
    """Figures; every policy; rounds and what entities certify; reviews and delegations."""
    return (
        Section("glance", _("Are ICT policies kept?"), dashboard.cards(asked)),
        Section("policies", _("Policies"), (every_policy(asked), printed(asked))),
        Section(
            "certification",
            _("Self-certification"),
            (*dashboard.rounds(asked), certified(asked)),
            lead=_("What an entity certifies is its own word; nobody has verified it by that."),
        ),
        Section(
            "reviews",
            _("Reviews and delegation of authority"),
            (dashboard.reviews(asked), dashboard.delegations(asked)),
        ),
    )


# --- policies ------------------------------------------------------------------------------------
def every_policy(asked: Asked) -> Table:
    """The policies known by name under their kinds, with where each stands."""
    said = policies.current(
        asked.viewer, PolicyParticulars, asked.moment, demonstration=asked.demonstration
    )
    rows = queries.policy_rows(queries.related(queries.ordered(said, "code")), asked.moment)
    return Table(
        key="policies",
        title=_("Policies, technical procedures and guidelines known by name"),
        columns=(
            Column(_("Code")),
            Column(_("Title")),
            Column(_("State")),
            Column(_("Owner")),
            Column(_("Issued on")),
            Column(_("To be reviewed by")),
            Column(_("Gap")),
            Column(_("Source")),
        ),
        lines=tuple(line for kind in PolicyKind for line in _of_kind(kind, rows)),
        sources=PARAS,
        empty=_("No policy is known by name on this day."),
    )


def _of_kind(kind: PolicyKind, rows: Iterable[PolicyRow]) -> Iterable[Line]:
    own = [row for row in rows if row.said.kind == kind]
    if own:
        named = counted(LIST, {"kind": kind.value}, len(own))
        yield Line((Cell(capfirst(str(kind.label)), opens=named.opens),), kind="group")
    for row in own:
        yield Line(_policy(row))


def _policy(row: PolicyRow) -> tuple[Cell, ...]:
    said = row.said
    return (
        Cell(said.subject.code, leads=Leads("policy-detail", (said.subject.code,))),
        Cell(said.title),
        marked(said.state, said.get_state_display()),
        Cell(said.owner.code if said.owner else _("not stated")),
        Cell(day_said(said.issued_on) or _("not stated")),
        Cell(day_said(said.review_on) or _("not stated")),
        Cell(_gap(row), tone="bad" if row.has_gap else ""),
        Cell(source(said)),
    )


def _gap(row: PolicyRow) -> str:
    if row.review_day_passed:
        return _("day of review passed")
    return capfirst(row.said.get_state_display()) if row.has_gap else "–"


def printed(asked: Asked) -> Table:
    """How many policies documents count, and how many of them are known by name."""
    found = [] if asked.demonstration else queries.totals(asked.viewer, asked.moment)
    return Table(
        key="printed",
        title=_("Policies as documents count them"),
        columns=(
            Column(_("What is counted")),
            Column(_("As printed")),
            Column(_("Known by name"), "number"),
            Column(_("Not known by name"), "number"),
            Column(_("As at")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_total(one)) for one in found),
        empty=_("On this day no count of policies is on record."),
    )


def _total(one: Total) -> tuple[Cell, ...]:
    return (
        Cell(str(one.count.name)),
        Cell(one.count.as_printed or str(one.count.count)),
        Cell(str(one.named), number=one.named),
        Cell(str(one.unnamed), number=one.unnamed),
        Cell(day_said(one.count.as_of)),
        Cell(source(one.count)),
    )


# --- what entities certify -----------------------------------------------------------------------
def certified(asked: Asked) -> Table:
    """Entities by round, with how many policies they say each word of: two statements."""
    forms = _forms(asked)
    words = _words(forms)
    shown = [word for word in CertifiedWord if any(words[form.pk][word] for form in forms)]
    return Table(
        key="certified",
        title=_("What entities certify, in numbers of policies"),
        columns=(
            Column(_("Round")),
            Column(_("Entity")),
            Column(_("Form")),
            Column(_("Certified on")),
            *(Column(capfirst(str(word.label)), "number") for word in shown),
        ),
        lines=tuple(Line(_form(form, words[form.pk], shown)) for form in forms),
        empty=_("No form of an entity known by name is on record on this day."),
    )


def _forms(asked: Asked) -> list[SelfCertification]:
    rows = SelfCertification.objects.current(asked.moment.as_of, known=asked.moment.known)
    seen = policies.viewable(asked.viewer, rows, demonstration=asked.demonstration)
    joined = seen.select_related("subject__round", "subject__entity", "citation__document")
    return list(joined.order_by("-subject__round__code", "subject__entity__code"))


def _words(forms: Sequence[SelfCertification]) -> Mapping[Any, Counter[str]]:
    found: dict[Any, Counter[str]] = {form.pk: Counter() for form in forms}
    rows = CertifiedPolicy.objects.filter(certification__in=list(found))
    for form, word in rows.values_list("certification", "word"):
        found[form][word] += 1
    return found


def _form(
    form: SelfCertification, words: Mapping[str, int], shown: Sequence[CertifiedWord]
) -> tuple[Cell, ...]:
    code, entity = form.subject.round.code, form.subject.entity.code
    tone = "good" if form.state == FormState.COMPLETE else "partial"
    return (
        Cell(code, leads=Leads("certification-round", (code,))),
        Cell(entity),
        Cell(capfirst(form.get_state_display()), tone=tone),
        Cell(day_said(form.as_of)),
        *(Cell(str(words[word]), number=words[word]) for word in shown),
    )


declare(
    ReportKind(
        key="policies-and-certification",
        title=later("Policies and self-certification"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "Every ICT policy on record with where it stands, what entities certify, and whether "
            "compliance is reviewed."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=PARAS,
    )
)
