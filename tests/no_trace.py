"""No committed file names a package registry or a place of the machine it was made on."""

import re
import subprocess
import sys
from pathlib import Path

#: Options and addresses of package registries; each is put together here, so that no line holds one.
OPTIONS = [
    b"--" + name + b"-" + rest for name, rest in ((b"(extra-)?index", b"url"), (b"find", b"links"))
]
ADDRESSES = [
    rb"https?:" + rb"//[^ \"'\n]+" + end for end in (rb"/simple\b", rb"\.whl\b", rb"/packages/")
]
PLACES = [b"/" + name + b"/" + rest for name, rest in ((b"home", b"[a-z]+/"), (b"root", b""))]
WORKPLACE = [b"/" + b"work" + b"/[a-z]"]
FORBIDDEN = re.compile(b"|".join(OPTIONS + ADDRESSES + PLACES + WORKPLACE))
ITSELF = "tests/no_trace.py"


def main() -> int:
    """Print each place that must not be; 1 when there is one."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True).stdout
    names = [name for name in listed.decode().split("\0") if name and name != ITSELF]
    found = [
        f"{name}: {match[0].decode(errors='replace')}"
        for name in names
        if Path(name).is_file() and (match := FORBIDDEN.search(Path(name).read_bytes()))
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
