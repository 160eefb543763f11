"""Read the catalogue's YAML files into plain rows."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
# The reader in C where PyYAML was built with it: the same rows in a fifth of the time.
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of `<name>.yaml`, in their order. Dates come as dates."""
    with (_HERE / f"{name}.yaml").open(encoding="utf-8") as text:
        return tuple(read_yaml(text.read()))


def read_yaml(text: str) -> Any:
    """What a text in YAML says, in plain values; yaml.YAMLError when it cannot be read."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - one of the two safe ones


def day(row: dict[str, Any], field: str) -> date | None:
    """A dated field that may be missing."""
    value = row.get(field)
    return value if isinstance(value, date) else None


@cache
def _settings(name: str) -> dict[str, tuple[tuple[date, date, int], ...]]:
    spans: dict[str, list[tuple[date, date, int]]] = {}
    for row in rows(name):
        span = (day(row, "start") or date.min, day(row, "end") or date.max, int(row["value"]))
        spans.setdefault(row["code"], []).append(span)
    return {code: tuple(known) for code, known in spans.items()}


def setting_on(name: str, code: str, on: date) -> int:
    """The value of a dated setting of `<name>.yaml` on a day. KeyError when it had none."""
    for start, end, value in _settings(name)[code]:
        if start <= on < end:
            return value
    raise KeyError(f"{code} has no value on {on}")
