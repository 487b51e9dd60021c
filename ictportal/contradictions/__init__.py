"""Contradictions across the domains: two things on record on one day that do not go together.

Each rule is a flag. What it finds has two sides: what is claimed, and what stands against it. It
is raised since the first day on which a claim and something against it stood together and were
tied to each other, so that a contradiction has an age.
"""

from collections.abc import Callable
from typing import Any

from ictportal.contradictions.decisions import done_but_late, steers_closed
from ictportal.contradictions.recommendations import certified_with_open, green_with_old
from ledger.flags import FewRaised, Flag, declare
from ledger.moments import Moment

AREA = "contradiction"


def _declare(
    key: str,
    name: str,
    search: Callable[[Any, Moment, bool], FewRaised],
    definition: str,
    *sources: str,
) -> Flag:
    return declare(
        Flag(
            key=f"{AREA}.{key}",
            name=name,
            definition=definition,
            sources=sources,
            severity="serious",
            rows={"rule": f"{AREA}.{key}"},
            search=search,
            page="contradictions",
        )
    )


_declare(
    "green_with_old",
    "On track, with old recommendations open",
    green_with_old,
    "A project in the portfolio that is not closed is rated on track overall by its last status "
    "report, while a recommendation that concerns it is certainly open for more than two years. "
    "Raised since the first day on which the present run of such ratings and one of these "
    "recommendations stood together and were linked.",
    "A/74/588, paras 4, 10",
)
_declare(
    "certified_with_open",
    "Certified compliant, recommendation open",
    certified_with_open,
    "The last complete form in which an entity speaks of a policy says compliant, while a "
    "recommendation for which the entity answers is open, and a decision about that policy acts "
    "on the recommendation: the record ties the two through the decision. Reviews of compliance "
    "name units, not entities, and are not compared. Raised since the first day on which all "
    "these stood together.",
    "A/74/588, para 18",
)
_declare(
    "done_but_late",
    "Decision carried out, result late",
    done_but_late,
    "A decision that no other has replaced counts as carried out, while a request linked to it is "
    "overdue by what a later document says, or a milestone that was not reached, of a project "
    "linked to it that is in the portfolio and not closed, is said to come later than first "
    "promised. Raised since the first day on which both stood together and were linked.",
    "A/74/588, para 14",
)
_declare(
    "steers_closed",
    "Body still steers a closed project",
    steers_closed,
    "A decision of a governing body that no other has replaced is still to be carried out, while "
    "the project linked to it is closed. Bodies are tied to projects by their decisions alone. "
    "Raised since the first day on which both stood together and were linked.",
    "A/74/588, para 14",
)
