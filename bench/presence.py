"""python -m bench.presence: a hall checks in and clients send photos, against the real server of the program.

Two thousand check-ins by as many members from one address, each with the code of its moment, told by twenty clients at
once; then a thousand photos, fifty from each of twenty clients, five to a piece of work. In a database of its own on
the server of this installation, thrown away at the end. Written to docs/bench/presence.md.
"""

from __future__ import annotations

import argparse
import io
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from PIL import Image

from bench.database import own_database
from bench.serving import TOKEN, all_at_once, served, sessions_for

DATABASE: Final = "viecthat_bench_presence"
CLIENTS: Final = 20
MEMBERS: Final = 2000
PHOTOS: Final = 1000
A_WORK: Final = 5  # photos
BEGIN: Final = date(2000, 1, 1)
REPORT: Final = Path(__file__).parent.parent / "docs" / "bench" / "presence.md"


@dataclass(frozen=True)
class Hall:
    """What was made: sessions of members, of secretaries with their units, the roll call, the result to type."""

    members: list[tuple[int, str]]
    secretaries: list[tuple[int, str, int]]
    serial: int
    key: str
    result: str


@dataclass(frozen=True)
class Taken:
    """Seconds of each answer, of all of them together, and how many were kept in the end."""

    each: list[float]
    whole: float
    kept: int
    asked: int


def main() -> None:
    """Make the ground, let everybody in, send the photos, write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.presence", description=__doc__)
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["VIECTHAT_FILES"] = home
        with own_database(DATABASE):
            hall = _ground(given.members)
            with served() as port:
                came = _check_in(port, hall)
                sent = _send_photos(port, hall, given.photos)
    print(_page(came, sent))
    REPORT.write_text(_page(came, sent), encoding="utf-8")


def _ground(members: int) -> Hall:
    from viecthat.accounts.choices import Role
    from viecthat.accounts.commands import grant_role
    from viecthat.accounts.models import Account
    from viecthat.activities.commands.presence import open_roll_call
    from viecthat.activities.models import ActivityKind
    from viecthat.ledger.queries import indicators
    from viecthat.people.commands.person import PersonDraft, register_people
    from viecthat.people.models import MemberAccount
    from viecthat.project.catalogue import load_catalogue
    from viecthat.units.commands import UnitSpan, import_tree
    from viecthat.units.queries import unit_with_code

    at = datetime.now(UTC)
    load_catalogue()
    spans = [UnitSpan("tw", "Trung ương Đoàn", "central", None, BEGIN, None)]
    spans += [UnitSpan(f"x{n}", f"Đoàn xã {n}", "commune", "tw", BEGIN, None) for n in range(CLIENTS)]
    import_tree(spans=spans, successions=[], decision="")
    units = [unit.id for n in range(CLIENTS) if (unit := unit_with_code(f"x{n}", at.date()))]
    accounts = Account.objects.bulk_create(
        Account(username=f"bench-{n}", full_name=f"Đoàn viên {n}", opened_at=at, password="!")
        for n in range(members + CLIENTS)
    )
    drafts = [PersonDraft(f"Đoàn viên {n}", "female", date(2004, 1, 1), units[n % CLIENTS]) for n in range(members)]
    people = register_people(drafts=drafts)
    MemberAccount.objects.bulk_create(
        MemberAccount(person_id=person, account=account, since=at)
        for person, account in zip(people, accounts, strict=False)
    )
    keys = sessions_for([account.pk for account in accounts])
    secretaries = accounts[members:]
    for account, unit in zip(secretaries, units, strict=True):
        grant_role(account=account, role=Role.SECRETARY, unit_id=unit, start=BEGIN, decision="bench", actor=None, at=at)
    call = open_roll_call(
        unit=units[0], kind=ActivityKind.objects.get(code="tree_planting"), title="Hội trường", place="Nhà văn hoá",
        starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=3), actor=secretaries[0], at=at,
    )  # fmt: skip
    trees = next(pk for pk, indicator in indicators().items() if indicator.code == "trees_planted")
    return Hall(
        [(account.pk, keys[account.pk]) for account in accounts[:members]],
        [(account.pk, keys[account.pk], unit) for account, unit in zip(secretaries, units, strict=True)],
        call.serial,
        call.key,
        f"result_{trees}",
    )


def _check_in(port: int, hall: Hall) -> Taken:
    from viecthat.activities.commands.presence import COMING
    from viecthat.activities.models import Presence
    from viecthat.kernel.rotating_codes import code_at

    def one(connection: HTTPConnection, member: tuple[int, str]) -> None:
        account, session = member
        at = datetime.now(UTC)
        given = {"code": code_at(COMING, hall.serial, hall.key, at), "luc": str(int(at.timestamp() * 1000))}
        body = urlencode(given).encode()
        told = _post(connection, "/diem-danh/gui/", body, "application/x-www-form-urlencoded", account, session)
        assert b'"sent"' in told, told

    return _all_at_once(port, hall.members, one, Presence.objects.count)


def _send_photos(port: int, hall: Hall, photos: int) -> Taken:
    from django.utils.timezone import localdate

    from viecthat.activities.models import Evidence

    works = [(hall.secretaries[n % CLIENTS], n) for n in range(photos // A_WORK)]
    pictures = _pictures(photos)

    def one(connection: HTTPConnection, work: tuple[tuple[int, str, int], int]) -> None:
        (account, session, unit), n = work
        given = {
            "key": f"bench-{n}", "unit": unit, "kind": "tree_planting", "title": f"Trồng cây {n}",
            "day": f"{localdate():%d/%m/%Y}", "place": "Bờ hồ", "head_count": 10, hall.result: 100,
        }  # fmt: skip
        body, kind = _multipart(given, pictures[n * A_WORK : (n + 1) * A_WORK])
        told = _post(connection, "/ghi-viec/", body, kind, account, session)
        assert b'"sent"' in told, told.decode()

    def kept() -> int:
        return sum(row.file.path.exists() for row in Evidence.objects.select_related("file"))

    return _all_at_once(port, works, one, kept)


def _all_at_once(
    port: int, work: Sequence[Any], one: Callable[[HTTPConnection, Any], None], kept: Callable[[], int]
) -> Taken:
    each: list[float] = []

    def timed(connection: HTTPConnection, item: Any) -> None:
        begun = time.perf_counter()
        one(connection, item)
        each.append(time.perf_counter() - begun)

    whole = all_at_once(port, work, timed, CLIENTS)
    return Taken(each, whole, kept(), len(work))


def _post(connection: HTTPConnection, path: str, body: bytes, kind: str, account: int, session: str) -> bytes:
    headers = {
        "Content-Type": kind,
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "X-Viecthat-Outbox": str(account),
    }
    connection.request("POST", path, body, headers)
    return connection.getresponse().read()


def _multipart(given: dict[str, Any], pictures: Sequence[bytes]) -> tuple[bytes, str]:
    edge = "bench" + secrets.token_hex(8)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in given.items()
    ]
    head = 'Content-Disposition: form-data; name="photos"; filename="anh.jpg"\r\nContent-Type: image/jpeg'
    parts += [f"--{edge}\r\n{head}\r\n\r\n".encode() + picture + b"\r\n" for picture in pictures]
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def _pictures(count: int) -> list[bytes]:
    """Photos of 1600 × 1200 as a phone's browser sends them, each of its own bytes, about 350 kB."""
    ground = Image.effect_noise((400, 300), 60).resize((1600, 1200)).convert("RGB")
    made = []
    for _ in range(count):
        picture = ground.copy()
        picture.paste(Image.effect_noise((200, 200), 90).convert("RGB"), (0, 0))
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=85)
        made.append(held.getvalue())
    return made


def _page(came: Taken, sent: Taken) -> str:
    def row(name: str, taken: Taken, promised: str, kept: str, *, good: bool) -> str:
        cuts = statistics.quantiles([1000 * one for one in taken.each], n=20)
        return (
            f"| {name} | {taken.asked:,} | {taken.whole:.1f} | {60 * taken.asked / taken.whole:,.0f} | {cuts[9]:.0f} |"
            f" {cuts[18]:.0f} | {kept} | {promised} | {'yes' if good else '**no**'} |"
        )

    per_minute = 60 * came.asked / came.whole
    lines = [
        "# The bench of presence and photos",
        "",
        "2 cores, embedded PostgreSQL, `viecthat serve` with its usual workers, 20 clients on the same machine. By"
        " `python -m bench.presence`.",
        "",
        "| what | requests | seconds | a minute | P50 ms | P95 ms | in the books | promised | kept |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | :---: |",
        row(
            "members of one hall check in", came, "2,000 a minute, none lost", f"{came.kept:,} of {came.asked:,}",
            good=per_minute >= 2000 and came.kept == came.asked,
        ),
        row(
            f"works with {A_WORK} photos", sent, "1,000 photos by 20 clients, none lost",
            f"{sent.kept:,} of {sent.asked * A_WORK:,} photos", good=sent.kept == sent.asked * A_WORK,
        ),
        "",
        f"Photos a minute: {60 * sent.asked * A_WORK / sent.whole:,.0f}, each read, turned upright, written anew"
        " without private data and kept under its digest.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
