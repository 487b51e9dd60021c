"""Document symbols: the many ways people type them, and the one form the register keeps.

The normal form is the one printed on United Nations documents: ``A/74/588``, ``A/RES/70/238 B``,
``A/DEC/77/548 B``, ``A/C.5/78/L.45``, ``A/75/6 (Sect. 29C)``, ``A/72/7/Add.51``,
``ST/SGB/2016/11``, ``JIU/REP/2021/3``, ``S/RES/2178 (2014)``. A document whose symbol is not
printed in the available sources has an internal reference, ``DRAFT-<session>-<agenda item>``,
which is no United Nations symbol (see :attr:`Symbol.is_internal`).

What is decided here, because no source prescribes it:

- A bare pair such as ``69/262`` is a resolution of the General Assembly, as in running text.
- ``A/62/793 and Corr.1`` is the document ``A/62/793``: a corrigendum belongs to the text it
  corrects. :func:`parse` notes it in ``corrigenda``, which takes no part in the normal form or in
  comparisons; :func:`find_all` answers both symbols. An addendum is a document of its own, so
  :func:`parse` refuses ``A/77/88 and Add.1``.
- A paragraph, section or annex is a place in a document, never part of its symbol:
  :func:`split_locator` takes the two apart, :func:`parse` refuses and says so.

Every pattern repeats a bounded number of times, so no text, however long, takes more than a time
in proportion to its length.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

__all__ = ["Symbol", "find_all", "normal", "parse", "split_locator"]

LONGEST = 200  # characters somebody may type for one symbol and its place
QUOTED = 60  # of these, how many an answer repeats
INTERNAL = "DRAFT"
EXAMPLES = (
    "A/74/588, A/RES/70/238 B, A/75/6 (Sect. 29C), A/72/7/Add.51, ST/SGB/2016/11 or JIU/REP/2021/3"
)


@dataclass(frozen=True)
class Symbol:
    """One document symbol in its parts; ``str()`` is the normal form. Made by :func:`parse`.

    ``series`` is what stands before the session or year (``A``, ``A/RES``, ``A/C.5``,
    ``ST/SGB``); ``period`` the session of the Assembly or the calendar year; ``number`` what
    follows it (``588``, ``L.45``); ``letter`` the part of an act (``B``); ``qualifier`` what
    stands in brackets (``Sect. 29C``); ``suffixes`` the additions in their order (``Add.51``).
    """

    series: str
    period: int
    number: str
    letter: str = ""
    qualifier: str = ""
    suffixes: tuple[str, ...] = ()
    corrigenda: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        """The normal form."""
        text = self._head()
        text += f" {self.letter}" if self.letter else ""
        text += f" ({self.qualifier})" if self.qualifier else ""
        return "".join([text, *(f"/{suffix}" for suffix in self.suffixes)])

    def _head(self) -> str:
        if self.is_internal:
            return f"{INTERNAL}-{self.period}-{self.number}"
        if self.series == "S/RES":
            return f"S/RES/{self.number} ({self.period})"
        return f"{self.series}/{self.period}/{self.number}"

    @property
    def is_internal(self) -> bool:
        """Whether this is the register's own reference, because the symbol is not printed."""
        return self.series == INTERNAL

    @property
    def is_act(self) -> bool:
        """Whether this is a resolution or decision of the General Assembly."""
        return self.series in {"A/RES", "A/DEC"}

    @property
    def session(self) -> int | None:
        """The session of the General Assembly; ``None`` where the symbol carries a year."""
        of_assembly = self.is_internal or self.series.split("/")[0] == "A"
        return self.period if of_assembly else None


# --- bringing typed text to plain signs -------------------------------------------------------

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_SIGNS = {0x215F + value: numeral for value, numeral in enumerate(_ROMAN) if value}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_SLASHES = dict.fromkeys(map(ord, "\u2044\u2215"), "/")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), "")
_SIGNS = {**_FULL_WIDTH, **_ROMAN_SIGNS, **_DASHES, **_SLASHES, **_INVISIBLE}
_ADDRESS = re.compile(r"https?://(?:www\.)?(?:undocs|docs\.un)\.org/(?:[a-z]{2}/)?", re.I | re.A)
_OPENING = " \"'([{<\u2018\u201c\u300a\u300c\u3010"
_CLOSING = " \"')]}>.,;:\u2019\u201d\u300b\u300d\u3011\u3002\u3001\u00b9\u00b2\u00b3"


def _plain(text: str) -> str:
    """Half-width signs, one kind of dash and slash, single spaces, none around a slash."""
    return re.sub(r" ?/ ?", "/", " ".join(text.translate(_SIGNS).split()))


def _typed(text: str) -> str:
    """What somebody typed or pasted for one symbol, without address, quotes and stray spaces."""
    plain = _plain(text)
    if address := _ADDRESS.match(plain):
        plain = _plain(unquote(plain[address.end() :]))
    return re.sub(r" ?- ?", "-", plain).lstrip(_OPENING)


# --- the forms a symbol takes -------------------------------------------------------------------


@dataclass(frozen=True)
class _Form:
    """One form of symbol: its fixed series, or an empty one that the match supplies."""

    series: str
    pattern: re.Pattern[str]


_SESSION = r"0{0,2}[1-9][0-9]{0,2}"
_YEAR = r"(?:19|20)[0-9]{2}"
_PLAIN_NUMBER = r"0{0,3}[1-9][0-9]{0,3}"
_NUMBER = rf"(?P<number>(?:(?:L|PV|SR|CRP|WP|INF)\.? ?)?{_PLAIN_NUMBER})"
_ACT_NUMBER = rf"(?P<number>{_PLAIN_NUMBER})"
_START = r"(?<![0-9A-Za-z])(?<![A-Za-z]/)"  # not inside a longer word or symbol
_END = r"(?![0-9A-Za-z])"
_VOLUME = r"VOL(?:UME)?S?\.? ?(?:[IVX]{1,5}|[1-9][0-9]?)"
_SECTION = r"SECT(?:ION)?S?\.? ?[1-9][0-9]?[A-Z]?|INTRODUCTION"
_PART = r"PART ?(?:[IVX]{1,5}|[1-9][0-9]?)"
# Without brackets only the budget (number 6) has sections and the accounts (number 5) volumes.
_QUALIFIER = (
    rf"(?P<qualifier>[ /]?\( ?(?:{_SECTION}|{_VOLUME}|{_PART}) ?\)?"
    rf"|(?<=[ /\-]6)[ /,] ?(?:{_SECTION}){_END}|(?<=[ /\-]5)[ /,] ?(?:{_VOLUME}){_END})?"
)
_ADDITION = r"(?:REV|ADD|CORR)\.? ?[1-9][0-9]{0,2}"
_SUFFIXES = rf"(?P<suffixes>(?:[ /\-]?{_ADDITION}){{0,4}}){_END}"
_AND = r"(?:, ?(?:AND )?| ?(?:AND |& ?|\u548c ?|\u53ca ?))"
_ALSO = rf"(?P<also>(?: ?{_AND}{_ADDITION}(?:-[1-9][0-9]?)?{_END}){{0,6}})"
_TAIL = _SUFFIXES + _ALSO
_ACT = (
    r"(?:A[ /\-]?|GA |GENERAL ASSEMBLY )?(?P<act>RESOLUTION|DECISION|RES|DEC)"
    r"S?\.?(?: NO\.?)?[ /\-]?"
)
# In running text "Dec. 12/25" is a date: short words count only between slashes.
_ACT_IN_TEXT = (
    r"(?:A/)?(?P<act>RES(?=/)|DEC(?=/)|RESOLUTION(?=S? )|DECISION(?=S? ))S?(?: NO\.?)?[ /]"
)
# DEMO/AUD and DEMO/ICT are of the demonstration; no document of the United Nations carries them.
_SERIES = r"(?P<series>ST{s}(?:SGB|AI|IC)|JIU{s}(?:REP|NOTE)|DEMO{s}(?:AUD|ICT)|E(?:{s}RES)?|S)"
_CHINESE_ACT = r"(?P<act>\u51b3\u8bae|\u51b3\u5b9a)?"


def _forms(separator: str, glue: str, act: str, letter: str) -> tuple[_Form, ...]:
    """The forms with the given separator; ``glue`` stands where people leave it out altogether."""
    pair = rf"(?P<period>{_SESSION}){separator}{_ACT_NUMBER}{letter}"
    series = _SERIES.replace("{s}", separator)
    shapes = (
        (INTERNAL, rf"DRAFT[ /\-](?P<period>{_SESSION})[ /\-]{_ACT_NUMBER}{_END}"),
        ("", rf"{act}{pair}{_TAIL}"),
        (
            "A/C.",
            rf"A{glue}C\.?(?P<committee>[1-6]){separator}(?P<period>{_SESSION}){separator}"
            rf"{_NUMBER}{_END}{_TAIL}",
        ),
        ("A", rf"A{glue}(?P<period>{_SESSION}){separator}{_NUMBER}{_END}{_QUALIFIER}{_TAIL}"),
        ("S/RES", rf"S{separator}RES{separator}{_ACT_NUMBER} ?\(?(?P<period>{_YEAR})\)?{_END}"),
        ("", rf"{series}{separator}(?P<period>{_YEAR}){separator}{_NUMBER}{_END}{_TAIL}"),
        ("", rf"(?:\u5927\u4f1a)?\u7b2c ?{pair} ?\u53f7 ?{_CHINESE_ACT}"),
    )
    return tuple(_Form(name, re.compile(shape, re.I | re.A)) for name, shape in shapes)


_LETTER = rf"(?P<letter> ?[A-Z])?{_END}"
_LETTER_IN_TEXT = rf"(?-i:(?P<letter> ?[A-H]|[a-h])?{_END})"
_BARE = _Form(
    "A/RES",
    re.compile(rf"(?P<period>{_SESSION})/{_ACT_NUMBER}{_LETTER}{_TAIL}", re.I | re.A),
)
_TYPED_FORMS = (*_forms(r"[ /\-]", r"[ /\-]?", _ACT, _LETTER), _BARE)
_LEAD = re.compile(r"(?:UN )?DOC(?:UMENT)?\b\.? ?", re.I | re.A)
_TEXT_FORMS = tuple(
    _Form(form.series, re.compile(rf"{_START}(?:{form.pattern.pattern})", re.I | re.A))
    for form in _forms("/", "/", _ACT_IN_TEXT, _LETTER_IN_TEXT)
)


# --- from a match to a symbol -------------------------------------------------------------------

_ADDITIONS = re.compile(r"(REV|ADD|CORR)\.? ?([0-9]+)(?:-([0-9]+))?", re.I | re.A)
_ACTS = {"RES": "A/RES", "DEC": "A/DEC", "\u51b3\u8bae": "A/RES", "\u51b3\u5b9a": "A/DEC"}
_QUALIFIERS = {"SEC": "Sect.", "VOL": "Vol.", "PAR": "Part", "INT": "Introduction"}


def _build(form: _Form, match: re.Match[str]) -> Symbol:
    got = {name: (text or "").strip() for name, text in match.groupdict().items()}
    suffixes = _additions(got.get("suffixes", ""))
    also = [text for text in _additions(got.get("also", "")) if text.startswith("Corr.")]
    return Symbol(
        series=_series(form, got),
        period=int(got["period"]),
        number=_number(got["number"].upper()),
        letter=got.get("letter", "").upper(),
        qualifier=_qualifier(got.get("qualifier", "").upper()),
        suffixes=tuple(suffixes),
        corrigenda=tuple(also),
    )


def _series(form: _Form, got: dict[str, str]) -> str:
    if "committee" in got:
        return form.series + got["committee"]
    if form.series:
        return form.series
    if "series" in got:
        return re.sub(r"[ /\-]", "/", got["series"].upper())
    return _ACTS.get(got["act"].upper()[:3], "A/RES")


def _number(text: str) -> str:
    """``588`` from ``0588``, ``L.45`` from ``L45`` or ``l. 45``."""
    mark = text.rstrip("0123456789")
    digits = str(int(text[len(mark) :]))
    return f"{mark.strip('. ')}.{digits}" if mark else digits


def _qualifier(text: str) -> str:
    """``Sect. 29C`` from ``(SECT 29C)``, ``Vol. I`` from ``VOL.1``; empty from nothing."""
    if not text:
        return ""
    words = re.findall(r"[A-Z]+|[0-9]+[A-Z]?", text)
    name = _QUALIFIERS[words[0][:3]]
    value = words[1] if len(words) > 1 else ""
    if name != "Sect." and value.isdigit() and int(value) < len(_ROMAN):
        value = _ROMAN[int(value)]
    return f"{name} {value}".strip()


def _additions(text: str) -> list[str]:
    """Every ``Add.``, ``Corr.`` and ``Rev.``; a range such as ``Corr.1-6`` is each member of it."""
    found: list[str] = []
    for name, first, last in _ADDITIONS.findall(text):
        numbers = range(int(first), max(int(first), int(last or first)) + 1)
        found += [f"{name.capitalize()}.{number}" for number in numbers]
    return found


# --- what the rest of the house calls ---------------------------------------------------------

_PLACE = re.compile(
    r"(?:para(?:graph)?s?|sect(?:ion)?s?|annex(?:es)?|tables?|figures?|footnotes?|fn|chap(?:ter)?s?"
    r"|pp?|pages?|summary|foreword|preambular|preamble|operative|op|part|vol|item)\b"
    r"|\u00a7|\u7b2c|\u9644\u4ef6|\u811a\u6ce8|\u8868|\u6458\u8981",
    re.I | re.A,
)


def parse(text: str) -> Symbol:
    """The one symbol that ``text`` is, however it was typed.

    Raises ``ValueError`` with a sentence for the person: when it is no symbol, when it names
    several documents, or when a place in the document (``para 4``) stands beside the symbol.
    """
    symbol, place = split_locator(text)
    if place:
        raise ValueError(
            f"“{_quoted(place)}” is a place in a document, not part of its symbol. "
            f"Give the symbol alone, {symbol}, and the place separately."
        )
    return symbol


def split_locator(text: str) -> tuple[Symbol, str]:
    """A symbol and the place that follows it: ``A/RES/69/262, sect. II`` → (…, ``sect. II``).

    The place is empty when there is none. Raises ``ValueError`` as :func:`parse` does.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A symbol has at most {LONGEST} characters; this text has {len(text):,}.")
    typed = _typed(text)
    typed = typed[lead.end() :] if (lead := _LEAD.match(typed)) else typed
    for form in _TYPED_FORMS:
        match = form.pattern.match(typed)
        place = _place(typed[match.end() :]) if match else None
        if match and place is not None:
            return _only(form, match), place
    raise ValueError(_refusal(text))


def find_all(text: str) -> list[Symbol]:
    """Every symbol in running text, each once, in order of first appearance.

    Symbols in text have slashes. Bare pairs count only beside a word that makes them an act
    (``resolution 72/262 C``, ``第 77/548 B 号决定``), for ``29/9`` may be anything.
    """
    plain = _plain(_ADDRESS.sub(" ", text))
    hits = [(form, match) for form in _TEXT_FORMS for match in form.pattern.finditer(plain)]
    hits.sort(key=lambda hit: (hit[1].start(), -hit[1].end()))
    found: dict[str, Symbol] = {}
    end = 0
    for form, match in hits:
        if match.start() >= end:
            end = match.end()
            for symbol in _each(form, match):
                found.setdefault(str(symbol), symbol)
    return list(found.values())


def normal(text: str) -> str:
    """The normal form of the symbol ``text`` is; raises ``ValueError`` as :func:`parse` does."""
    return str(parse(text))


def _each(form: _Form, match: re.Match[str]) -> list[Symbol]:
    """The symbol of a match and those it names beside it (``and Corr.1``)."""
    main = _build(form, match)
    beside = _additions(match.groupdict().get("also") or "")
    return [main, *(_with(main, suffix) for suffix in beside)]


def _with(main: Symbol, suffix: str) -> Symbol:
    return Symbol(
        main.series,
        main.period,
        main.number,
        main.letter,
        main.qualifier,
        (*main.suffixes, suffix),
    )


def _only(form: _Form, match: re.Match[str]) -> Symbol:
    """The symbol of a match, unless the text names further documents beside it."""
    main, *beside = _each(form, match)
    if others := [str(symbol) for symbol in beside if not symbol.suffixes[-1].startswith("Corr.")]:
        raise ValueError(f"This names several documents: {main} and {', '.join(others)}. Give one.")
    return main


def _place(rest: str) -> str | None:
    """The place that ``rest`` names, empty when it is but punctuation, ``None`` when neither."""
    bare = rest.strip(_CLOSING)
    if not bare or _PLACE.match(bare):
        return bare
    return None


def _quoted(text: str) -> str:
    """What was typed, fit to be shown in a sentence."""
    shown = "".join(sign if sign.isprintable() else "·" for sign in text)
    return shown if len(shown) <= QUOTED else f"{shown[:QUOTED]}…"


def _refusal(text: str) -> str:
    if not text.strip():
        return f"Give a document symbol, such as {EXAMPLES}."
    found = [str(symbol) for symbol in find_all(text)]
    if len(found) > 1:
        return f"This names several documents: {', '.join(found)}. Give one."
    return f"“{_quoted(text)}” is not a document symbol. Write it as {EXAMPLES}."
