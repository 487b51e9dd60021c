"""How each made-up project went, quarter by quarter, as plain data.

Places in a course are quarters: 0 is the first one reported on, 11 the last that has ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

LAST = 11
#: Projects that are closed or have left before the last quarter.
ENDED = frozenset({"DP06", "DP12", "DP18"})
NONE, DRAFT, SUBMITTED, RETURNED, PUBLISHED = "none", "draft", "submitted", "returned", "published"


@dataclass(frozen=True)
class Course:
    """What was reported: per cent, ratings (green, amber, red), what came late, what moved.

    ``percents`` has a dash for a quarter nobody reported on and ends where reporting ends.
    ``slips`` says in which quarter which milestone moved, and by how many quarters.
    ``steps`` says in which quarters the milestones after the first were due, where the project is
    done by now. ``last`` is how far the report on the last quarter is.
    """

    percents: str
    ratings: str
    late: tuple[int, ...] = ()
    slips: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    steps: tuple[int, int, int] | None = None
    last: str = PUBLISHED
    enters: int = 0
    leaves: int | None = None

    @property
    def reported(self) -> list[tuple[int, int, str]]:
        """Place, per cent and overall rating of each quarter reported on."""
        said = self.percents.split()
        return [
            (place, int(percent), self.ratings[place])
            for place, percent in enumerate(said)
            if percent != "-"
        ]


COURSES: Mapping[str, Course] = {
    "DP01": Course(
        "34 38 43 47 52 55 50 54 59 63 68 -",
        "gggaaaraaagg",
        late=(4,),
        slips={4: (2, 2), 6: (3, 3), 9: (4, 2)},
        last=NONE,
    ),
    "DP02": Course(
        "41 45 50 - 57 60 64 69 73 76 80 84",
        "ggaaaagggggg",
        late=(2, 8),
        slips={2: (2, 1), 7: (4, 1)},
        last=DRAFT,
    ),
    "DP03": Course(
        "70 76 81 85 90 94 97 100 100 100 100 100",
        "ggggggggaaaa",
        slips={2: (2, 1)},
        steps=(2, 4, 7),
        last=SUBMITTED,
    ),
    "DP04": Course(
        "45 52 60 66 71 78 85 92 100 100 100 100",
        "ggaaagggggaa",
        late=(5,),
        slips={2: (2, 1), 4: (3, -1)},
        steps=(2, 5, 8),
    ),
    "DP05": Course(
        "22 26 29 33 31 36 40 45 49 54 58 61",
        "gaarraaaagga",
        late=(3, 4),
        slips={3: (2, 2), 4: (4, 4), 8: (3, 2)},
    ),
    "DP06": Course("72 80 86 91 95 98 100 100", "gggggggg", late=(1,), steps=(1, 4, 6)),
    "DP07": Course("18 24 29 35 41 46 52 57 63 68 74 79", "gggggagggggg", slips={5: (2, 1)}),
    "DP08": Course(
        "30 33 36 38 40 40 34 38 43 47 52 58",
        "aaaarrraaaag",
        late=(0, 6),
        slips={3: (2, 3), 6: (3, 3), 8: (4, 2)},
    ),
    "DP09": Course(
        "12 18 25 31 37 44 50 56 61 67 72 78",
        "gggggggaaggg",
        slips={7: (3, 1)},
    ),
    "DP10": Course(
        "55 58 62 66 70 73 77 81 84 87 90 93",
        "ggggaaaggggg",
        late=(7,),
        slips={4: (2, 1)},
    ),
    "DP11": Course(
        "15 20 24 28 33 - - 41 45 50 53 57",
        "ggggaaaaaaga",
        late=(7, 9),
        slips={4: (2, 2), 7: (3, 2), 10: (4, 1)},
        last=RETURNED,
    ),
    "DP12": Course("20 28 33 33 30 30", "gaarrr", late=(3,), slips={2: (2, 3), 4: (3, 4)}),
    "DP13": Course(
        "10 15 21 28 34 41 47 55 62 68 73 -",
        "ggggggaaaagg",
        late=(6,),
        slips={3: (2, 1), 8: (3, 1)},
        last=NONE,
    ),
    "DP14": Course(
        "38 42 45 49 54 57 52 56 61 66 70 75",
        "aaggggraaaag",
        late=(10,),
        slips={3: (2, 1), 6: (3, 2), 9: (4, 1)},
    ),
    "DP15": Course(
        "60 68 75 82 88 93 97 100 100 100 100 100",
        "gggggaagaaaa",
        slips={2: (2, 1)},
        steps=(2, 4, 7),
    ),
    "DP16": Course("8 14 19 25 32 38 45 51 58 64 71 77", "gggggggggggg"),
    "DP17": Course(
        "25 31 36 40 - 48 52 55 - 60 - -",
        "gggaaaararaa",
        late=(3, 7),
        slips={3: (2, 2), 7: (3, 2)},
        last=NONE,
    ),
    "DP18": Course("20 27 33 38 42 45 48", "ggggaaa", slips={4: (2, 1)}, leaves=6),
    "DP19": Course("5 9 14 18 23 28 32 37 42 47 52 57", "ggggggaaaggg", late=(11,)),
    "DP20": Course(
        "- - - - 6 11 17 22 26 24 30 36",
        "ggggggaarrrr",
        late=(9,),
        slips={7: (2, 2), 9: (3, 2)},
        steps=(8, 11, 15),
        enters=4,
    ),
}
