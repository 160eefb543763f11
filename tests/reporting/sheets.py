"""Sheets as officers send them, built cell by cell."""

import io

import xlsxwriter

DISTRICTS = [
    "Sóc Sơn", "Đông Anh", "Gia Lâm", "Thanh Trì", "Mê Linh", "Ba Vì", "Phúc Thọ", "Đan Phượng", "Hoài Đức", "Quốc Oai",
    "Thạch Thất", "Chương Mỹ", "Thanh Oai", "Thường Tín", "Phú Xuyên", "Ứng Hòa", "Mỹ Đức",
]  # fmt: skip
CITY_DISTRICTS = [
    "Ba Đình", "Hoàn Kiếm", "Tây Hồ", "Long Biên", "Cầu Giấy", "Đống Đa", "Hai Bà Trưng", "Hoàng Mai", "Thanh Xuân",
    "Hà Đông", "Nam Từ Liêm", "Bắc Từ Liêm",
]  # fmt: skip
TREES, GIFTS = 2, 4  # places of the columns


def units_in_sheet():
    """The names as the tree has them, in the order of the sheet."""
    return (
        [f"Quận đoàn {name}" for name in CITY_DISTRICTS] + ["Thị đoàn Sơn Tây"] + [f"Huyện đoàn {d}" for d in DISTRICTS]
    )


def messy_sheet():
    """Thirty districts under titles and headings of two levels, with faults planted: XLSX bytes.

    Trees of unit i are 100 + i, cared for 10 + i, gifts i + 1, their value 1,5 million; trained 3 of 4.
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    sheet = book.add_worksheet("TH 6 tháng")
    sheet.merge_range("A1:C1", "THÀNH ĐOÀN HÀ NỘI")
    sheet.merge_range("E1:I1", "ĐOÀN TNCS HỒ CHÍ MINH")
    sheet.merge_range("A3:I3", "BIỂU TỔNG HỢP SỐ LIỆU 6 THÁNG ĐẦU NĂM 2025")
    sheet.merge_range("A4:I4", "(kèm theo Báo cáo số 123-BC/TĐTN ngày 02/7/2025)")
    for area, words in {
        "A6:A7": "STT", "B6:B7": "Đơn vị", "C6:D6": "Cây xanh", "E6:F6": "Suất quà", "G6:G7": "Tỷ lệ hoàn thành (%)",
        "H6:H7": "Cán bộ được bồi dưỡng", "I6:I7": "Ghi chú",
    }.items():  # fmt: skip
        sheet.merge_range(area, words)
    for place, words in {
        "C7": "Cây xanh được trồng", "D7": "Cây xanh được chăm sóc", "E7": "Suất quà trao tặng",
        "F7": "Trị giá quà trao tặng (triệu đồng)",
    }.items():  # fmt: skip
        sheet.write(place, words)
    for place in range(9):
        sheet.write(7, place, place + 1)
    at, cells = 8, {}
    for index, name in enumerate(_said()):
        if index == 0:
            sheet.write(at, 1, "Khối quận")
            at += 1
        if index == 12:
            sheet.write(at, 1, "Cộng khối quận")
            sheet.write(at, TREES, sum(range(100, 112)) + 5)  # planted: the sum is five less
            at += 1
            sheet.write(at, 1, "Khối huyện, thị xã")
            at += 1
        values = [index + 1, name, 100 + index, 10 + index, index + 1, 1.5, 0.85, "3/4", ""]
        for place, value in (_PLANTED.get(index) or {}).items():
            values[place] = value
        for place, value in enumerate(values):
            sheet.write(at, place, value)
        cells[index] = at + 1
        at += 1
    for place, value in enumerate(["", "Đoàn trường Quốc tế", 7, 7]):  # planted: no such unit
        sheet.write(at, place, value)
    cells["unknown"] = at + 1
    at += 1
    sheet.write(at, 1, "TỔNG CỘNG")
    sheet.write(at, 3, sum(range(10, 40)) + 7 + 3)  # planted: three too many
    sheet.write(at + 1, 1, "Ghi chú: số liệu tính đến hết ngày 30/6/2025")
    sheet.write(at + 3, 6, "Hà Nội, ngày 02 tháng 7 năm 2025")
    sheet.write(at + 4, 1, "NGƯỜI LẬP BIỂU")
    sheet.write(at + 4, 6, "TM. BAN THƯỜNG VỤ THÀNH ĐOÀN")
    book.close()
    return packed.getvalue(), cells


# By the index of the unit: what stands in some cells instead.
_PLANTED = {
    1: {TREES: "1.234"},
    2: {TREES: "~300"},
    3: {TREES: "x"},
    4: {TREES: "86,7%"},
    5: {TREES: "#REF!"},
    6: {7: "15.190/18.1887"},
    7: {TREES: 1.234},
    8: {7: "5/4"},
    9: {GIFTS: "-"},
    10: {GIFTS: "25 suất"},
    11: {GIFTS: "1,250"},
}


def _said():
    """The names as the sheet writes them: short, without marks, misspelt, one of them twice."""
    said = [f"Q. {name}" for name in CITY_DISTRICTS] + ["TX Sơn Tây"] + [f"H. {name}" for name in DISTRICTS]
    said[14] = "huyen dong anh"
    said[15] = "Huyện Gia Lam"
    said[18] = "Huyện Bà Vỳ"  # misspelt
    said[29] = "H. Ứng Hòa"  # there already: Mỹ Đức's figures under another's name
    return said
