"""Reading the query of a request: the moment it asks for, the filters, and nothing unknown."""

from collections.abc import Iterable, Mapping

from django.http import QueryDict

from ledger.errors import Invalid
from ledger.moments import Moment, parse_moment

MOMENT = ("as_of", "known_at")
PAGES = ("page", "page_size", "ordering")


def read_moment(query: QueryDict) -> Moment:
    """The moment a request asks for: today with all that is known, unless it says otherwise."""
    return parse_moment(query.get("as_of"), query.get("known_at"))


def read_filters(query: QueryDict, *, without: Iterable[str] = ()) -> dict[str, str]:
    """The filters of a request, each given once; empty ones count as not given."""
    passed = {*MOMENT, *PAGES, *without}
    for name in query:
        if len(query.getlist(name)) > 1:
            said = "Give this parameter once; several values go with commas."
            raise Invalid(said, fields={name: said})
    return {name: str(value) for name, value in query.items() if name not in passed and value}


def refuse_unknown(query: Mapping[str, object], known: Iterable[str]) -> None:
    """Refuse parameters an endpoint does not know, so that a typing slip never means *all*."""
    allowed = sorted(known)
    unknown = sorted(set(query) - set(allowed))
    if unknown:
        words = ", ".join(allowed) or "none"
        said = f"This parameter is not known here. Known are: {words}."
        raise Invalid(said, fields=dict.fromkeys(unknown, said))
