"""Give the run-time database role what it needs and no more (PostgreSQL)."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ledger.guards import guarded_models


class Command(BaseCommand):
    help = "Grants SELECT and INSERT on the tables of the record, and ordinary rights elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the database role the portal runs as")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.")
        quote = connection.ops.quote_name
        role = quote(options["role"])
        record = {model._meta.db_table for model in guarded_models()}
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {
            "django_migrations"
        }
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
            for table in sorted(tables):
                rights = "SELECT, INSERT" if table in record else "SELECT, INSERT, UPDATE, DELETE"
                cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {role}")
                cursor.execute(f"GRANT {rights} ON {quote(table)} TO {role}")
        self.stdout.write(
            f"{len(record)} tables of the record are insert-only for {options['role']}."
        )
