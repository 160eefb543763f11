"""The register of triggers keeps its names; it refuses what the library refuses."""

import pgtrigger
import pytest
from pgtrigger import registry

from viecthat.audit.triggers import NamedTriggers, keep_names
from viecthat.units.models import Unit


def _trigger(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def test_all_triggers_are_known_by_table_and_function():
    held = registry._registry
    assert isinstance(held, NamedTriggers)
    assert len(held) > 300
    everything = list(held.values())
    assert held.by_db_table == {(model._meta.db_table, trigger.name): trigger for model, trigger in everything}
    assert held.pg_function_names == {trigger.get_pgid(model) for model, trigger in everything}


def test_a_name_taken_is_refused_and_free_again_once_it_is_gone():
    held, uri = registry._registry, "units.Unit:only_here"
    _trigger("only_here").register(Unit)
    try:
        with pytest.raises(KeyError, match="already"):
            pgtrigger.Protect(name="only_here", operation=pgtrigger.Update).register(Unit)
    finally:
        registry.delete(uri)
    assert uri not in held
    assert ("units_unit", "only_here") not in held.by_db_table
    _trigger("only_here").register(Unit)
    registry.delete(uri)


def test_keeping_names_twice_changes_nothing():
    before = registry._registry.by_db_table
    keep_names(registry._registry)
    assert registry._registry.by_db_table is before
