"""Fewer steps, the same database: every statement in its order, and the same picture of the tables in the end."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AddIndex, CreateModel, RunPython
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, AutoField, ForeignKey, Index, IntegerField

from viecthat.project.migrating import DrawAgain, SteppingExecutor, Together, _joined


def statements(key: tuple[str, str], *, join: bool) -> tuple[list[str], object]:
    loader = MigrationLoader(None)
    state = loader.project_state(key, at_end=False)
    _ = state.apps  # drawn, as while migrating
    migration = loader.graph.nodes[key]
    if join:
        migration.operations = list(_joined(migration.operations))
        assert any(isinstance(operation, Together) for operation in migration.operations)
    with connection.schema_editor(collect_sql=True, atomic=True) as editor:
        state = migration.apply(state, editor, collect_sql=True)
    return [line for line in editor.collected_sql if not line.startswith("--")], state


@pytest.mark.django_db
@pytest.mark.parametrize("key", [("units", "0001_initial"), ("accounts", "0001_initial")])
def test_the_statements_and_their_order_are_those_of_django(key) -> None:
    (plain, before), (joined, after) = statements(key, join=False), statements(key, join=True)
    assert len(plain) > 20
    assert joined == plain
    assert after == before
    drawn = {model._meta.label: {f.name for f in model._meta.get_fields()} for model in after.apps.get_models()}
    assert drawn == {
        model._meta.label: {f.name for f in model._meta.get_fields()} for model in before.apps.get_models()
    }


def test_tables_and_what_is_added_to_them_are_never_one_step() -> None:
    index = Index(fields=["id"], name="i")
    run = [
        CreateModel("A", []),
        CreateModel("B", []),
        AddIndex("a", index),
        RunPython(RunPython.noop),
        AddIndex("b", index),
    ]
    first, second, again, third, fourth = _joined(run)
    assert (len(first.operations), len(second.operations), third, len(fourth.operations)) == (2, 1, run[3], 1)
    assert isinstance(again, DrawAgain)


def test_what_was_there_before_is_seen_whole() -> None:
    state = ProjectState()
    _ = state.apps
    run = [
        CreateModel("A", [("id", AutoField(primary_key=True))]),
        CreateModel("B", [("id", AutoField(primary_key=True)), ("a", ForeignKey("t.A", CASCADE))]),
        AddField("A", "size", IntegerField(default=0)),
        AddField("A", "first", ForeignKey("t.B", CASCADE, null=True)),
        AddIndex("A", Index(fields=["size"], name="by_size")),
    ]
    for step in _joined(run):
        step.state_forwards("t", state)
    drawn = state.apps.get_model("t", "A")
    assert {field.name for field in drawn._meta.get_fields()} == {"id", "size", "first", "b"}
    DrawAgain().state_forwards("t", state)
    again = state.apps.get_model("t", "A")
    assert again is not drawn
    assert [index.name for index in again._meta.indexes] == ["by_size"]
    assert {field.name for field in again._meta.get_fields()} == {"id", "size", "first", "b"}


def test_the_program_migrates_in_steps() -> None:
    from django.core.management.commands import migrate

    import viecthat.project.management.commands.migrate  # noqa: F401 - what `viecthat migrate` loads

    assert migrate.MigrationExecutor is SteppingExecutor


@pytest.mark.django_db
def test_migrating_takes_the_catalogue_over() -> None:
    from django.core.management import call_command

    from viecthat.ledger.models import Indicator

    assert not Indicator.objects.exists()
    call_command("migrate", "plans", verbosity=0)
    assert not Indicator.objects.exists(), "a part is no new version"
    call_command("migrate", verbosity=0)
    assert Indicator.objects.filter(code="trees_planted").exists()
