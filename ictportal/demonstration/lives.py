"""The life of one demonstration recommendation, from its report to today."""

from collections.abc import Sequence
from datetime import date
from random import Random
from uuid import UUID

from audits.lifecycle import Acceptance, Claim, Finding
from ictportal.demonstration import words
from ictportal.demonstration.cases import Case, is_accepted
from ictportal.demonstration.fates import ENDINGS, number_of
from ictportal.demonstration.ground import YEARS, issued_on
from ictportal.demonstration.hands import Hands
from ledger import days
from ledger.days import parse_quarter, quarter_of

TRANSCRIBED = "As printed in the annex of the report."


class Life:
    """Plays the years of a recommendation: spring and autumn updates, the year's assessment."""

    def __init__(self, hands: Hands, case: Case, later: Sequence[Case], rng: Random) -> None:
        self.hands, self.case, self.later, self.rng = hands, case, later, rng
        self.fate, self.first = case.fate, case.issued.year
        self.today = days.today()
        self.target, self.share = "", 0

    def live(self) -> None:
        """From the year of issue to today."""
        for year in range(self.first, self.today.year + 1):
            number = number_of(self.first, year)
            if self.fate.is_open_before(number) and not self._keeps_silent(year, number):
                self._spring(year, number)
                self._autumn(year, number)
            if year in YEARS and date(year, 12, 31) <= self.today:
                self._assess(year, number)

    # --- the Administration ---------------------------------------------------------------------
    def _keeps_silent(self, year: int, number: int) -> bool:
        """Nothing is said: by nature, while the matter is closed, or after a refused closure."""
        if number > self.fate.silent_after or number == self.fate.reopens:
            return True
        refused = number - 1 in self.fate.disputed
        return refused and year == self.today.year and self.first % 2 == 0

    def _spring(self, year: int, number: int) -> None:
        day = date(year, 3, self.rng.randrange(3, 28))
        silent = number == 1 or number - 1 in self.fate.disputed or not is_accepted(self.case)
        if not silent and day <= self.today:
            target, why = self._move(day, number)
            self._say(day, Claim.UNDER_IMPLEMENTATION, self._progress(), target, why)

    def _autumn(self, year: int, number: int) -> None:
        day = date(year, self.rng.choice((9, 10)), self.rng.randrange(2, 20))
        if day > self.today:
            return
        if number == 1:
            self._respond(day)
        elif not is_accepted(self.case) and self.first % 2:
            self._say(day, Claim.NOT_ACCEPTED, words.NOT_ACCEPTED[1])
        if is_accepted(self.case) and self.fate.asks_for_closure(number):
            self._ask_for_closure(date(year, 11, day.day), number)
        elif number > 1 and is_accepted(self.case):
            self._say(day, Claim.UNDER_IMPLEMENTATION, self._progress(), self.target)

    def _respond(self, day: date) -> None:
        """The first answer, with the first target."""
        if not is_accepted(self.case):
            return self._say(day, Claim.NOT_ACCEPTED, words.NOT_ACCEPTED[0])
        partly = self.fate.acceptance is Acceptance.PARTLY
        said = words.PARTLY_FIRST if partly else self.rng.choice(words.ACCEPTED_FIRST)
        target = shift(quarter_of(self.case.issued), self.fate.first_target)
        return self._say(day, Claim.UNDER_IMPLEMENTATION, said, target)

    def _ask_for_closure(self, day: date, number: int) -> None:
        insists = number - 1 in self.fate.disputed
        said = self.rng.choice(words.INSISTED if insists else words.CLOSURE)
        if day <= self.today:
            self._say(day, Claim.CLOSURE_REQUESTED, said, self.target)

    def _progress(self) -> str:
        self.share = min(95, self.share + self.rng.randrange(4, 20))
        return self.rng.choice(words.PROGRESS).format(share=self.share)

    def _move(self, day: date, number: int) -> tuple[str, str]:
        """The target to state: earlier once for some, later where it has passed, else the same."""
        if not self.target:
            return "", ""
        if self.fate.brought_forward and number == 2:
            earlier = shift(self.target, -1)
            if parse_quarter(earlier).last >= day:
                return earlier, words.BROUGHT_FORWARD
        if self.fate.extends and parse_quarter(self.target).last < day:
            later = shift(quarter_of(day), self.rng.choice((1, 2, 3, 4, 6)))
            return later, self.rng.choice(words.EXTENDED)
        return self.target, ""

    def _say(self, day: date, claim: Claim, said: str, target: str = "", why: str = "") -> None:
        self.hands.update(self.case, day, claim, said, target=target, why=why)
        self.target = target or self.target

    # --- the oversight body ---------------------------------------------------------------------
    def _assess(self, year: int, number: int) -> None:
        if not self.fate.is_open_before(number) or number in self.fate.skipped:
            return
        day = date(year, 12, 31)
        finding = self.fate.finding(number)
        said = self._reasoning(number, finding)
        if number == self.fate.reopens:
            self.hands.reopen(self.case, day, ENDINGS[self.fate.meanwhile], words.REOPENED)
        elif number == self.fate.transcribed and self.hands.can_transcribe(self.case):
            proposal = self.hands.propose(self.case, day, ENDINGS[finding], TRANSCRIBED)
            self.hands.confirm(proposal)
        else:
            self._judge(day, finding, said)
        self._follow_up(year)

    def _judge(self, day: date, finding: Finding, said: str) -> None:
        successor = self._successor(day) if self.fate.successor else None
        overtaken = finding is Finding.OVERTAKEN_BY_EVENTS
        self.hands.assess(
            self.case,
            day,
            ENDINGS[finding],
            said,
            successor=successor if overtaken else None,
            why=words.NO_SUCCESSOR if overtaken and not successor else "",
        )

    def _reasoning(self, number: int, finding: Finding) -> str:
        if number in self.fate.disputed:
            said = self.rng.choice(words.DISPUTED)
        elif finding is Finding.OVERTAKEN_BY_EVENTS:
            said = words.OVERTAKEN if self.fate.successor else words.OVERTAKEN_ALONE
        else:
            said = self.rng.choice(words.REASONING[finding])
        return said.format(n=self.rng.randrange(20, 80), bad=self.rng.randrange(2, 15))

    def _successor(self, day: date) -> UUID | None:
        """A later recommendation that was there on the day, on the same theme where there is one."""
        there = [case for case in self.later if case.issued <= day]
        theme = self.case.draft.subject.theme
        same = [case for case in there if case.draft.subject.theme == theme]
        return self.rng.choice(same or there).id if there else None

    def _follow_up(self, year: int) -> None:
        issued = issued_on(year)
        if issued <= self.today and self.hands.keeps(self.case):
            item = 1 + 25 * (year - self.case.year - 1) + self.rng.randrange(25)
            self.hands.follow_up(self.case, year, issued, item, words.FOLLOWED_UP)


def shift(quarter: str, by: int) -> str:
    """The quarter so many quarters later."""
    first = parse_quarter(quarter).first
    months = 12 * first.year + first.month - 1 + 3 * by
    return quarter_of(date(months // 12, months % 12 + 1, 1))
