"""Migrations in few steps: operations of a kind that follow one another are one step.

After every operation Django draws anew the model it touched and all that are related to it, and ours all are. On an
empty database that is nine tenths of the time. The statements that reach the database, and their order, stay the same.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
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


class Together(Operation):
    """Several operations of one kind, drawn once."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Take all of them into the state, then draw what they touched."""
        drawn = state.__dict__.pop("apps", None)  # while it is away nothing is drawn
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if drawn is not None:
            state.__dict__["apps"] = drawn
            touched = sorted({(app_label, _model_of(operation)) for operation in self.operations})
            state.reload_models(touched, delay=not any(map(_relates, self.operations)))

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Carry out each; none of them looks at what a later one adds."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Each in its own words."""
        return "; ".join(operation.describe() for operation in self.operations)


class SteppingExecutor(MigrationExecutor):
    """Runs migrations as Django does, in fewer steps; only on the way forwards."""

    def _migrate_all_forwards(self, state: ProjectState, plan: list[Any], *more: Any, **named: Any) -> ProjectState:
        for migration, _ in plan:
            migration.operations = list(_joined(migration.operations))
        drawn: ProjectState = super()._migrate_all_forwards(state, plan, *more, **named)  # type: ignore[misc]
        return drawn


def _joined(operations: Sequence[Operation]) -> Iterator[Operation]:
    for kind, run in groupby(operations, lambda operation: KINDS.get(type(operation))):
        steps = list(run)
        altered = [(_model_of(step), step.name) for step in steps if isinstance(step, AlterField)]
        # A field that is changed twice must be seen as it was in between.
        if kind is None or len(set(altered)) < len(altered):
            yield from steps
        else:
            yield Together(steps)


def _model_of(operation: Operation) -> str:
    name: str = operation.name if isinstance(operation, CreateModel) else operation.model_name  # type: ignore[attr-defined]
    return name.lower()


def _relates(operation: Operation) -> bool:
    return isinstance(operation, CreateModel) or (
        isinstance(operation, AddField | AlterField) and operation.field.is_relation
    )
