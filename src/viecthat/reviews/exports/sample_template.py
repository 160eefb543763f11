"""A Word template to begin with: every kind of field stands in it once."""

from __future__ import annotations

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

_ROW = (
    ("{{ t.stt }}", "{{ t.ten }}", "{{ t.de_ra }}", "{{ t.ket_qua }}", "{{ t.ty_le }}", "{{ t.danh_gia }}"),
    ("TT", "Chỉ tiêu", "Đề ra", "Kết quả", "Tỷ lệ", "Đánh giá"),
)


def sample_template() -> bytes:
    """The file."""
    made = docx.Document()
    made.styles["Normal"].font.name = "Times New Roman"
    for line in ("{{ cap_tren }}", "{{ co_quan }}", "{{ so }}", "{{ noi_ngay }}"):
        made.add_paragraph(line)
    for line in ("{{ loai }}", "{{ trich_yeu }}"):
        made.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph("{{ noi_dung }}")
    made.add_paragraph("Các chỉ tiêu ({{ so_chi_tieu }}), số liệu đến hết ngày {{ den_ngay }}:")
    table = made.add_table(rows=4, cols=6)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, _ROW[1], strict=True):
        cell.text = words
    table.rows[1].cells[0].text = "{%tr for t in chi_tieu %}"
    for cell, words in zip(table.rows[2].cells, _ROW[0], strict=True):
        cell.text = words
    table.rows[3].cells[0].text = "{%tr endfor %}"
    made.add_paragraph("Cây xanh được trồng: {{ so_lieu.trees_planted }}")
    made.add_paragraph("{{ thay_mat }}\n{{ chuc_vu }}\n\n\n{{ nguoi_ky }}")
    made.add_paragraph("{{ phu_luc }}")
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()
