"""`viecthat demo` in the terminal."""

import io

from rich.console import Console

from tests.factories import AT
from viecthat.demo.cli import load_and_tell


def test_it_shows_the_review_and_how_to_look_around(demo) -> None:
    console = Console(file=io.StringIO(), width=120)
    load_and_tell(at=AT, console=console)
    told = console.file.getvalue()
    assert "đã có sẵn" in told
    for figure in ("371.893", "20.245", "156.835", "309.139", "25.206", "3.121/3.600", "1.301/1.635", "526/526"):
        assert figure in told
    assert "/so-ket/ha-noi/giua-nhiem-ky-2017-2020/" in told
    assert "thanh-doan" in told
    assert "Trần Minh Đức" in told
