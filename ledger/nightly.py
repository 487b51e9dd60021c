"""The nightly run: snapshots, flags, checks and reminders of one as-of day.

Steps are declared by the apps. Each writes unique rows per as-of day, so a second run, or one
after a crash, leaves the same rows.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ledger import days, jobs, seals
from ledger.digests import canonical, plain
from ledger.errors import Invalid
from ledger.figures import Answer, all_figures
from ledger.flags import Flag, all_flags
from ledger.history import Actor
from ledger.models import FigureSnapshot, FlagObservation, JobState, NightlyRun
from ledger.moments import Moment

log = logging.getLogger(__name__)

MAX_NIGHTS_MADE_UP = 31
Counts = Mapping[str, int]
Step = Callable[[Moment], Counts]


@dataclass
class _Declared:
    register: Callable[[], Actor] | None = None


_steps: dict[str, Step] = {}
_snapshots: list[tuple[str, Mapping[str, str]]] = []
_declared = _Declared()


def declare_step(name: str, step: Step) -> None:
    """Add a step to every night; it gets the night's moment and returns what it counted."""
    _steps[name] = step


def declare_snapshot(figure: str, parameters: Mapping[str, str]) -> None:
    """Keep this figure with these parameters every night."""
    _snapshots.append((figure, parameters))


def declare_register(register: Callable[[], Actor]) -> None:
    """Who looks and acts at night: the register itself, which sees every row of the record."""
    _declared.register = register


def _register() -> Actor:
    assert _declared.register is not None, "No app declared who acts at night."
    return _declared.register()


def plan_nights() -> int:
    """Promise the runs of all nights since the last one, up to yesterday; returns how many.

    After a longer silence only the last 31 nights are made up; older ones stay a visible gap.
    """
    last = NightlyRun.objects.order_by("-as_of").values_list("as_of", flat=True).first()
    yesterday = days.today() - timedelta(days=1)
    first = max(
        (last or yesterday - timedelta(days=1)) + timedelta(days=1),
        yesterday - timedelta(days=MAX_NIGHTS_MADE_UP - 1),
    )
    nights = [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]
    for night in nights:
        promise_night(night)
    return len(nights)


def promise_night(as_of: date) -> None:
    """Promise one night's run; the unique key makes a second promise harmless."""
    with transaction.atomic():
        jobs.enqueue(
            kind="nightly",
            key=f"nightly:{as_of.isoformat()}",
            arguments={"as_of": as_of.isoformat()},
            by=_register(),
        )


@jobs.handles("nightly")
def _run_promised(running: jobs.Running) -> Counts:
    counts: Counts = run_night(date.fromisoformat(running.arguments["as_of"])).counts
    return counts


def run_night(as_of: date) -> NightlyRun:
    """Run the night of ``as_of``: seal, snapshot every figure, observe every flag, other steps.

    One step's failure is written down and does not stop the others; ``errors`` lists it.
    Raises ``Invalid`` for a day that has not come yet.
    """
    if as_of > days.today():
        raise Invalid("This day has not come yet.", fields={"as_of": "Choose an earlier day."})
    night, _ = NightlyRun.objects.get_or_create(as_of=as_of)
    night.state, night.started_at, night.errors = JobState.RUNNING, timezone.now(), []
    night.save()
    seals.seal_pending()
    counts: dict[str, int] = {}
    for name, step in {"figures": _snapshot, "flags": _observe, **_steps}.items():
        counts |= _take_step(name, step, Moment(as_of=as_of), night.errors)
    night.counts, night.finished_at = counts, timezone.now()
    night.state = JobState.FAILED if night.errors else JobState.DONE
    night.save()
    return night


def _take_step(name: str, step: Step, moment: Moment, errors: list[str]) -> Counts:
    try:
        with transaction.atomic():
            return step(moment)
    except Exception as failure:
        log.exception("The nightly step %s failed.", name)
        errors.append(f"{name}: {type(failure).__name__}: {failure}"[:300])
        return {}


def _snapshot(moment: Moment) -> Counts:
    """Keep each declared figure once a day: the first answer of a day stays."""
    kept = set(
        FigureSnapshot.objects.filter(as_of=moment.as_of).values_list("figure", "parameters")
    )
    figures = {figure.key: figure for figure in all_figures()}
    viewer = _register()
    wanted = [(key, given, canonical(dict(given))) for key, given in _snapshots]
    rows = [
        FigureSnapshot(
            figure=key,
            parameters=written,
            as_of=moment.as_of,
            answer=answer_as_json(figures[key].answer(viewer, moment, given)),
            recorded_at=timezone.now(),
        )
        for key, given, written in wanted
        if (key, written) not in kept
    ]
    FigureSnapshot.objects.bulk_create(rows, batch_size=500)
    return {"figures": len(wanted), "figures kept now": len(rows)}


def answer_as_json(answer: Answer) -> dict[str, object]:
    """The numbers of an answer, for keeping."""
    parts = {part.key: part.count for part in answer.parts}
    kept = {
        "status": answer.status,
        "value": answer.value,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "minimum": answer.minimum,
        "maximum": answer.maximum,
        "parts": parts,
        "observed_through": answer.observed_through,
    }
    result: dict[str, object] = plain(kept)
    return result


def _observe(moment: Moment) -> Counts:
    return {f"flag {flag.key}": _observe_flag(flag, moment) for flag in all_flags()}


def _observe_flag(flag: Flag, moment: Moment) -> int:
    """Keep what one rule found; a subject observed earlier for this day stays as it was seen."""
    seen = set(
        FlagObservation.objects.filter(rule=flag.key, as_of=moment.as_of).values_list(
            "subject_id", flat=True
        )
    )
    rows = [
        FlagObservation(
            rule=flag.key,
            subject_id=raised.subject_id,
            as_of=moment.as_of,
            since=raised.since,
            proof=list(raised.proof),
            recorded_at=timezone.now(),
        )
        for raised in flag.find(_register(), moment)
        if raised.subject_id not in seen
    ]
    FlagObservation.objects.bulk_create(rows, batch_size=1_000)
    return len(seen) + len(rows)
