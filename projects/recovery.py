"""Disaster recovery: how many critical applications could be brought back, by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.errors import Invalid
from ledger.figures import Answer, Figure, Part, Status, declare
from ledger.moments import Moment
from projects.figures import is_demonstration
from projects.models import IndicatorState, IndicatorValue
from projects.policies import viewable_indicators


@dataclass(frozen=True)
class Place:
    """Where critical applications run, and the indicators that count them."""

    key: str
    name: str
    critical: str
    ready: str


#: The places of A/69/517, para 21.
RECORD = (
    Place("headquarters", "Headquarters", "CRITICAL-APPS-HQ", "DR-READY-HQ"),
    Place("away", "offices away from Headquarters", "CRITICAL-APPS-OAH", "DR-READY-OAH"),
)
#: The made-up places of the demonstration.
DEMONSTRATION = (
    Place("headquarters", "demonstration seat", "DEMO-CRITICAL-SEAT", "DEMO-READY-SEAT"),
    Place("away", "demonstration offices away", "DEMO-CRITICAL-AWAY", "DEMO-READY-AWAY"),
)
PARAMETERS = frozenset({"place", "provenance"})


@dataclass(frozen=True)
class Readiness:
    """The applications of one place: how many are critical and how many of them are ready.

    Either is ``None`` where nobody says; ``observed`` is the last day one of them was counted.
    """

    place: Place
    critical: int | None
    ready: int | None
    observed: date | None

    @property
    def is_known(self) -> bool:
        """Whether both are known."""
        return self.critical is not None and self.ready is not None


def places(parameters: Mapping[str, str]) -> tuple[Place, ...]:
    """The places of a layer, or the one asked for; raises ``Invalid`` for one it has not."""
    several = DEMONSTRATION if is_demonstration(parameters) else RECORD
    asked = parameters.get("place", "")
    if not asked:
        return several
    if asked not in {one.key for one in several}:
        said = f"Choose one of: {', '.join(one.key for one in several)}."
        raise Invalid(said, fields={"place": said})
    return tuple(one for one in several if one.key == asked)


def codes(several: tuple[Place, ...]) -> list[str]:
    """The indicators that count them."""
    return [code for place in several for code in (place.critical, place.ready)]


def readiness(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> list[Readiness]:
    """Each place by the last numbers stated of it: one statement."""
    asked = places(parameters)
    visible = viewable_indicators(viewer, moment, demonstration=is_demonstration(parameters))
    found = {state.code: state for state in visible.filter(code__in=codes(asked))}
    return [_readiness(place, found) for place in asked]


def _readiness(place: Place, found: Mapping[str, IndicatorState]) -> Readiness:
    held = [found.get(place.critical), found.get(place.ready)]
    critical, ready = (_whole(state) for state in held)
    ends = [state.actual_end for state in held if state and state.actual_end]
    return Readiness(place, critical, ready, max(ends, default=None))


def _whole(state: IndicatorState | None) -> int | None:
    if state is None or state.actual_number is None:
        return None
    return int(state.actual_number) // 1000


def ready(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Answer:
    """Critical applications that are ready, out of all; each place is a part."""
    found = readiness(viewer, moment, parameters)
    known = [one for one in found if one.is_known]
    critical = sum(one.critical or 0 for one in known)
    able = sum(one.ready or 0 for one in known)
    parts = [
        Part(
            one.place.key,
            one.place.name,
            one.ready or 0,
            one.critical or 0,
            _rows(parameters, (one.place,)),
        )
        for one in known
        if len(found) > 1
    ]
    return Answer(
        status=_status(found),
        value=able if known else None,
        numerator=able if known else None,
        denominator=critical,
        minimum=able if known else None,
        maximum=able if known else None,
        parts=parts,
        rows=_rows(parameters, places(parameters)),
        observed_through=max((one.observed for one in known if one.observed), default=None),
    )


def _rows(parameters: Mapping[str, str], several: tuple[Place, ...]) -> dict[str, str]:
    """The indicators behind a number, as their list filters them."""
    layer = {name: value for name, value in parameters.items() if name != "place"}
    return {**layer, "codes": ",".join(codes(several))}


def _status(found: list[Readiness]) -> str:
    """Undetermined while a number of some place is missing; nothing to say before any is known."""
    if all(one.is_known for one in found):
        return Status.OK
    told = any(one.critical is not None or one.ready is not None for one in found)
    return Status.UNDETERMINED if told else Status.NOT_APPLICABLE


def values(viewer: Any, moment: Moment, parameters: Mapping[str, str]) -> Any:
    """The values that the answer rests on."""
    visible = viewable_indicators(viewer, moment, demonstration=is_demonstration(parameters))
    rows = visible.filter(code__in=codes(places(parameters)))
    return IndicatorValue.objects.filter(pk__in=rows.values("actual"))


READY = declare(
    Figure(
        key="recovery.ready",
        version=1,
        name="Critical applications ready for disaster recovery",
        question="Could the critical applications be brought back after a disaster?",
        unit="critical applications",
        formula="with effective disaster-recovery arrangements ÷ critical",
        definition="Adds the last numbers stated for Headquarters and for offices away from "
        "Headquarters. In 2014: 40 of 93 and 43 of 122, together 83 of 215, which is 38.6 per "
        "cent; A/69/517 prints 38. The counts are of different days: Headquarters by the business "
        "continuity plan revised in 2014, offices away by a survey of November 2013. A place of "
        "which a number is missing is left out and the figure is undetermined.",
        sources=("A/69/517, para 21", "A/69/517, footnote 1"),
        rows="indicator-list",
        parameters=PARAMETERS,
        compute=ready,
        counted=values,
    )
)
