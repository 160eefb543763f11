"""Fewer steps, the same database: every statement in its order, and the same picture of the tables in the end."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AddIndex, AlterField, CreateModel, RunPython
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, AutoField, ForeignKey, Index, IntegerField

from viecthat.project.migrating import DrawAgain, SteppingExecutor, Together, _joined


def statements(key: tuple[str, str], *, join: bool) -> tuple[list[str], ProjectState]:
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


def test_words_of_a_field_change_without_drawing_anything() -> None:
    state = ProjectState()
    _ = state.apps
    worded = IntegerField("cỡ", choices=[(1, "một")], default=0)
    run = [
        CreateModel("A", [("id", AutoField(primary_key=True)), ("size", IntegerField(default=0))]),
        AlterField("A", "size", worded),
        AddIndex("A", Index(fields=["size"], name="by_size")),
        AlterField("A", "size", IntegerField("cỡ", choices=[(1, "một")], default=0, null=True)),
    ]
    made, looks, words, index, looks_again, altered = _joined(run)
    made.state_forwards("t", state)
    drawn = state.apps.get_model("t", "A")
    for step in (looks, words, index):
        step.state_forwards("t", state)
    assert state.apps.get_model("t", "A") is drawn
    assert state.models["t", "a"].fields["size"].choices == worded.choices
    # What the database does know of is carried out upon what stands there, its words included.
    looks_again.state_forwards("t", state)
    before = state.clone().apps.get_model("t", "A")._meta.get_field("size")
    assert (before.null, before.choices) == (False, worded.choices)
    altered.state_forwards("t", state)
    assert state.apps.get_model("t", "A")._meta.get_field("size").null


@pytest.mark.django_db
def test_altered_words_send_nothing_to_the_database() -> None:
    key = ("plans", "0007_programme_makers")
    (plain, before), (joined, after) = statements(key, join=False), statements(key, join=True)
    assert joined == plain
    altered = [step for step in MigrationLoader(None).graph.nodes[key].operations if isinstance(step, AlterField)]
    assert altered
    for step in altered:
        fields = [state.models["plans", step.model_name.lower()].fields[step.name] for state in (before, after)]
        assert fields[0].deconstruct()[1:] == fields[1].deconstruct()[1:]


@pytest.mark.django_db
def test_what_others_need_goes_first() -> None:
    executor = SteppingExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    begun = [migration.app_label for migration, _ in plan]
    first = next(turn for turn, label in enumerate(begun) if apps.get_app_config(label).name.startswith("viecthat."))
    assert {"auth", "axes", "procrastinate"} <= set(begun[:first])
    assert all(apps.get_app_config(label).name.startswith("viecthat.") for label in begun[first:])
    assert len(plan) == len(set(plan))


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
