"""Take the catalogue over into the database: kinds of units, indicators, kinds of activity, forms. Repeat at will."""

from viecthat.activities.commands import load_activity_kinds, version_read
from viecthat.activities.queries import ActivityKind
from viecthat.catalogue.readers import day, rows
from viecthat.ledger.commands import load_indicators
from viecthat.ledger.queries import Indicator
from viecthat.reporting.commands.form import form_read, load_forms
from viecthat.units.commands import load_unit_kinds
from viecthat.units.queries import UnitKind


def load_catalogue() -> None:
    """Every catalogue file, lowest floor first."""
    load_unit_kinds(
        kinds=[
            UnitKind(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                level=row["level"],
                start=day(row, "start"),
                end=day(row, "end"),
            )
            for row in rows("unit_kinds")
        ]
    )
    load_indicators(
        indicators=[
            (
                Indicator(
                    code=row["code"],
                    name=row["name"],
                    name_en=row["name_en"],
                    measure=row["measure"],
                    unit_of_measure=row["unit"],
                    unit_of_measure_en=row["unit_en"],
                    decimals=row.get("decimals", 0),
                    area=row["area"],
                    register=row.get("register", ""),
                    listed=row.get("listed", True),
                    covers_kinds=row.get("covers_kinds", []),
                    at_least=row.get("at_least", 1),
                    note=row.get("note", ""),
                ),
                row.get("numerator", ""),
                row.get("denominator", ""),
            )
            for row in rows("indicators")
        ]
    )
    load_activity_kinds(
        kinds=[
            (
                ActivityKind(
                    code=row["code"],
                    name=row["name"],
                    name_en=row["name_en"],
                    icon=row["icon"],
                    position=position,
                    group=row["group"],
                ),
                version_read(row),
            )
            for position, row in enumerate(rows("activity_kinds"))
        ]
    )
    load_forms(forms=[form_read(row) for row in rows("report_forms")])
