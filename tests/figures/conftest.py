"""The small city of the reviews, for questions that only read; and a small tree with work, for pages."""

import pytest

from tests import factories as make
from tests.documents.conftest import convert
from tests.figures.asking import MARCH, Work

__all__ = ["convert"]


@pytest.fixture
def work(client):
    """Trees in two communes of the city; its secretary has signed in."""
    tree, trees = make.make_tree(), make.make_indicator()
    secretary = make.make_officer("secretary", tree.city)
    for unit, quantity in [(tree.branch, 100), (tree.neighbour, 4000)]:
        make.make_activity(unit, secretary, title=f"Trồng {quantity}", results={trees: quantity}, day=MARCH)
    make.sign_in(client, secretary)
    return Work(tree, trees, secretary)
