"""`viecthat post` and `viecthat check`: what they print, what they refuse, how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import AT, declare, make_account, make_indicator, make_officer, make_ratio, make_tree
from tests.program import call
from viecthat.kernel.errors import Refused
from viecthat.ledger import cli
from viecthat.ledger.models import Entry, Posting

PROGRAM = Path(sys.executable).parent / "viecthat"


def said(capsys) -> str:
    return capsys.readouterr().out


@pytest.mark.django_db
class TestPost:
    @pytest.fixture(autouse=True)
    def _ground(self, tree):
        self.officer = make_officer("base_officer", tree.commune)
        make_indicator()
        make_ratio()
        make_indicator("members_admitted", name="Đoàn viên mới", register="memberships")

    def run(self, *words: str) -> None:
        given = ("hn-do-tram", "trees_planted", "1.250", "--reason", "Sổ tay", "--as", self.officer.username)
        call_command("post", *(words or given))

    def test_declared_and_told(self, capsys):
        self.run()
        posting = Posting.objects.get()
        assert (posting.actor, posting.recorded_at, posting.reason) == (self.officer, AT, "Sổ tay")
        assert Entry.objects.get().quantity == 1250
        words = said(capsys)
        for expected in (f"chứng từ {posting.pk}", "1.250 cây", "kê khai", "Chi đoàn thôn Đô Trám (hn-do-tram)"):
            assert expected in words

    def test_as_data(self, capsys):
        self.run(
            "Chi đoàn thôn Đô Trám", "cadres_trained", "1.007", "--of", "1.200", "--day", "01/03/2026", "--reason", "x",
            "--as", self.officer.username, "--json",
        )  # fmt: skip
        told = json.loads(said(capsys))
        assert told == {
            "posting": Posting.objects.get().pk,
            "unit": {"code": "hn-do-tram", "name": "Chi đoàn thôn Đô Trám"},
            "recorded_at": "2026-03-27T16:00:00+07:00",
            "reason": "x",
            "entries": [
                {
                    "indicator": "cadres_trained_count",
                    "day": "2026-03-01",
                    "quantity": 1007,
                    "decimals": 0,
                    "grade": "declared",
                },
                {
                    "indicator": "cadres_trained_of",
                    "day": "2026-03-01",
                    "quantity": 1200,
                    "decimals": 0,
                    "grade": "declared",
                },
            ],
        }

    def test_a_key_keeps_it_from_being_written_twice(self):
        for _ in range(2):
            self.run("hn-do-tram", "trees_planted", "5", "--reason", "x", "--as", self.officer.username, "--key", "k")
        assert Entry.objects.count() == 1

    @pytest.mark.parametrize(
        ("unit", "indicator", "number", "more", "sentence"),
        [
            ("nơi nào đó", "trees_planted", "5", (), "Không có đơn vị nào tên hoặc mã là “nơi nào đó”"),
            ("na", "trees_planted", "5", (), "chưa được giao quyền kê khai"),
            ("hn-do-tram", "không có", "5", (), "Không có chỉ số nào tên hoặc mã là “không có”"),
            ("hn-do-tram", "members_admitted", "5", (), "do sổ quản lý giữ"),
            ("hn-do-tram", "trees_planted", "1.25", (), "chưa rõ là số nào"),
            ("hn-do-tram", "trees_planted", "2,5", (), "đếm bằng số nguyên"),
            ("hn-do-tram", "trees_planted", "0", (), "ghi ít nhất một số"),
            ("hn-do-tram", "trees_planted", "5", ("--of", "9"), "là số đếm, không phải tỷ lệ: bỏ --of"),
            ("hn-do-tram", "cadres_trained", "5", (), "là tỷ lệ: ghi số đạt rồi --of và tổng số"),
            ("hn-do-tram", "cadres_trained", "9", ("--of", "5"), "Số đạt phải từ 0 đến tổng số"),
            ("hn-do-tram", "trees_planted", "5", ("--day", "31/02/2026"), "Không có ngày 31/2/2026"),
            ("hn-do-tram", "trees_planted", "5", ("--day", "28/03/2026"), "Ngày làm việc chưa tới"),
        ],
    )
    def test_refusals(self, unit, indicator, number, more, sentence):
        with pytest.raises(Refused, match=sentence):
            self.run(unit, indicator, number, "--reason", "x", "--as", self.officer.username, *more)
        assert not Posting.objects.exists()

    @pytest.mark.parametrize("username", ["nobody", "left"])
    def test_no_such_account_or_one_that_is_no_longer_used(self, username):
        left = make_account("left")
        left.is_active = False
        left.save()
        with pytest.raises(Refused, match=f"Không có tài khoản “{username}” đang dùng"):
            self.run("hn-do-tram", "trees_planted", "5", "--reason", "x", "--as", username)

    def test_an_empty_reason(self):
        with pytest.raises(Refused, match="Ghi lý do kê khai"):
            self.run("hn-do-tram", "trees_planted", "5", "--reason", " ", "--as", self.officer.username)


@pytest.mark.django_db
class TestCheck:
    def test_whole(self, tree, capsys):
        declare(tree.branch, make_officer("secretary", tree.city), 5)
        assert cli.check(at=AT, as_json=False)
        words = said(capsys)
        assert words.count("✓") == 12
        assert "✗" not in words
        assert "Mọi thứ còn nguyên." in words

    def test_broken(self, tree, capsys):
        empty = Posting.objects.create(kind="activity", unit=tree.branch, recorded_at=AT)
        assert not cli.check(at=AT, as_json=False)
        words = said(capsys)
        assert words.count("✗") == 1
        assert str(empty.pk) in words
        assert "Có chỗ hỏng." in words

    def test_as_data(self, tree, capsys):
        Posting.objects.create(kind="activity", unit=tree.branch, recorded_at=AT)
        assert not cli.check(at=AT, as_json=True)
        told = json.loads(said(capsys))
        assert told["whole"] is False
        (broken,) = [check for check in told["checks"] if check["status"] == "broken"]
        assert broken == {
            "code": "postings_have_entries",
            "title": "Chứng từ nào cũng có số liệu",
            "status": "broken",
            "looked_at": 1,
            "found": 1,
            "examples": [str(Posting.objects.get().pk)],
        }

    def test_in_english_the_codes_stay(self, capsys):
        from django.utils.translation import override

        with override("en"):
            cli.check(at=AT, as_json=True)
        assert {check["code"] for check in json.loads(said(capsys))["checks"]} >= {"append_only", "tree_holds"}


@pytest.mark.database
class TestProgram:
    """The program itself, as a process, on a database of its own."""

    def run(self, own_database, *words: str) -> subprocess.CompletedProcess[str]:
        settings = connection.settings_dict
        place = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]} | settings["OPTIONS"]
        if settings["PASSWORD"]:
            place["password"] = settings["PASSWORD"]
        given = urlencode({name: value for name, value in place.items() if value and isinstance(value, str)})
        return subprocess.run(
            [PROGRAM, *words],
            env={**os.environ, "DATABASE_URL": f"postgres:///{quote(own_database)}?{given}", "COLUMNS": "120"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def test_post_then_check_then_break_it(self, own_database, capsys):
        tree = make_tree()
        officer = make_officer("base_officer", tree.commune)
        make_indicator()
        given = ["hn-do-tram", "trees_planted", "--reason", "x", "--day", "01/01/2020", "--as", officer.username]

        refused = call(capsys, "post", *given, "1.25")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert len(refused.stderr.strip().splitlines()) == 1
        assert "chưa rõ là số nào" in refused.stderr

        done = self.run(own_database, "post", *given, "1.250")
        assert (done.returncode, done.stderr) == (0, "")
        assert Entry.objects.get().quantity == 1250

        whole = call(capsys, "check", "--json")
        assert (whole.returncode, json.loads(whole.stdout)["whole"]) == (0, True)

        Posting.objects.create(kind="activity", unit=tree.branch, recorded_at=AT)
        broken = self.run(own_database, "check")
        assert broken.returncode == 1
        assert "✗" in broken.stdout
        assert "Traceback" not in broken.stderr
