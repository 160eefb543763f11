"""Serve the application with granian, after making sure that it can be served."""

import errno
import os
import socket
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import get_language, gettext, override
from granian.constants import Interfaces
from granian.server import Server
from rich.box import SIMPLE_HEAD
from rich.table import Table

from viecthat.demo.accounts import demo_sign_ins
from viecthat.jobs.cli import worker_beside
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.console import say
from viecthat.project.working import do_jobs

APPLICATION = "viecthat.project.wsgi:application"
MOST_WORKERS = 4
THREADS = 4  # requests a worker answers at once: mostly they wait for the database
BACKLOG = 1024
READY_SECONDS = 60


def usual_workers() -> int:
    """One worker per core, up to a number a database of 100 connections carries easily."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until interrupted. Raises Refused when the database is behind the program or the port is taken."""
    check_migrated()
    check_port(host, port)
    sign_ins = demo_sign_ins()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    import_module(APPLICATION.partition(":")[0])  # a program that cannot start says so here, not in every worker
    connections.close_all()  # the workers, of pages and of jobs, are forks: a connection must never have two owners
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_enabled=False,
    )
    server.on_startup(
        Thread(target=_announce_when_ready, args=(host, port, sign_ins, get_language()), daemon=True).start
    )
    with worker_beside(partial(do_jobs, with_parent=True)):
        server.serve()


def check_migrated() -> None:
    """Raise Refused when tables are not yet as this program needs them."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Refused(
            gettext_noop("Cơ sở dữ liệu còn thiếu {count} bước cập nhật; hãy chạy “viecthat migrate” trước."),
            count=len(waiting),
        )


def check_port(host: str, port: int) -> None:
    """Raise Refused when nothing can listen there: taken, not allowed, or no address of this machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # A port that a server left an instant ago is free; one that is listened at is not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as unknown:
        raise Refused(gettext_noop("Không có địa chỉ máy “{host}”."), host=host) from unknown
    except OSError as denied:
        match denied.errno:
            case errno.EADDRINUSE:
                sentence = gettext_noop("Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng --port.")
            case errno.EACCES:
                sentence = gettext_noop("Không được phép mở cổng {port}; chọn cổng từ 1024 trở lên bằng --port.")
            case _:
                sentence = gettext_noop("Máy này không có địa chỉ {host}; chọn địa chỉ khác bằng --host.")
        raise Refused(sentence, host=host, port=port) from denied


def _announce_when_ready(host: str, port: int, sign_ins: list[tuple[str, str, str, str]], language: str | None) -> None:
    """An address is worth printing once it answers: the workers take a moment to load."""
    until = time.monotonic() + READY_SECONDS
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened at
    while time.monotonic() < until:
        try:
            socket.create_connection((reached, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            with override(language):  # a thread begins with the language of the settings
                announce(host, port, sign_ins)
            return


def announce(host: str, port: int, sign_ins: list[tuple[str, str, str, str]]) -> None:
    """Say where it is, and who may sign in to the demo: (user name, full name, role, password)."""
    shown = f"[{host}]" if ":" in host else host
    say(f"[bold]Việc Thật[/bold]: [link]http://{shown}:{port}/[/link]")
    if sign_ins:
        table = Table(
            gettext("Đăng nhập thử"), gettext("Mật khẩu"), gettext("Người dùng"), gettext("Vai trò"), box=SIMPLE_HEAD
        )
        for username, full_name, role, password in sign_ins:
            table.add_row(f"[cyan]{username}[/cyan]", f"[cyan]{password}[/cyan]", full_name, role)
        say(table)
    say(gettext("Dừng bằng Ctrl+C."))
