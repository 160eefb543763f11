"""`viecthat demo` in the terminal."""

import io

import pytest
from rich.console import Console

from tests.factories import AT
from viecthat.demo.cli import load_and_tell


@pytest.mark.usefixtures("demo")
def test_it_shows_the_review_writes_it_and_says_how_to_look_around(tmp_path) -> None:
    console = Console(file=io.StringIO(), width=120)
    load_and_tell(at=AT, out=tmp_path / "out", console=console)
    told = console.file.getvalue()
    assert "đã có sẵn" in told
    for figure in ("371.893", "20.245", "156.835", "309.139", "25.206", "3.121/3.600", "1.301/1.635", "526/526"):
        assert figure in told
    assert "/so-ket/ha-noi/giua-nhiem-ky-2017-2020/" in told
    assert "thanh-doan" in told
    assert "Trần Minh Đức" in told
    written = {path.suffix: path for path in (tmp_path / "out").iterdir()}
    assert set(written) == {".docx", ".xlsx", ".pdf"}
    assert all(path.stat().st_size > 5_000 and path.name in told for path in written.values())
