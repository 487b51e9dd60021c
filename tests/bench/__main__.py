"""``python -m tests.bench``: build the data once, then measure. See ``--help``."""

import argparse
import os
from pathlib import Path

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
ROOT = Path(__file__).resolve().parent.parent.parent


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds after the warm-up")
    parser.add_argument("--repeats", type=int, default=5, help="calls of each side in a round")
    parser.add_argument("--only", default="", help="cases whose name holds this text")
    parser.add_argument("--fresh", action="store_true", help="build the data anew")
    parser.add_argument("--explain", action="store_true", help="print the plans of our statements")
    return parser.parse_args()


def configure() -> str:
    """Point the settings at the database of the bench; returns the address of the server."""
    server = os.environ.get("DATABASE_URL", SERVER)
    base = server.partition("?")[0].rpartition("/")[0]
    os.environ["DATABASE_URL"] = f"{base}/{NAME}"
    os.environ["PORTAL_VAR"] = str(ROOT / "var" / "bench")
    os.environ["PORTAL_HOSTS"] = "testserver"
    os.environ["EMAIL_URL"] = "memorymail://"
    os.environ["DJANGO_SETTINGS_MODULE"] = "ictportal.settings"
    for name in ("REDIS_URL", "PORTAL_ENV"):
        os.environ.pop(name, None)
    return server


NAME = "ictportal_bench"

if __name__ == "__main__":
    given = arguments()
    server = configure()

    import django

    django.setup()

    from django.test import override_settings

    from tests.bench import database, run

    database.prepare(server, NAME, fresh=given.fresh)
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        run.run(given)
