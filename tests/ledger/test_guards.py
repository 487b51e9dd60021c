"""Nobody overwrites the record by SQL, on either database."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from audits.models import Assessment, Particulars
from ledger import guards
from ledger.checks import guards_are_installed
from ledger.models import Entry, Seal

TABLES = ["audits_assessment", "audits_particulars", "ledger_entry", "ledger_seal"]


def run(sql: str, params: tuple[Any, ...] = ()) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_update_and_delete_are_refused(table: str) -> None:
    column = "digest" if table.startswith("ledger") else "note"
    for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="cannot be overwritten"):
            run(sql)


@pytest.mark.django_db
def test_a_replacing_insert_is_refused() -> None:
    if connection.vendor == "postgresql":
        sql = (
            "INSERT INTO audits_assessment SELECT * FROM audits_assessment LIMIT 1 "
            "ON CONFLICT (id) DO UPDATE SET reasoning = 'x'"
        )
    else:
        sql = "INSERT OR REPLACE INTO audits_assessment SELECT * FROM audits_assessment LIMIT 1"
    with pytest.raises(DatabaseError, match="cannot be overwritten"):
        run(sql)


@pytest.mark.django_db
def test_a_replacing_insert_under_a_new_id_is_refused() -> None:
    """The same recommendation and day under another id would put a row in the place of the first."""
    row = Assessment.objects.first()
    assert row is not None
    names = [f.column for f in Assessment._meta.concrete_fields]
    shown = ", ".join("%s" if name == "id" else name for name in names)
    verb = "INSERT INTO" if connection.vendor == "postgresql" else "INSERT OR REPLACE INTO"
    columns = ", ".join(names)
    with pytest.raises(DatabaseError):
        run(
            f"{verb} audits_assessment ({columns}) SELECT {shown} FROM audits_assessment WHERE id = %s",
            ("0" * 32, Assessment._meta.pk.get_db_prep_value(row.pk, connection)),
        )
    assert Assessment.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused_on_postgresql(table: str) -> None:
    if connection.vendor != "postgresql":
        assert "guard_delete_" + table in {name for name, _ in guards.installed_guards(connection)}
        return
    with pytest.raises(DatabaseError, match="cannot be overwritten"):
        run(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_models_refuse_in_python_too() -> None:
    row = Particulars.objects.first()
    assert row is not None
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Particulars.objects.update(note="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_guards_come_back_after_a_migration_rebuilds_the_table() -> None:
    field = models.CharField(max_length=10, default="")
    field.set_attributes_from_name("added_later")
    field.model = Assessment
    with connection.schema_editor() as editor:
        editor.add_field(Assessment, field)
    with connection.schema_editor() as editor:
        editor.remove_field(Assessment, field)  # SQLite makes the table anew for this
    if connection.vendor == "sqlite":
        assert guards.missing_guards(connection) != []
    guards.install_after_migrate(using="default")
    assert guards.missing_guards(connection) == []
    assert guards_are_installed(databases=["default"]) == []
    with pytest.raises(DatabaseError, match="cannot be overwritten"):
        run("DELETE FROM audits_assessment")


@pytest.mark.django_db(transaction=True)
def test_the_system_check_names_a_missing_guard() -> None:
    guards.remove(connection)
    try:
        assert {error.id for error in guards_are_installed(databases=["default"])} == {
            "ledger.E001"
        }
    finally:
        guards.install(connection)


@pytest.mark.django_db
def test_every_statement_table_is_guarded() -> None:
    assert {Assessment, Particulars, Entry, Seal} <= set(guards.guarded_models())
    assert guards.missing_guards(connection) == []


@pytest.mark.django_db
def test_flush_is_refused_outside_tests(settings: Any) -> None:
    settings.TESTING = False
    with pytest.raises(CommandError, match="cannot be flushed"):
        call_command("flush", interactive=False)
