"""The store of files: written once, proven when read, swept only of what no app speaks of."""

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.errors import Invalid
from ledger.nightly import run_night
from secretariat import files

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PAPER = b"Agenda of the meeting.\n"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


@pytest.fixture
def holders(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], set[str]]]:
    """The declared holders of one test: none at first, those of the apps back at its end."""
    mine: dict[str, Callable[[], set[str]]] = {}
    monkeypatch.setattr(files, "_holders", mine)
    return mine


def keep(content: bytes = PDF, name: str = "minutes.pdf", *, days_ago: float = 0) -> files.Kept:
    kept = files.keep(SimpleUploadedFile(name, content))
    came = time.time() - days_ago * 24 * 3600
    os.utime(files.path_of(kept.sha256), (came, came))
    return kept


def lies_there(kept: files.Kept) -> bool:
    return files.path_of(kept.sha256).exists()


# --- kept and read -----------------------------------------------------------------------------


def test_a_kept_file_is_read_back_byte_for_byte_and_says_what_it_is() -> None:
    kept = keep()
    assert files.bytes_of(kept.sha256) == PDF
    assert (kept.size, kept.content_type) == (len(PDF), "application/pdf")


def test_the_same_bytes_sent_twice_are_one_file(store: Path) -> None:
    assert keep(name="one.pdf") == keep(name="other.pdf")
    assert len(list(store.glob("??/*"))) == 1


def test_a_damaged_file_is_refused() -> None:
    path = files.path_of(keep().sha256)
    path.chmod(0o600)
    path.write_bytes(PDF.replace(b"1 0 obj", b"2 0 obj"))
    with pytest.raises(Invalid, match="damaged"):
        files.bytes_of(path.name)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("minutes.pdf", b"MZ this is no pdf", "The content of the file is not what its name says."),
        ("minutes.pdf", b"", "The file is empty."),
        ("agenda.txt", b"<script>alert(1)</script>", "The file holds active content"),
        ("agenda.txt", b"a\x00b", "The file is no plain text."),
        ("paper.docx", b"PK\x03\x04[Content_Types].xml vbaProject.bin", "The file holds macros"),
        ("paper.html", b"<html></html>", "Files of this kind are not taken. Send one of: PDF, "),
    ],
)
def test_wrong_content_is_refused_with_a_sentence(
    store: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        keep(content, name)
    assert refused.value.fields["file"][0].startswith(said)
    assert not store.exists(), "nothing of a refused file reaches the disk"


def test_a_store_that_is_away_is_told_and_nothing_is_kept(store: Path) -> None:
    store.write_bytes(b"a file lies where the folder should")
    with pytest.raises(files.StorageFull, match="store for files is full or away"):
        keep()


# --- swept -------------------------------------------------------------------------------------


def test_a_file_known_to_a_second_holder_is_not_swept(holders: Any) -> None:
    evidence, paper, lost = (
        keep(content, "paper.txt", days_ago=2) for content in (b"evidence", PAPER, b"lost")
    )
    files.declare_holder("evidence", lambda: {evidence.sha256})
    files.declare_holder("papers", lambda: {paper.sha256})
    assert files.sweep() == 1
    assert (lies_there(evidence), lies_there(paper), lies_there(lost)) == (True, True, False)


def test_a_file_of_today_is_left_to_get_its_row(holders: Any) -> None:
    files.declare_holder("papers", set)
    young, old = keep(b"young", "a.txt", days_ago=0.9), keep(b"old", "b.txt", days_ago=1.1)
    assert files.sweep() == 1
    assert (lies_there(young), lies_there(old)) == (True, False)


def test_a_file_left_by_a_crash_and_sent_again_is_left_to_get_its_row(holders: Any) -> None:
    files.declare_holder("papers", set)
    lost = keep(days_ago=2)
    assert files.keep(SimpleUploadedFile("again.pdf", PDF)) == lost
    assert files.sweep() == 0
    assert files.bytes_of(lost.sha256) == PDF


def test_nothing_is_swept_while_no_app_declared_what_it_holds(holders: Any) -> None:
    kept = keep(days_ago=2)
    with pytest.raises(AssertionError, match="No app declared"):
        files.sweep()
    assert lies_there(kept)


def test_a_holder_is_declared_once(holders: Any) -> None:
    files.declare_holder("papers", set)
    with pytest.raises(ValueError, match="papers is declared twice"):
        files.declare_holder("papers", set)


@pytest.mark.django_db
def test_the_night_sweeps_what_no_row_of_the_portal_speaks_of() -> None:
    lost = keep(days_ago=2)
    night = run_night(date(2025, 5, 14))
    assert night.counts["files swept"] == 1
    assert not lies_there(lost)
