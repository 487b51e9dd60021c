"""The store of files: private, written once, named by their SHA-256; rows of the apps speak of them."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ledger.errors import DomainError, Invalid

#: What a file may be, by its content: extension found → type it is served as.
ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".csv": "text/plain",
    ".eml": "text/plain",
}
ORPHAN_SECONDS = 24 * 3600
OFFICE = {".docx", ".xlsx", ".pptx"}
TEXT = {".txt", ".csv", ".eml"}
MACRO_SIGNS = (b"vbaProject", b"macroEnabled", b"oleObject")
ACTIVE_SIGNS = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?xml", b"javascript:")

_holders: dict[str, Callable[[], set[str]]] = {}


class StorageFull(DomainError):
    """The disk took no more; nothing was written."""

    code = "storage_full"
    status = 507


@dataclass(frozen=True)
class Kept:
    """A file in the store: what its row says of it. ``size`` is in bytes."""

    sha256: str
    size: int
    content_type: str


def declare_holder(name: str, digests: Callable[[], set[str]]) -> None:
    """Say which digests the rows of an app speak of; the sweep leaves their files alone.

    Declared when the app starts, before anything sweeps. Raises ``ValueError`` for a name declared
    twice.
    """
    if name in _holders:
        raise ValueError(f"The holder of files {name} is declared twice.")
    _holders[name] = digests


def keep(upload: UploadedFile) -> Kept:
    """Check a file and flush it to disk under its digest; the row about it is the caller's to write.

    The row is written after the file, so that no row is without its file. Raises ``Invalid`` for a
    file too large, empty or of active content, ``StorageFull`` when the disk takes no more.
    """
    content = upload.read(settings.EVIDENCE_LIMIT_BYTES + 1)
    kind = check_content(content, upload.name or "")
    digest = hashlib.sha256(content).hexdigest()
    _write_once(path_of(digest), content)
    return Kept(sha256=digest, size=len(content), content_type=kind)


def keep_made(content: bytes) -> str:
    """Flush a file the portal made itself to disk; answers its digest. Its row is the caller's.

    Raises ``StorageFull`` when the disk takes no more.
    """
    digest = hashlib.sha256(content).hexdigest()
    _write_once(path_of(digest), content)
    return digest


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.EVIDENCE_DIR) / digest[:2] / digest


def bytes_of(digest: str) -> bytes:
    """The bytes, proven to be those received.

    Raises ``Invalid`` when they are damaged, ``FileNotFoundError`` when they are gone.
    """
    content = path_of(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Invalid("The stored file is damaged: its digest does not fit.")
    return content


def orphans() -> Iterator[Path]:
    """Files no declared holder knows: left by a crash between the file and its row."""
    assert _holders, "No app declared which files its rows speak of."
    known = set().union(*(digests() for digests in _holders.values()))
    for path in Path(settings.EVIDENCE_DIR).glob("??/*"):
        if path.name not in known:
            yield path


def sweep() -> int:
    """Remove orphans older than a day; returns how many. A younger one may be about to get its row."""
    limit = time.time() - ORPHAN_SECONDS
    old = [path for path in orphans() if _is_older(path, limit)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def check_content(content: bytes, name: str) -> str:
    """The type to serve the file as; raises ``Invalid`` with what is wrong."""
    limit = settings.EVIDENCE_LIMIT_BYTES
    if len(content) > limit:
        raise _refused(f"The file is larger than {limit // (1024 * 1024)} MB.")
    if not content:
        raise _refused("The file is empty.")
    extension = Path(name).suffix.lower()
    if extension not in ALLOWED:
        known = "PDF, PNG, JPEG, DOCX, XLSX, PPTX, TXT, CSV, EML"
        raise _refused(f"Files of this kind are not taken. Send one of: {known}.")
    head = content[:4096].lower()
    if extension in TEXT:
        _check_text(content, head)
    elif not _is_what_it_says(content, extension):
        raise _refused("The content of the file is not what its name says.")
    if extension in OFFICE and any(sign in content for sign in MACRO_SIGNS):
        raise _refused("The file holds macros or embedded objects. Save it without them.")
    return ALLOWED[extension]


def _check_text(content: bytes, head: bytes) -> None:
    if b"\x00" in content:
        raise _refused("The file is no plain text.")
    if any(sign in head for sign in ACTIVE_SIGNS):
        raise _refused("The file holds active content (HTML, SVG or script).")


def _is_what_it_says(content: bytes, extension: str) -> bool:
    try:
        found = {match.extension for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return False
    jpeg = {".jpg", ".jpeg", ".jfif"}
    if extension in jpeg:
        return bool(found & jpeg)
    if extension in OFFICE:
        return content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content
    return extension in found


def _refused(said: str) -> Invalid:
    return Invalid(said, fields={"file": said})


def _is_older(path: Path, limit: float) -> bool:
    """Whether the file lay here before ``limit``; one renamed or removed meanwhile did not."""
    try:
        return path.stat().st_mtime < limit
    except FileNotFoundError:
        return False


def _write_once(path: Path, content: bytes) -> None:
    if _renew(path):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".receiving-", delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        os.chmod(part.name, 0o400)
        os.replace(part.name, path)
    except OSError as error:
        said = "The store for files is full or away. Nothing was recorded; try again later."
        raise StorageFull(said) from error


def _renew(path: Path) -> bool:
    """Let the sweep spare bytes that lie here for another day: their row may come only now.

    False when they do not lie here.
    """
    try:
        os.utime(path)
    except OSError:
        return False
    return True
