"""The twenty made-up projects: what each is, wants to reach and has to deliver, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """What a project is to reach, and how it is measured: from a baseline to a target."""

    name: str
    measure: str = ""
    unit: str = ""
    baseline: int = 0
    target: int = 0

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.target < self.baseline


@dataclass(frozen=True)
class Venture:
    """A demonstration project. ``drivers`` and ``serves`` are ends of codes of the strategy."""

    code: str
    title: str
    driver: str
    serves: str
    entity: str
    starts: str
    theme: str
    about: str
    goals: tuple[Goal, Goal]
    steps: tuple[str, str, str, str]
    cost: int
    fund: str = ""

    @property
    def number(self) -> int:
        """Its number, which moves its dates a little against those of the others."""
        return int(self.code.removeprefix("DP"))

    @property
    def objectives(self) -> tuple[str, str]:
        """The codes of its two objectives."""
        return f"{self.code}-O1", f"{self.code}-O2"

    @property
    def indicator(self) -> str:
        """The code of the indicator that measures the first objective."""
        return f"DEMO-{self.code}"

    def milestone(self, number: int) -> str:
        """The code of a milestone."""
        return f"{self.code}-M{number}"


VENTURES: tuple[Venture, ...] = (
    Venture(
        "DP01",
        "Lantern: one sign-in for every office",
        "D-JOIN",
        "O1",
        "DEMO-ICT",
        "2019-03-01",
        "information-security",
        "Made up: one name and one password open every tool a colleague needs.",
        (
            Goal("Staff sign in once a day", "Staff with one sign-in", "per cent", 5, 90),
            Goal("Old sign-ins are switched off"),
        ),
        ("Design agreed", "First two offices moved", "Six offices moved", "Old sign-ins off"),
        1_800_000,
    ),
    Venture(
        "DP02",
        "Harbour: two shared data rooms",
        "D-RENEW",
        "O2 O3",
        "DEMO-ICT",
        "2019-01-15",
        "disaster-recovery",
        "Made up: nine local rooms with servers give way to two shared ones.",
        (
            Goal("Local rooms are closed", "Local data rooms in use", "rooms", 9, 2),
            Goal("Running costs fall by a quarter"),
        ),
        ("Count finished", "First room ready", "Second room ready", "Last local room closed"),
        5_400_000,
        "support_account",
    ),
    Venture(
        "DP03",
        "Compass: one help desk, three shifts",
        "D-JOIN",
        "O2",
        "DEMO-OPS",
        "2019-06-01",
        "service-desk",
        "Made up: three desks become one that answers at every hour.",
        (
            Goal("Calls are solved at once", "Solved at the first call", "per cent", 41, 75),
            Goal("Every office uses the one desk"),
        ),
        ("One tool for three desks", "Night shift begins", "Last office joins", "Old desks closed"),
        2_100_000,
        "support_account",
    ),
    Venture(
        "DP04",
        "Orchard: fewer applications, better kept",
        "D-JOIN",
        "O1 O3",
        "DEMO-ICT",
        "2019-09-01",
        "applications-and-websites",
        "Made up: each application gets an owner, and what nobody owns is retired.",
        (
            Goal("Applications are halved", "Applications in use", "applications", 240, 120),
            Goal("Each application has an owner"),
        ),
        ("Catalogue published", "First fifty retired", "A hundred retired", "Yearly review begins"),
        2_750_000,
    ),
    Venture(
        "DP05",
        "Beacon: the network watched from one place",
        "D-RENEW",
        "O2",
        "DEMO-OPS",
        "2020-01-15",
        "network-operations-centre",
        "Made up: one room sees every link and calls before the office does.",
        (
            Goal("Faults are seen first", "Faults seen before a call", "per cent", 20, 85),
            Goal("Every link is watched"),
        ),
        ("Room fitted out", "Headquarters watched", "Missions watched", "Watch at every hour"),
        3_200_000,
        "peacekeeping",
    ),
    Venture(
        "DP06",
        "Ledgerline: travel claims without paper",
        "D-RENEW",
        "O1 O3",
        "DEMO-FIN",
        "2019-02-01",
        "umoja-mainstreaming",
        "Made up: a claim is filed, checked and paid without a printed page.",
        (
            Goal("Claims are paid in ten days", "Days until a claim is paid", "days", 34, 10),
            Goal("No claim comes on paper"),
        ),
        ("Form agreed", "First office files claims", "All offices file claims", "Paper ends"),
        950_000,
    ),
    Venture(
        "DP07",
        "Signal: video rooms that start on time",
        "D-TRY",
        "O1 O2",
        "DEMO-CONF",
        "2020-09-01",
        "fragmentation",
        "Made up: the same equipment in every meeting room, and one button to begin.",
        (
            Goal("Meetings start on time", "Meetings begun on time", "per cent", 62, 95),
            Goal("Every room has the same equipment"),
        ),
        ("Equipment chosen", "Ten rooms fitted", "Forty rooms fitted", "Rooms in missions fitted"),
        1_300_000,
    ),
    Venture(
        "DP08",
        "Bridge: payroll without files in between",
        "D-JOIN",
        "O3",
        "DEMO-HR",
        "2020-03-01",
        "umoja-mainstreaming",
        "Made up: two systems speak to each other, and nobody carries files.",
        (
            Goal("No file is carried by hand", "Files carried a month", "files", 48, 0),
            Goal("Corrections fall by half"),
        ),
        ("Fields agreed", "Test month without error", "First real month", "Old files end"),
        1_150_000,
    ),
    Venture(
        "DP09",
        "Atlas: maps for field missions",
        "D-TRY",
        "O2",
        "DEMO-MIS1",
        "2020-06-01",
        "strategic-project-execution",
        "Made up: a map on a tablet that works without a network.",
        (
            Goal("Patrols use the map", "Patrols with the map", "per cent", 0, 80),
            Goal("Maps are never older than a month"),
        ),
        ("First map on a tablet", "Mission One equipped", "Mission Two equipped", "Monthly update"),
        1_600_000,
        "extrabudgetary",
    ),
    Venture(
        "DP10",
        "Shield: protection of office computers",
        "D-RENEW",
        "O2",
        "DEMO-ICT",
        "2019-04-01",
        "information-security",
        "Made up: every computer is current, watched and can be cleaned from afar.",
        (
            Goal("Computers are current", "Computers with current systems", "per cent", 55, 98),
            Goal("Laboratory machines are cut off"),
        ),
        ("Tool bought", "Headquarters covered", "Regional offices covered", "Missions covered"),
        2_400_000,
        "support_account",
    ),
    Venture(
        "DP11",
        "Archive: records kept and found again",
        "E-STEER",
        "O1",
        "DEMO-HQ",
        "2020-10-01",
        "policy-and-compliance",
        "Made up: a record is filed once and found within a minute.",
        (
            Goal("Records are found", "Records found in the test", "per cent", 48, 95),
            Goal("Shared drives are cleared"),
        ),
        ("Filing plan agreed", "Two departments file", "All departments file", "Drives cleared"),
        1_250_000,
    ),
    Venture(
        "DP12",
        "Sparrow: short messages for field staff",
        "D-TRY",
        "O2",
        "DEMO-MIS2",
        "2021-01-15",
        "fragmentation",
        "Made up: a service for short messages where links are poor.",
        (
            Goal("Field staff use it", "Field staff with the service", "per cent", 0, 70),
            Goal("Messages arrive within a minute"),
        ),
        ("Test with twenty people", "Mission Two connected", "Mission One connected", "Handover"),
        480_000,
        "extrabudgetary",
    ),
    Venture(
        "DP13",
        "Mosaic: one website platform",
        "D-JOIN",
        "O1",
        "DEMO-CONF",
        "2021-03-01",
        "applications-and-websites",
        "Made up: forty websites move to one platform with one look.",
        (
            Goal("Websites are moved", "Websites outside the platform", "websites", 64, 8),
            Goal("Every page can be used without a mouse"),
        ),
        ("Platform chosen", "First ten sites moved", "Forty sites moved", "Old servers off"),
        1_700_000,
    ),
    Venture(
        "DP14",
        "Anchor: recovery site and yearly test",
        "D-RENEW",
        "O2",
        "DEMO-ICT",
        "2020-02-01",
        "disaster-recovery",
        "Made up: a second site takes over within a day, and a test proves it.",
        (
            Goal("Systems come back in a day", "Systems back within a day", "systems", 4, 30),
            Goal("The whole test is passed"),
        ),
        ("Site chosen", "First systems copied", "First test passed", "All systems in the test"),
        3_900_000,
        "peacekeeping",
    ),
    Venture(
        "DP15",
        "Meridian: one calendar for rooms and cars",
        "D-JOIN",
        "O1 O3",
        "DEMO-OPS",
        "2020-05-01",
        "strategic-project-execution",
        "Made up: rooms, cars and equipment are booked in one place.",
        (
            Goal("Bookings go through it", "Bookings in the calendar", "per cent", 10, 90),
            Goal("Cars are used twice as often"),
        ),
        ("Tool chosen", "Rooms can be booked", "Cars can be booked", "Regional offices join"),
        620_000,
    ),
    Venture(
        "DP16",
        "Prism: figures for managers",
        "D-TRY",
        "O3",
        "DEMO-FIN",
        "2021-02-01",
        "governance-framework",
        "Made up: each manager sees money, posts and results on one page.",
        (
            Goal("Managers look each week", "Managers who look each week", "per cent", 0, 60),
            Goal("Figures are a day old at most"),
        ),
        ("Figures agreed", "First page in use", "Ten departments use it", "Yearly review of use"),
        1_400_000,
    ),
    Venture(
        "DP17",
        "Quarry: a list of all equipment",
        "",
        "O3",
        "DEMO-REG1",
        "2020-08-01",
        "fragmentation",
        "Made up: every device is on one list, from purchase to disposal.",
        (
            Goal("Devices are on the list", "Devices on the list", "per cent", 30, 99),
            Goal("The yearly count agrees with the list"),
        ),
        ("List agreed", "Headquarters counted", "Regional offices counted", "Missions counted"),
        540_000,
    ),
    Venture(
        "DP18",
        "Tandem: licences bought together",
        "E-MEANS",
        "O3",
        "DEMO-FIN",
        "2020-11-01",
        "policy-and-compliance",
        "Made up: ten offices buy licences once instead of ten times.",
        (
            Goal("Licences are bought together", "Licences in joint contracts", "per cent", 15, 80),
            Goal("Unused licences are returned"),
        ),
        ("Needs listed", "First joint contract", "Second joint contract", "All contracts joint"),
        350_000,
    ),
    Venture(
        "DP19",
        "Workshop: skills of ICT staff",
        "E-MEANS",
        "O2 O3",
        "DEMO-HR",
        "2021-04-01",
        "governance-framework",
        "Made up: each colleague learns one new skill a year and shows it.",
        (
            Goal("Skills are certified", "Staff with a certificate", "per cent", 12, 60),
            Goal("Vacant posts are filled from within"),
        ),
        ("Skills listed", "First course held", "Half of the staff trained", "Certificates renewed"),
        420_000,
    ),
    Venture(
        "DP20",
        "Relay: satellite link for missions",
        "D-RENEW",
        "O2",
        "DEMO-MIS1",
        "2022-03-01",
        "network-operations-centre",
        "Made up: a second way to reach the network where the cable ends.",
        (
            Goal("Missions stay connected", "Hours without a link a year", "hours", 410, 40),
            Goal("A fault is mended within a day"),
        ),
        ("Dishes ordered", "Mission One linked", "Mission Two linked", "Automatic change-over"),
        2_900_000,
        "extrabudgetary",
    ),
)
