"""The program as a keeper meets it: a process of its own, its words and its result."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.program import call

PROGRAM = Path(sys.executable).parent / "viecthat"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *words],
        env={**os.environ, "COLUMNS": "100", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@contextmanager
def serving(port: int, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own and the address it printed; whatever happens, it is ended."""
    with subprocess.Popen(
        [PROGRAM, "serve", f"--port={port}", "--workers=1"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def only_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was refused: one line on stderr and nothing else."""
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_without_words_it_lists_its_commands_with_a_sentence_each() -> None:
    done = run()
    assert done.returncode == 0
    listed = dict(re.findall(r"^([a-z][\w-]*) {2,}(\S.*?\.)\s*$", done.stdout, re.MULTILINE))
    assert {"migrate", "serve", "shell", "status", "stop"} <= set(listed)
    assert "makemigrations" not in listed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["srve"], "Không có lệnh “srve”. Có phải “serve”? Gõ “viecthat” để xem mọi lệnh."),
        (["---"], "Không có lệnh “---”. Gõ “viecthat” để xem mọi lệnh."),
        (["serve", "--prot", "1"], "Không có lựa chọn --prot; có phải --port? Xem: viecthat serve --help"),
        (
            ["serve", "--port", "tám"],
            "Giá trị của --port không đúng: cần một số từ 1 đến 65535. Xem: viecthat serve --help",
        ),
        (["stop", "ngay"], "Thừa “ngay”. Xem: viecthat stop --help"),
        (
            ["migrate", "--nhanh"],
            "Lệnh gõ chưa đúng: unrecognized arguments: --nhanh. Xem: viecthat migrate --help",
        ),
    ],
)
def test_what_is_mistyped_is_said_in_a_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, *words)
    assert only_sentence(done) == sentence
    assert done.returncode == 2


def test_help_of_a_command_tells_its_own_options_only(capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "serve", "--help")
    assert done.returncode == 0
    assert {"--host", "--port", "--workers", "--help"} == set(re.findall(r"--[a-z-]+", done.stdout))


def test_database_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    done = run("migrate", DATABASE_URL=f"postgres://lan:bi-mat@/doan?host={tmp_path}")
    assert only_sentence(done).startswith("Không kết nối được cơ sở dữ liệu mà DATABASE_URL chỉ tới:")
    assert "bi-mat" not in done.stderr
    assert done.returncode == 1


def test_the_process_ends_with_two_when_it_was_mistyped() -> None:
    done = run("serve", "--prot", "1")
    assert only_sentence(done).startswith("Không có lựa chọn --prot; có phải --port?")
    assert done.returncode == 2


def test_unreadable_address_is_one_sentence() -> None:
    done = run("status", DATABASE_URL="mysql://may/doan")
    assert only_sentence(done).startswith("DATABASE_URL không đọc được")
    assert done.returncode == 1


def test_vietnamese_comes_out_whole_under_any_locale() -> None:
    done = run(
        "srve", LC_ALL="en_US.ISO-8859-1", LANG="", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert only_sentence(done).startswith("Không có lệnh “srve”")


def test_port_in_use_is_one_sentence() -> None:
    from viecthat.kernel.errors import Refused
    from viecthat.project.serve import check_port

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refused, match=r"Cổng .* đang có chương trình khác dùng"):
            check_port("127.0.0.1", taken.getsockname()[1])
    check_port("127.0.0.1", 0)
    with pytest.raises(Refused, match=r"không có địa chỉ 192\.0\.2\.1"):
        check_port("192.0.2.1", 8000)


def test_a_fresh_machine_is_migrated_served_and_stopped(home: Path) -> None:
    fresh = {"VIECTHAT_DATA": str(home), "DATABASE_URL": ""}
    assert "không chạy" in run("status", **fresh).stdout

    behind = run("serve", **fresh)
    assert re.fullmatch(r"Cơ sở dữ liệu còn thiếu \d+ bước .* “viecthat migrate” trước\.", only_sentence(behind))
    assert behind.returncode == 1

    assert run("migrate", "--verbosity=0", **fresh).returncode == 0
    assert "đúng phiên bản" in run("status", **fresh).stdout

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving(port, fresh) as (process, address):
        assert address == f"http://127.0.0.1:{port}/"
        with urllib.request.urlopen(f"{address}static/ui/viecthat.css", timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith("text/css")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0

    assert "Đã dừng" in run("stop", **fresh).stdout
    assert "không chạy" in run("status", **fresh).stdout
