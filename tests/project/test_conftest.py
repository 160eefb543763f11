"""The ground under the tests holds: what it promises to catch, it catches."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from tests.browsers import LastingBrowser


def test_undefined_template_variable_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable 'nothing'"):
        Template("{{ nothing }}").render(Context())


def test_chance_repeats_itself() -> None:
    assert hypothesis_settings().derandomize


def test_files_of_the_installation_are_left_alone() -> None:
    assert not settings.MEDIA_ROOT.is_relative_to(settings.VIECTHAT_HOME)


@pytest.mark.django_db
def test_database_of_the_installation_is_left_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0].startswith("test_viecthat_")


def test_what_is_begun_first_is_there() -> None:
    from tests.conftest import HERE, LONGEST

    assert [begins for begins in LONGEST if not list(HERE.glob(f"{begins}*"))] == []


@pytest.mark.browser
def test_a_browser_that_died_is_begun_anew(launch_browser: Callable[[], Browser]) -> None:
    lasting = LastingBrowser(launch_browser)
    lasting.new_page()
    lasting.close()
    assert lasting.new_page().title() == ""
    lasting.close()
