"""What happens in the demonstration, told by the real actions: recommendations, projects, bodies."""

from random import Random

from ictportal.demonstration import words
from ictportal.demonstration.cases import Desk
from ictportal.demonstration.governance import story as governance
from ictportal.demonstration.hands import Hands
from ictportal.demonstration.lives import Life
from ictportal.demonstration.portfolio import story as portfolio
from ictportal.demonstration.turns import Turns

SEED = 2018


def tell() -> None:
    """Record the reports, then let each recommendation live until today."""
    rng = Random(SEED)
    hands = Hands()
    desk = Desk(hands.officer, rng)
    cases = desk.record_all()
    for case in cases:
        if case.draft.earlier:
            hands.link(case, case.draft.earlier, words.REITERATES)
    for case in cases:
        later = [other for other in cases if other.year == case.year + 1]
        Life(hands, case, later, rng).live()
    Turns(hands, desk).take_all()
    portfolio.tell(cases)
    governance.tell(cases)
