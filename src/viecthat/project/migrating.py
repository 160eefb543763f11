"""Migrations in few steps: operations of a kind that follow one another are one step, and few steps draw all models.

After every operation Django draws anew the model it touched and all that are related to it, and ours all are. On an
empty database that is nine tenths of the time. Here a new table's model, or a new field, joins the models that are
drawn, the way they do when a program starts; the constraints and indexes of a model are drawn once a step asks what was
there before. The statements that reach the database, and their order, stay the same.

What other people's apps need goes first: drawn and copied with a few models instead of with all of ours.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.postgres.operations import CreateExtension
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# By their exact class: a subclass (AddIndexConcurrently) may need its own transaction.
# Tables apart from the rest: one that is created must not yet have the columns that are added to it later.
KINDS: dict[type[Operation], str] = {
    CreateModel: "tables",
    AddField: "more",
    AddConstraint: "more",
    AddIndex: "more",
    AddTrigger: "more",
    RemoveConstraint: "less",
    RemoveIndex: "less",
    RemoveTrigger: "less",
    AlterField: "other",
}
BEHIND = "drawn_behind"


class Together(Operation):
    """Several operations of one kind, drawn once."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self.words_only = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Take all of them into the state, then draw what they touched."""
        self.words_only = _words_only(self.operations, app_label, state)
        drawn = state.__dict__.pop("apps", None)  # while it is away nothing is drawn
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if drawn is None:
            return
        state.__dict__["apps"] = drawn
        if isinstance(self.operations[0], AlterField):
            if self.words_only:
                state.__dict__[BEHIND] = True
                return
            state.reload_models([(app_label, _model_of(operation)) for operation in self.operations], delay=False)
            return
        state.__dict__[BEHIND] = True
        made = [step for step in self.operations if isinstance(step, CreateModel)]
        drawn.render_multiple([state.models[app_label, _model_of(step)] for step in made])
        with drawn.bulk_update():
            for step in self.operations:
                if isinstance(step, AddField):
                    field = state.models[app_label, _model_of(step)].fields[step.name]
                    drawn.get_model(app_label, step.model_name).add_to_class(step.name, field.clone())

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Carry out each; none of them looks at what a later one adds."""
        if self.words_only:
            return
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Each in its own words."""
        return "; ".join(operation.describe() for operation in self.operations)


class DrawAgain(Operation):
    """Before a step that looks at what was there: all models with all they have, should any be behind.

    `steps` are those it stands before; where they change nothing but words nobody looks.
    """

    def __init__(self, steps: Sequence[Operation] = ()) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Only the drawing is new."""
        if _words_only(self.steps, app_label, state):
            return
        if state.__dict__.pop(BEHIND, False):
            state.__dict__.pop("apps", None)
            _ = state.apps

    def database_forwards(self, *_: object) -> None:
        """Nothing reaches the database."""

    def describe(self) -> str:
        """For a log."""
        return "Draw the models again"


class SteppingExecutor(MigrationExecutor):
    """Runs migrations as Django does, in fewer steps; only on the way forwards."""

    def migration_plan(
        self, targets: Sequence[tuple[str, str | None]] | set[tuple[str, str]], clean_start: bool = False
    ) -> list[tuple[Migration, bool]]:
        """As Django's, with ours last where nobody waits for them."""
        ours = {floor.label for floor in apps.get_app_configs() if floor.name.startswith("viecthat.")}
        return super().migration_plan(sorted(targets, key=lambda target: target[0] in ours), clean_start)

    def _migrate_all_forwards(self, state: ProjectState, plan: list[Any], *more: Any, **named: Any) -> ProjectState:
        for migration, _ in plan:
            migration.operations = list(_joined(migration.operations))
        with _swapped_once():
            drawn: ProjectState = super()._migrate_all_forwards(state, plan, *more, **named)  # type: ignore[misc]
            DrawAgain().state_forwards("", drawn)
        return drawn


def _joined(operations: Sequence[Operation]) -> Iterator[Operation]:
    for kind, run in groupby(operations, _kind_of):
        steps = list(run)
        altered = [(_model_of(step), step.name) for step in steps if isinstance(step, AlterField)]
        if kind in {None, "other"}:
            yield DrawAgain(steps)
        # A field that is changed twice must be seen as it was in between.
        if kind in {None, "words"} or len(set(altered)) < len(altered):
            yield from steps
        else:
            yield Together(steps)


def _words_only(steps: Sequence[Operation], app_label: str, state: ProjectState) -> bool:
    """Whether the steps alter fields in what the database knows nothing of: choices, names, help."""
    if not steps or not all(isinstance(step, AlterField) for step in steps):
        return False
    return all(
        _in_database(state.models[app_label, _model_of(step)].fields[step.name]) == _in_database(step.field)
        for step in steps
        if isinstance(step, AlterField)
    )


def _in_database(field: "Field[Any, Any]") -> tuple[Any, ...]:
    _, path, given, named = field.deconstruct()
    kept = {name: value for name, value in named.items() if name not in field.non_db_attrs or name == "db_column"}
    return path, given, kept


@contextmanager
def _swapped_once() -> Iterator[None]:
    """Which model stands in for a swappable one is asked for every relation of every model drawn; here once for each.

    Django forgets the answer whenever any models are drawn, though those of the program stay what they are.
    """
    kept: dict[str, str | None] = {}
    asked = apps.get_swappable_settings_name

    def told(name: str) -> str | None:
        if name not in kept:
            kept[name] = asked(name)
        return kept[name]

    apps.get_swappable_settings_name = told  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        del apps.get_swappable_settings_name


def _kind_of(operation: Operation) -> str | None:
    # What only sends words to the database looks at no model.
    sends = isinstance(operation, CreateExtension) or (isinstance(operation, RunSQL) and not operation.state_operations)
    return "words" if sends else KINDS.get(type(operation))


def _model_of(operation: Operation) -> str:
    name: str = operation.name if isinstance(operation, CreateModel) else operation.model_name  # type: ignore[attr-defined]
    return name.lower()
