"""What becomes of a demonstration recommendation: twenty-five lives, one set per report."""

from dataclasses import dataclass

from audits.lifecycle import Acceptance, Finding

ENDINGS = {
    Finding.IMPLEMENTED: "carried out",
    Finding.UNDER_IMPLEMENTATION: "being carried out",
    Finding.NOT_IMPLEMENTED: "not carried out",
    Finding.OVERTAKEN_BY_EVENTS: "overtaken by events",
    Finding.CLOSED_BY_BODY: "closed by the auditors",
}


@dataclass(frozen=True)
class Fate:
    """The course of one recommendation, counted in yearly assessments after its report.

    ``closes`` is the assessment that closes it (0: none so far); ``disputed`` are assessments
    that refuse a requested closure; ``skipped`` are those the body did not make;
    ``transcribed`` is the one entered from the printed annex by two people of the staff.
    """

    closes: int = 0
    ending: Finding = Finding.IMPLEMENTED
    meanwhile: Finding = Finding.UNDER_IMPLEMENTATION
    disputed: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()
    transcribed: int = 0
    reopens: int = 0
    closes_again: int = 0
    acceptance: Acceptance = Acceptance.ACCEPTED
    first_target: int = 6
    extends: bool = True
    brought_forward: bool = False
    silent_after: int = 99
    successor: bool = False
    repeats: bool = False

    def asks_for_closure(self, number: int) -> bool:
        """Whether the Administration asks for closure before this assessment."""
        wanted = {self.closes, self.closes_again, *self.disputed, *self.skipped[:1]}
        return number > 0 and number in wanted

    def finding(self, number: int) -> Finding:
        """What this assessment finds."""
        if number == self.closes:
            return self.ending
        return Finding.IMPLEMENTED if number == self.closes_again else self.meanwhile

    def is_open_before(self, number: int) -> bool:
        """Whether there is something to assess: open until then, or about to be reopened."""
        if not self.closes or number <= self.closes:
            return True
        if not self.reopens or number < self.reopens:
            return False
        return not self.closes_again or number <= self.closes_again


def number_of(first: int, year: int) -> int:
    """Which yearly assessment the one of ``year`` is, for a recommendation issued in ``first``."""
    return year - first + 1


FATES: tuple[Fate, ...] = (
    Fate(closes=1, first_target=3),
    Fate(closes=2, first_target=5),
    Fate(closes=2, first_target=7, brought_forward=True),
    Fate(closes=3, first_target=8),
    Fate(closes=3, first_target=6, meanwhile=Finding.NOT_IMPLEMENTED),
    Fate(closes=2, first_target=4, repeats=True),
    Fate(closes=4, first_target=5),
    Fate(closes=5, first_target=4),
    Fate(closes=4, disputed=(3,), first_target=9),
    Fate(closes=5, disputed=(2, 3), first_target=6),
    Fate(disputed=(2, 3, 4, 5, 6, 7), first_target=6),
    Fate(first_target=4, repeats=True),
    Fate(meanwhile=Finding.NOT_IMPLEMENTED, silent_after=1, extends=False),
    Fate(closes=3, ending=Finding.OVERTAKEN_BY_EVENTS, successor=True),
    Fate(closes=2, ending=Finding.OVERTAKEN_BY_EVENTS),
    Fate(acceptance=Acceptance.NOT_ACCEPTED, meanwhile=Finding.NOT_IMPLEMENTED),
    Fate(closes=4, acceptance=Acceptance.PARTLY, first_target=10),
    Fate(closes=2, reopens=3, closes_again=5),
    Fate(silent_after=2, first_target=5, extends=False),
    Fate(skipped=(4, 5, 6, 7), silent_after=4, first_target=8),
    Fate(closes=3, ending=Finding.CLOSED_BY_BODY, extends=False),
    Fate(closes=2, reopens=4),
    Fate(silent_after=0, meanwhile=Finding.NOT_IMPLEMENTED),
    Fate(closes=1, first_target=4, brought_forward=True),
    Fate(closes=3, transcribed=2, acceptance=Acceptance.UNDER_CONSIDERATION),
)
