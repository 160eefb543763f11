"""A tree with a city, and the city's secretary signed in."""

import pytest

from tests.factories import make_officer, make_tree, sign_in


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def boss(tree, client):
    return sign_in(client, make_officer("secretary", tree.city))
