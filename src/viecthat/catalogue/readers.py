"""Read the catalogue's YAML files into plain rows."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of `<name>.yaml`, in their order. Dates come as dates."""
    with (_HERE / f"{name}.yaml").open(encoding="utf-8") as text:
        return tuple(yaml.safe_load(text))


def day(row: dict[str, Any], field: str) -> date | None:
    """A dated field that may be missing."""
    value = row.get(field)
    return value if isinstance(value, date) else None
