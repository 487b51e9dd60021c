"""Files that take a while: promised as jobs, kept for a week, and only for whoever asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ictportal.reports import files, register
from ictportal.reports.files import Taken
from ictportal.reports.register import Asked, ReportKind
from ictportal.reports.writing import FORMS, Form
from ledger import jobs, seals
from ledger.digests import canonical, sha256
from ledger.errors import Invalid
from ledger.jobs import Running, handles
from ledger.models import AwaitingSeal, Job, JobState
from ledger.moments import Moment
from secretariat.access import forget_roles, held_roles
from secretariat.files import declare_holder, keep_made
from secretariat.models import Person
from secretariat.policies import check_holds
from secretariat.roles import Permission

KIND = "ictportal.report.file"
EDITION_KIND = "ictportal.edition.file"
KINDS = (KIND, EDITION_KIND)
KEPT_FOR = timedelta(days=7)
STEPS = 3


@dataclass(frozen=True)
class Standing:
    """Where a promised file stands for the person who asked: exactly one of these holds."""

    waits: bool = False
    failed: bool = False
    gone: bool = False
    changed: bool = False
    ready: bool = False


def standing(job: Job, person: Person) -> Standing:
    """Ready only while it is kept, and while the person's roles are those it was made for."""
    if job.state == JobState.FAILED:
        return Standing(failed=True)
    if job.state != JobState.DONE:
        return Standing(waits=True)
    if job.result["rights"] != rights_of(person):
        return Standing(changed=True)
    if job.finished_at is None or job.finished_at < _oldest():
        return Standing(gone=True)
    return Standing(ready=True)


def jobs_of(person: Person) -> Any:
    """The files a person asked for."""
    return Job.objects.filter(kind__in=KINDS, actor=person.number)


def rights_of(person: Person) -> list[list[str]]:
    """The roles a person holds today, as plain data."""
    forget_roles(person)
    return sorted([one.role, one.scope_kind, one.scope_code] for one in held_roles(person))


# --- promising -----------------------------------------------------------------------------------
def promise(kind: ReportKind, asked: Asked, form: Form, known_at: str = "") -> Job:
    """Promise the file of a live report; asked again while the register stands still, the same job.

    ``known_at`` is the instant as the address has it, for the way back.
    """
    told = {
        "report": kind.key,
        "form": form.key,
        "parameters": dict(asked.parameters),
        "as_of": asked.moment.as_of.isoformat(),
        "known": asked.moment.known,
        "known_at": known_at,
        "demonstration": asked.demonstration,
    }
    return enqueue(KIND, told, by=asked.viewer, stand=entries_recorded())


def entries_recorded() -> int:
    """How many entries the history has, sealed or not: another number, another register."""
    return seals.head()[0] + AwaitingSeal.objects.count()


def enqueue(kind: str, told: Mapping[str, Any], *, by: Person, stand: int = 0) -> Job:
    """One job for the same person, rights, question and ``stand``; a spent one is made anew."""
    asked = {**told, "by": by.number, "rights": rights_of(by), "stand": stand}
    key = f"{kind}:{sha256(canonical(asked))}"
    with transaction.atomic():
        return jobs.enqueue(kind=kind, key=f"{key}:{_spent(key)}", arguments=told, by=by)


def _spent(key: str) -> int:
    """How many jobs under this key failed, or have a file that is no longer kept."""
    spent = Q(state=JobState.FAILED) | Q(state=JobState.DONE, finished_at__lt=_oldest())
    return Job.objects.filter(spent, key__startswith=f"{key}:").count()


def _oldest() -> Any:
    return timezone.now() - KEPT_FOR


# --- making --------------------------------------------------------------------------------------
@handles(KIND)
def make(running: Running) -> Mapping[str, Any]:
    """The file of a live report, with the rights its person has now."""
    told, person = running.arguments, person_of(running)
    check_holds(person, Permission.READ_REGISTER)
    kind = _kind(told["report"])
    moment = Moment(date.fromisoformat(told["as_of"]), None, told["known"])
    asked = Asked(person, moment, told["demonstration"], told["parameters"])
    return keep(running, lambda: files.live(kind, asked, query_of(told)))


def person_of(running: Running) -> Person:
    """Whoever asked."""
    return Person.objects.get(pk=running.job.actor)


def _kind(key: str) -> ReportKind:
    try:
        return register.get(key)
    except KeyError as error:
        raise Invalid(_("This report is no longer made.")) from error


def keep(running: Running, take: Callable[[], Taken]) -> Mapping[str, Any]:
    """Read, set and keep; what a refusal says of single fields goes into one sentence."""
    form = FORMS[running.arguments["form"]]
    try:
        running.progress(0, STEPS, _("reading the register"))
        taken = take()
        running.progress(1, STEPS, _("setting the file"))
        written = form.write(taken.report, taken.about)
    except Invalid as refusal:
        raise Invalid(sentence(refusal)) from refusal
    running.progress(STEPS, STEPS)
    return {
        "sha256": keep_made(written),
        "size": len(written),
        "name": taken.name(form),
        "title": taken.report.title,
        "media_type": form.media_type,
        "rights": rights_of(person_of(running)),
    }


def sentence(refusal: Invalid) -> str:
    """All that a refusal says."""
    said = [one for saids in refusal.fields.values() for one in saids]
    return " ".join(said) or refusal.message


# --- the way back --------------------------------------------------------------------------------
def query_of(told: Mapping[str, Any]) -> dict[str, str]:
    """What the address of the live report carries."""
    layer = {"layer": "demonstration"} if told["demonstration"] else {}
    known = {"known_at": told["known_at"]} if told["known_at"] else {}
    return {**told["parameters"], "as_of": told["as_of"], **known, **layer}


def again(job: Job) -> str:
    """The address that asks for the same file once more."""
    told = job.arguments
    if job.kind == EDITION_KIND:
        return reverse("edition-report-file", args=[told["edition"], told["report"], told["form"]])
    asked = urlencode(query_of(told))
    return f"{reverse('report-file', args=[told['report'], told['form']])}?{asked}"


def title_of(job: Job) -> str:
    """The title of the report, as it was made or as it is called."""
    if job.state == JobState.DONE:
        return str(job.result["title"])
    key = str(job.arguments["report"])
    titles = {kind.key: str(kind.title) for kind in register.all_reports()}
    return titles.get(key, key)


def digests() -> set[str]:
    """The digests of the files still kept: what is older may be swept."""
    rows = Job.objects.filter(kind__in=KINDS, state=JobState.DONE, finished_at__gte=_oldest())
    return set(rows.values_list("result__sha256", flat=True))


declare_holder("ictportal.reports", digests)
