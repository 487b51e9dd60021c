"""Symbols as people type them: sixty and more forms, what is refused, and what no text can do."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secretariat.symbols import LONGEST, Symbol, find_all, normal, parse, split_locator

TYPED = [
    ("A/74/588", "A/74/588"),
    ("a/74/588", "A/74/588"),
    ("A 74 588", "A/74/588"),
    ("A-74-588", "A/74/588"),
    ("A\u201374\u2013588", "A/74/588"),
    ("A/74/588.", "A/74/588"),
    ("  A / 74 / 588  ", "A/74/588"),
    ("A74/588", "A/74/588"),
    ("A/74/0588", "A/74/588"),
    ("(A/74/588)", "A/74/588"),
    ("“A/74/588”", "A/74/588"),
    ("A/74/588²", "A/74/588"),
    ("A／74／588", "A/74/588"),
    ("Ａ／７４／５８８", "A/74/588"),
    ("A/74/\u200b588", "A/74/588"),
    ("A/74/\n588", "A/74/588"),
    ("UN Doc. A/74/588", "A/74/588"),
    ("document A/74/588", "A/74/588"),
    ("doc A/74/588", "A/74/588"),
    ("https://undocs.org/A/74/588", "A/74/588"),
    ("https://docs.un.org/en/A/74/588", "A/74/588"),
    ("http://www.undocs.org/ch/70/238%20B", "A/RES/70/238 B"),
    ("A/RES/69/262", "A/RES/69/262"),
    ("a/res/69/262", "A/RES/69/262"),
    ("A/RES 69/262", "A/RES/69/262"),
    ("RES/69/262", "A/RES/69/262"),
    ("Res. 69/262", "A/RES/69/262"),
    ("69/262", "A/RES/69/262"),
    ("69 / 262", "A/RES/69/262"),
    ("67/254 A", "A/RES/67/254 A"),
    ("67/254 a", "A/RES/67/254 A"),
    ("70/238B", "A/RES/70/238 B"),
    ("A/RES/70/238b", "A/RES/70/238 B"),
    ("resolution 72/262 C", "A/RES/72/262 C"),
    ("Resolution no. 72/262 C", "A/RES/72/262 C"),
    ("General Assembly resolution 69/262", "A/RES/69/262"),
    ("GA resolution 69/262", "A/RES/69/262"),
    ("大会第 69/262 号决议", "A/RES/69/262"),
    ("第70/238 B号决议", "A/RES/70/238 B"),
    ("decision 77/548 B", "A/DEC/77/548 B"),
    ("A/DEC/77/548 B", "A/DEC/77/548 B"),
    ("dec. 77/548B", "A/DEC/77/548 B"),
    ("第 77/548 B 号决定", "A/DEC/77/548 B"),
    ("A/C.5/78/L.45", "A/C.5/78/L.45"),
    ("a/c5/78/l45", "A/C.5/78/L.45"),
    ("A C.5 78 L.45", "A/C.5/78/L.45"),
    ("A/C.5/64/15", "A/C.5/64/15"),
    ("A/C.5/78/L.45/Rev.1", "A/C.5/78/L.45/Rev.1"),
    ("ST/SGB/2016/11", "ST/SGB/2016/11"),
    ("st/sgb/2016/11", "ST/SGB/2016/11"),
    ("ST SGB 2016 11", "ST/SGB/2016/11"),
    ("ST-SGB-2016-11", "ST/SGB/2016/11"),
    ("JIU/REP/2021/3", "JIU/REP/2021/3"),
    ("jiu rep 2021 3", "JIU/REP/2021/3"),
    ("A/72/7/Add.51", "A/72/7/Add.51"),
    ("A/72/7 add 51", "A/72/7/Add.51"),
    ("a/72/7/add51", "A/72/7/Add.51"),
    ("A/72/7/ADD. 51", "A/72/7/Add.51"),
    ("A/70/7/Add.18/Corr.1", "A/70/7/Add.18/Corr.1"),
    ("A/62/793 and Corr.1", "A/62/793"),
    ("A/62/793, Corr.1", "A/62/793"),
    ("A/69/178 和 Corr.1-6", "A/69/178"),
    ("A/69/385及Corr.1", "A/69/385"),
    ("A/62/793/Corr.1", "A/62/793/Corr.1"),
    ("A/75/6 (Sect. 29C)", "A/75/6 (Sect. 29C)"),
    ("A/75/6(sect 29c)", "A/75/6 (Sect. 29C)"),
    ("A/75/6(Sect.29C)", "A/75/6 (Sect. 29C)"),
    ("A/75/6（Sect. 29C）", "A/75/6 (Sect. 29C)"),
    ("a/75/6 sect 29c", "A/75/6 (Sect. 29C)"),
    ("A/75/6, section 29C", "A/75/6 (Sect. 29C)"),
    ("A/75/6 (Sect. 29C)/Corr.1", "A/75/6 (Sect. 29C)/Corr.1"),
    ("A/68/6 (Introduction)", "A/68/6 (Introduction)"),
    ("A/68/6 introduction", "A/68/6 (Introduction)"),
    ("A/79/5 (Vol. I)", "A/79/5 (Vol. I)"),
    ("a/79/5 vol i", "A/79/5 (Vol. I)"),
    ("A/69/5 (Vol.I)", "A/69/5 (Vol. I)"),
    ("A/79/5 (Volume 2)", "A/79/5 (Vol. II)"),
    ("A/79/5 (Vol. Ⅰ)", "A/79/5 (Vol. I)"),
    ("A/61/264 (Part I)/Add.1", "A/61/264 (Part I)/Add.1"),
    ("S/RES/2178 (2014)", "S/RES/2178 (2014)"),
    ("s/res/2178(2014)", "S/RES/2178 (2014)"),
    ("DRAFT-78-133", "DRAFT-78-133"),
    ("draft 78 133", "DRAFT-78-133"),
]

REFUSED = [
    "",
    "   ",
    "A",
    "A/74",
    "A/74/",
    "/74/588",
    "A//74/588",
    "A/74/0",
    "A/0/5",
    "A/74/58812",
    "A/2019/588",
    "B/74/588",
    "ST/SGB/16/11",
    "JIU/REP/3021/3",
    "A/C.9/78/L.45",
    "A/RES/70/238 BC",
    "A/74/588 B",
    "A/74/588x",
    "A/74/588/Foo.1",
    "A/75/6 (Sect.)",
    "A/75/6 (Annex. 29C)",
    "74",
    "2019-10-31",
    "31/10/2019",
    "report on ICT",
    "信息和通信技术厅",
    "A/74/588\x00",
    "\ud800",
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_every_typed_form_has_one_normal_form(typed: str, expected: str) -> None:
    assert normal(typed) == expected


@pytest.mark.parametrize("expected", sorted({expected for _, expected in TYPED}))
def test_the_normal_form_is_read_back_as_itself(expected: str) -> None:
    symbol = parse(expected)
    assert str(symbol) == expected
    assert parse(str(symbol)) == symbol
    assert find_all(expected) == [symbol]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_symbol_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"A/74/588.*ST/SGB/2016/11"):
        parse(typed)


class TestParts:
    """What a symbol tells of itself."""

    def test_session_of_an_assembly_document(self) -> None:
        assert parse("A/74/588").session == 74
        assert parse("A/C.5/78/L.45").session == 78
        assert parse("DRAFT-78-133").session == 78

    def test_a_symbol_with_a_year_has_no_session(self) -> None:
        assert parse("ST/SGB/2016/11").session is None
        assert parse("S/RES/2178 (2014)").session is None

    def test_acts(self) -> None:
        assert parse("69/262").is_act
        assert parse("decision 77/548 B").is_act
        assert not parse("A/74/588").is_act

    def test_a_reference_of_our_own_is_told_from_a_symbol(self) -> None:
        assert parse("DRAFT-78-133").is_internal
        assert not parse("A/74/588").is_internal

    def test_a_corrigendum_beside_a_symbol_is_noted_and_changes_nothing(self) -> None:
        symbol = parse("A/69/178 and Corr.1-3")
        assert symbol.corrigenda == ("Corr.1", "Corr.2", "Corr.3")
        assert symbol == parse("A/69/178")
        assert hash(symbol) == hash(parse("A/69/178"))

    def test_additions_keep_their_order(self) -> None:
        assert parse("a/70/7 add.18 corr.1").suffixes == ("Add.18", "Corr.1")


class TestPlaces:
    """A paragraph or a section is a place, not part of the symbol."""

    @pytest.mark.parametrize(
        ("typed", "symbol", "place"),
        [
            ("A/RES/69/262, sect. II", "A/RES/69/262", "sect. II"),
            ("A/RES/69/262 sect. II", "A/RES/69/262", "sect. II"),
            ("69/262, sect. II, paras 12, 16", "A/RES/69/262", "sect. II, paras 12, 16"),
            ("A/74/588 para 4", "A/74/588", "para 4"),
            ("A/74/588, paras 8 \u2013 14.", "A/74/588", "paras 8-14"),
            ("A/74/588, sect. 4", "A/74/588", "sect. 4"),
            ("A/75/6 (Sect. 29C), annex II", "A/75/6 (Sect. 29C)", "annex II"),
            ("A/74/177，第 5 和 6 段", "A/74/177", "第 5 和 6 段"),
            ("A/74/588", "A/74/588", ""),
        ],
    )
    def test_they_are_taken_apart(self, typed: str, symbol: str, place: str) -> None:
        assert split_locator(typed) == (parse(symbol), place)

    def test_parse_refuses_a_place_and_says_how_to_write_it(self) -> None:
        with pytest.raises(ValueError, match=r"“sect\. II” is a place .* alone, A/RES/69/262"):
            parse("A/RES/69/262, sect. II")


class TestSeveral:
    """More than one document in a text."""

    @pytest.mark.parametrize(
        "typed",
        ["A/74/588 and A/74/177", "A/77/88 and Add.1", "A/77/88, Add.1", "A/74/588, 69/262"],
    )
    def test_parse_refuses_several(self, typed: str) -> None:
        with pytest.raises(ValueError, match=r"several documents|not a document symbol"):
            parse(typed)

    def test_find_all_in_order_and_each_once(self) -> None:
        text = "See A/74/588, para. 4; a/74/177 (and A/74/588), A/62/793 and Corr.1, DRAFT-78-133."
        assert [str(symbol) for symbol in find_all(text)] == [
            "A/74/588",
            "A/74/177",
            "A/62/793",
            "A/62/793/Corr.1",
            "DRAFT-78-133",
        ]

    def test_find_all_reads_acts_beside_their_word(self) -> None:
        text = "resolutions 69/262, sect. II, decision 77/548 B and Resolution 72/262 C."
        assert [str(symbol) for symbol in find_all(text)] == [
            "A/RES/69/262",
            "A/DEC/77/548 B",
            "A/RES/72/262 C",
        ]

    def test_find_all_in_chinese(self) -> None:
        text = "大会第 63/262 号、第 70/238 B 号决议和第77/548 B 号决定(见A/69/385 及 Corr.1)"
        assert [str(symbol) for symbol in find_all(text)] == [
            "A/RES/63/262",
            "A/RES/70/238 B",
            "A/DEC/77/548 B",
            "A/69/385",
            "A/69/385/Corr.1",
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "on Dec. 12/25",
            "29/9 may be anything",
            "n/a/3/4",
            "and/or",
            "FCCC/E/2016/11",
            "A 74 588",
        ],
    )
    def test_find_all_leaves_other_things_alone(self, text: str) -> None:
        assert find_all(text) == []

    def test_find_all_in_addresses(self) -> None:
        assert find_all("https://undocs.org/ch/A/74/353 x") == [parse("A/74/353")]


NUMBERS = st.integers(1, 9999).map(str)
SESSIONS = st.integers(1, 999)
YEARS = st.integers(1900, 2099)
SUFFIXES = st.lists(
    st.builds(
        lambda name, number: f"{name}.{number}",
        st.sampled_from(["Add", "Corr", "Rev"]),
        st.integers(1, 999),
    ),
    max_size=4,
).map(tuple)
MARKED = NUMBERS | NUMBERS.map("L.{}".format)
QUALIFIERS = st.sampled_from(
    ["", "Sect. 29C", "Sect. 3", "Vol. I", "Vol. II", "Part I", "Introduction"]
)
LETTERS = st.sampled_from(["", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
SYMBOLS = st.one_of(
    st.builds(Symbol, st.just("A"), SESSIONS, MARKED, st.just(""), QUALIFIERS, SUFFIXES),
    st.builds(Symbol, st.just("A/C.5"), SESSIONS, MARKED, suffixes=SUFFIXES),
    st.builds(Symbol, st.sampled_from(["A/RES", "A/DEC"]), SESSIONS, NUMBERS, LETTERS),
    st.builds(
        Symbol,
        st.sampled_from(["ST/SGB", "ST/AI", "JIU/REP", "E", "S", "E/RES"]),
        YEARS,
        NUMBERS,
        suffixes=SUFFIXES,
    ),
    st.builds(Symbol, st.just("S/RES"), YEARS, NUMBERS),
    st.builds(Symbol, st.just("DRAFT"), SESSIONS, NUMBERS),
)
PIECES = st.lists(
    st.sampled_from(
        ["A", "RES", "DEC", "C.5", "/", "-", " ", "74", "588", "Add.", "Corr.1", "Sect.", "(", ")"]
        + ["Vol. I", "and", ",", "第", "号", "ST", "SGB", "2016", "JIU", "DRAFT", "．", "％", "0"]
    ),
    max_size=40,
).map("".join)


class TestProperties:
    """What holds for every text."""

    @given(SYMBOLS)
    def test_the_normal_form_goes_round(self, symbol: Symbol) -> None:
        assert parse(str(symbol)) == symbol
        assert parse(str(symbol).lower()) == symbol

    @given(st.text(max_size=300) | PIECES)
    @example("A/74/588 \ud800")
    @example("https://undocs.org/%ff%00")
    @example("A/69/178 and Corr.9-1")
    def test_only_value_errors(self, text: str) -> None:
        try:
            symbol = parse(text)
            said = f"{parse(str(symbol))} is {symbol}."
            assert parse(str(symbol)) == symbol
        except ValueError as refused:
            said = str(refused)
        assert said.endswith(".")
        for found in find_all(text):
            assert parse(str(found)) == found

    def test_a_text_too_long_to_be_a_symbol_is_refused_at_once(self) -> None:
        with pytest.raises(ValueError, match=f"at most {LONGEST} characters"):
            parse("A/74/588" + " " * LONGEST)

    @pytest.mark.parametrize(
        "piece",
        [
            "A/",
            "A/74/588",
            "A/74/588 ",
            " ",
            "(",
            "1/2",
            "Add.1",
            "A/74/588 and ",
            "第1/1号",
            "9",
            "％",
        ]
        + ["A/74/588 and Corr.1-99", "A/75/6 (Sect. ", "resolution ", "https://undocs.org/", "- "],
    )
    def test_long_garbage_is_read_to_its_end(self, piece: str) -> None:
        """A pattern that goes back over what it read would not come back in a test's time."""
        assert len(find_all(piece * (200_000 // len(piece)))) <= 200_000
