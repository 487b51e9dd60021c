"""How long the steps of a night take over the whole register, as information."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from audits import periodic
from ledger import days, flags, nightly
from ledger.moments import Moment
from secretariat.access import system
from tests.bench.measure import seconds, statements


def show() -> None:
    """Each step on its own, and each flag counted and read."""
    moment = Moment(as_of=days.today() - timedelta(days=1))
    steps: dict[str, Callable[[Moment], Any]] = {
        "figures": nightly._snapshot,
        "flags": nightly._observe,
        "projection held against the ledger": periodic.check_projection,
        "reminders": periodic.remind,
    }
    print("\nA night at this size (seconds, statements; taken back afterwards)")
    for name, step in steps.items():
        print(f"  {name:<40} {_step(lambda step=step: step(moment))}", flush=True)
    for flag in flags.all_flags():
        found = flag.find(system(), moment)
        print(f"  count of {flag.key:<50} {seconds(found.count):7.2f} s: {found.count():,}")


def _step(work: Callable[[], Any]) -> str:
    try:
        with transaction.atomic():
            sent: list[int] = []
            took = seconds(lambda: sent.append(len(statements(work))))
            transaction.set_rollback(True)
    except Exception as failure:
        return f"failed: {type(failure).__name__}: {str(failure)[:100]}"
    return f"{took:7.2f} s {sent[0]:>6} statements"
