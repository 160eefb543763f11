"""What every test of reporting stands on: a commune's officer who may declare, and indicators to declare."""

import pytest

from tests.factories import make_indicator, make_officer, make_ratio, make_tree, sign_in, stop_clock

TEXT = """Đoàn xã Suối Hai tổng kết năm 2025
Năm 2025, Đoàn xã trồng được 1.250 cây xanh hưởng ứng chương trình “Trồng 1 triệu cây xanh”;
xây dựng 12 công trình thanh niên.
Kết nạp 86 đoàn viên mới; 24/28 cán bộ được bồi dưỡng.
Phấn đấu năm 2026 trồng 2.000 cây xanh.
"""


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture(autouse=True)
def _indicators(db):
    make_indicator()
    make_indicator("youth_works", name="Công trình thanh niên", unit="công trình")
    make_ratio()
    make_indicator("members_admitted", name="Đoàn viên mới kết nạp", unit="đoàn viên", register="memberships", area=6)


@pytest.fixture
def officer(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))
