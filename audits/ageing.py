"""How old a recommendation is, when its issue date is a pair of bounds.

A class is certain when both bounds fall into it. The three last keys hold what the bounds leave
open, so that the classes always add up to all open recommendations, and those above two years to
*older than two years*.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from audits.lifecycle import CLOSING
from ledger.days import latest_older

LABELS: Mapping[str, str] = {
    "0-1": "up to 1 year",
    "1-2": "more than 1, up to 2 years",
    "2-3": "more than 2, up to 3 years",
    "3-5": "more than 3, up to 5 years",
    "5+": "more than 5 years",
    "up_to_2": "up to 2 years, no closer date",
    "over_2": "more than 2 years, no closer date",
    "undetermined": "up to or more than 2 years, date not known closely enough",
}
ABOVE_TWO = ("2-3", "3-5", "5+", "over_2")
_CERTAIN = {"0-1": (0, 1), "1-2": (1, 2), "2-3": (2, 3), "3-5": (3, 5), "5+": (5, None)}

OPEN = ~Q(finding__in=sorted(CLOSING))


def older(as_of: date) -> Q:
    """Open, and older than two years by even the latest possible issue date."""
    return OPEN & Q(surely_older_from__lte=as_of)


def not_older(as_of: date) -> Q:
    """Open, and not older than two years by even the earliest possible issue date."""
    return OPEN & Q(possibly_older_from__gt=as_of)


def undetermined(as_of: date) -> Q:
    """Open, and the bounds leave open whether it is older than two years."""
    maybe = Q(possibly_older_from__isnull=True) | Q(possibly_older_from__lte=as_of)
    return OPEN & Q(surely_older_from__gt=as_of) & maybe


def classes(as_of: date) -> dict[str, Q]:
    """Each ageing class as a condition on rows; no row meets two, every open row meets one."""
    certain = {key: _certain(as_of, *bounds) for key, bounds in _CERTAIN.items()}
    below = certain["0-1"] | certain["1-2"]
    above = certain["2-3"] | certain["3-5"] | certain["5+"]
    return {
        **{key: OPEN & condition for key, condition in certain.items()},
        "up_to_2": not_older(as_of) & ~below,
        "over_2": older(as_of) & ~above,
        "undetermined": undetermined(as_of),
    }


def _certain(as_of: date, over: int, up_to: int | None) -> Q:
    """Both bounds are more than ``over`` and not more than ``up_to`` years old."""
    condition = Q(issued_not_after__lte=latest_older(as_of, over) if over else as_of)
    if up_to is not None:
        condition &= Q(
            issued_not_before__isnull=False, issued_not_before__gt=latest_older(as_of, up_to)
        )
    return condition
