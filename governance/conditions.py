"""Conditions that lists, pages, figures and flags share: in force on a day, reviewed in time."""

from django.db.models import F, Q

from governance.lifecycle import CoversICT, DelegationState, ReviewWord
from ledger.moments import Moment

DELEGATED = (DelegationState.ISSUED, DelegationState.ACCEPTED)


def in_force(moment: Moment) -> Q:
    """An instrument that binds on the day: issued or accepted, and neither to come nor run out."""
    begun = Q(issued_on__isnull=True) | Q(issued_on__lte=moment.as_of)
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=moment.as_of)
    return Q(state__in=DELEGATED) & begun & valid


def covers_ict_in_force(moment: Moment) -> Q:
    """An instrument in force that is stated to cover ICT; a general one is not read as such."""
    return in_force(moment) & Q(covers_ict=CoversICT.YES)


def not_reviewed_in_time() -> Q:
    """A budget that was not reviewed, or went on before it was (section 2.2 (g))."""
    return Q(word=ReviewWord.NOT_REVIEWED) | Q(sent_on__lt=F("reviewed_on"))
