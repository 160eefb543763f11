"""A report as long as a nation's: sixty pages with forty charts."""

from datetime import date

from viecthat.documents.charts import Chart, PaceBar, PaceChart, RankBar, RankChart, TrendChart
from viecthat.documents.model import (
    Annex,
    Bullets,
    Column,
    Figure,
    Heading,
    Number,
    OfficialDocument,
    Paragraph,
    Picture,
    Signature,
    Table,
)

CHARTS = 40
_WORDS = (
    "Các cấp bộ Đoàn đã bám sát nghị quyết, cụ thể hoá thành chương trình công tác năm, chỉ đạo có trọng tâm, gắn "
    "phong trào với nhiệm vụ chính trị của địa phương; nhiều công trình, phần việc thanh niên được người dân ghi nhận. "
)


def big_document(charts: int = CHARTS) -> OfficialDocument:
    """Text, bullets and `charts` charts of all kinds, then two annexes of long tables."""
    body: list[object] = []
    for place in range(charts):
        body.append(Heading(1 if place % 8 == 0 else 2, f"{place + 1}. Mặt công tác thứ {place + 1}"))
        body.append(Paragraph((_WORDS * 3, Figure("156.835", "cây", bookmark=f"trees.{place}"), ". " + _WORDS)))
        body.append(Bullets((_WORDS, _WORDS * 2)))
        body.append(Picture(chart(place), f"Biểu đồ {place + 1}. Kết quả so với chỉ tiêu"))
    return OfficialDocument(
        issuer="TRUNG ƯƠNG ĐOÀN",
        type_name="BÁO CÁO",
        abstract=("Tổng kết công tác Đoàn và phong trào thanh thiếu nhi",),
        place="Hà Nội",
        body=tuple(body),
        signature=Signature("TM. BAN BÍ THƯ", "BÍ THƯ", "Nguyễn Văn Mẫu"),
        day=date(2026, 11, 22),
        annexes=(Annex("SỐ LIỆU THEO ĐƠN VỊ", (_table(260),), landscape=True), Annex("CHỈ TIÊU", (_table(240),))),
    )


def chart(place: int) -> Chart:
    """One of the three kinds in turn."""
    if place % 3 == 0:
        bars = tuple(
            PaceBar(
                f"Chỉ tiêu {place}.{n}", 0.3 + 0.2 * n, f"{n}.000/5.000", f"{30 + 20 * n} %", proof=(n, 3, 4), gone=0.5
            )
            for n in range(6)
        )
        return PaceChart(bars, "chỉ tiêu", "50 % thời gian", f"Kết quả {place}")
    if place % 3 == 1:
        points = tuple((month / 60, month * 2_000) for month in range(34))
        days = ("01/10/2017", "30/06/2020", "30/09/2022")
        return TrendChart(
            points, 100_000, f"66.0{place:02}", "chỉ tiêu 100.000", "nhịp đều", days, ("0", "50", "100"), f"{place}"
        )
    ranked = tuple(RankBar(f"Tỉnh đoàn thứ {place}.{n}", 100.0 - n, str(100 - n), n == 0) for n in range(10))
    return RankChart(ranked, f"Theo đơn vị {place}")


def _table(rows: int) -> Table:
    columns = (Column("TT", "center", 5), Column("Đơn vị", "left", 40), *(Column(f"Số {n}", "right") for n in range(5)))
    lines = tuple(
        (str(row + 1), f"Đoàn xã thứ {row + 1}", *(Number(row * 1_000 + n) for n in range(5))) for row in range(rows)
    )
    return Table(columns, lines)
