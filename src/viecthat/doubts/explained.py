"""Every test in words for whoever is asked: what it is called, what it looks at, and what may well explain it."""

from __future__ import annotations

from dataclasses import dataclass

from viecthat.kernel.errors import gettext_noop


@dataclass(frozen=True, slots=True)
class Explained:
    """Msgids: `name` for a heading, `looks_at` for one sentence below it, `innocent` for answers to choose from."""

    name: str
    looks_at: str
    innocent: tuple[str, ...]


_MISTYPED = gettext_noop("Gõ nhầm, sẽ sửa")
_LATER = gettext_noop("Phần còn thiếu sẽ ghi thêm")
_ONE_UNIT_MERGED = gettext_noop("Đơn vị mới sáp nhập, nhận thêm địa bàn")
_BIG = gettext_noop("Kỳ này có đợt làm lớn")
_TWO_DAYS = gettext_noop("Hai số lấy ở hai ngày khác nhau")
_JOINT = gettext_noop("Việc làm chung với đơn vị khác")
_NOTEBOOK = gettext_noop("Nhập lại từ sổ ghi tay")

EXPLAINED: dict[str, Explained] = {
    "thousand_off": Explained(
        gettext_noop("Lệch một nghìn lần"),
        gettext_noop(
            "Chia hay nhân số này với 1.000 thì về đúng mức thường thấy: dấu chấm, dấu phẩy có thể bị đọc nhầm."
        ),
        (_MISTYPED, gettext_noop("Đổi đơn vị đo (kg, tấn)"), _BIG),
    ),
    "far_from_history": Explained(
        gettext_noop("Khác hẳn các kỳ trước"),
        gettext_noop("So với chính đơn vị trong các kỳ trước, đã trừ phần mọi nơi cùng tăng, cùng giảm theo mùa."),
        (_BIG, _ONE_UNIT_MERGED, gettext_noop("Cộng cả phần của kỳ trước"), _LATER, _MISTYPED),
    ),
    "far_from_peers": Explained(
        gettext_noop("Khác hẳn đơn vị cùng cỡ"),
        gettext_noop("So số tính trên đầu đoàn viên với sáu mươi đơn vị cùng loại có số đoàn viên gần nhất."),
        (gettext_noop("Nơi này có việc riêng mà nơi khác không có"), _JOINT, _MISTYPED),
    ),
    "same_in_many": Explained(
        gettext_noop("Nhiều đơn vị cùng một số"),
        gettext_noop("Nhiều đơn vị cùng cấp trên ghi đúng một số, nhiều hơn mức trùng hợp có thể có."),
        (gettext_noop("Chỉ tiêu chia đều"), _JOINT, _MISTYPED),
    ),
    "copied": Explained(
        gettext_noop("Giống hệt kỳ trước"),
        gettext_noop("Nhiều chỉ số cùng lúc bằng đúng số của một kỳ đã báo cáo."),
        (gettext_noop("Việc làm đều như nhau mỗi kỳ"), gettext_noop("Biểu chưa kịp sửa"), _LATER),
    ),
    "round_numbers": Explained(
        gettext_noop("Phần lớn là số tròn"),
        gettext_noop("Đếm các số tận cùng bằng 0 (từ 1.000 trở lên: bằng 00 hoặc 50) trong cả báo cáo."),
        (gettext_noop("Mua, trồng, trao theo lô"), gettext_noop("Số ước lượng, chưa có sổ ghi"), _LATER),
    ),
    "repeated_digits": Explained(
        gettext_noop("Chữ số giống nhau, nối nhau"),
        gettext_noop("Đếm các số như 777, 4.444, 12.345 trong cả báo cáo."),
        (gettext_noop("Trùng hợp, đã đếm lại"), gettext_noop("Số điền tạm, sẽ thay"), _MISTYPED),
    ),
    "last_digits": Explained(
        gettext_noop("Chữ số cuối dồn về một phía"),
        gettext_noop("Số đếm được thì chữ số cuối trải đều; phép thử này xem chữ số cuối qua mọi kỳ, bỏ qua 0 và 5."),
        (gettext_noop("Đếm theo đôi, theo tổ"), gettext_noop("Số ước lượng, chưa có sổ ghi")),
    ),
    "parts_and_whole": Explained(
        gettext_noop("Các phần cộng lại khác số chung"),
        gettext_noop("Cộng nam với nữ, các khối, các đơn vị bên dưới, rồi so với số chung; đã chừa phần làm tròn."),
        (gettext_noop("Còn phần chưa kể tên"), gettext_noop("Có người được đếm ở hai phần"), _TWO_DAYS, _MISTYPED),
    ),
    "sum_rule": Explained(
        gettext_noop("Hai số không đi với nhau được"),
        gettext_noop("So các số buộc phải khớp theo Điều lệ hoặc theo nghĩa của chúng."),
        (_TWO_DAYS, _MISTYPED),
    ),
    "more_than_all": Explained(
        gettext_noop("Phần nhiều hơn tổng"),
        gettext_noop("So n với N của tỷ lệ."),
        (_TWO_DAYS, gettext_noop("Ghi nhầm ô")),
    ),
    "percent_differs": Explained(
        gettext_noop("Tỷ lệ không khớp với n/N"),
        gettext_noop("Tính lại tỷ lệ từ n và N, so với tỷ lệ đã ghi, chừa một đơn vị ở chữ số cuối."),
        (gettext_noop("Tính trên một tổng số khác"), _MISTYPED),
    ),
    "results_alone": Explained(
        gettext_noop("Có kết quả mà chưa có người làm"),
        gettext_noop("Xem kết quả có đi cùng lượt người, ngày công hay kinh phí không."),
        (_JOINT, _LATER),
    ),
    "more_turns": Explained(
        gettext_noop("Lượt nhiều hơn đoàn viên × ngày"),
        gettext_noop("So số lượt với số đoàn viên nhân số ngày, ở những việc chỉ đoàn viên dự."),
        (gettext_noop("Có người ngoài đơn vị cùng dự"), gettext_noop("Tính cả lượt xem trên mạng"), _MISTYPED),
    ),
    "last_hour": Explained(
        gettext_noop("Ghi dồn vào giờ cuối"),
        gettext_noop(
            "Xem bao nhiêu lần ghi của kỳ nằm trong một giờ trước hạn, cho việc làm từ hai tuần trước trở lên."
        ),
        (_NOTEBOOK, gettext_noop("Mất điện, mất mạng")),
    ),
    "two_places": Explained(
        gettext_noop("Một người ở hai nơi"),
        gettext_noop("Xem giờ có mặt của từng người có chồng lên nhau quá nửa giờ ở hai nơi khác nhau không."),
        (gettext_noop("Giờ ghi theo kế hoạch, không theo thực tế"), gettext_noop("Trùng tên khi điểm danh")),
    ),
    "repeated_photos": Explained(
        gettext_noop("Một ảnh ở hai hoạt động"),
        gettext_noop("So các ảnh với nhau; ảnh lưu lại, nén lại vẫn nhận ra."),
        (gettext_noop("Một buổi được ghi thành hai việc"), gettext_noop("Chọn nhầm ảnh")),
    ),
    "same_marks": Explained(
        gettext_noop("Mọi phiếu cùng một điểm"),
        gettext_noop("Xem các lượt đánh giá có gần như giống hệt nhau không, so với các buổi khác."),
        (gettext_noop("Ai cũng hài lòng"), gettext_noop("Phiếu được điền chung một lượt")),
    ),
    "even_marks": Explained(
        gettext_noop("Điểm rải đều mọi mức"),
        gettext_noop("Ý kiến thật nghiêng về một phía; phép thử này xem điểm có rải đều như rút thăm không."),
        (gettext_noop("Ý kiến chia đều thật"), gettext_noop("Câu hỏi chưa rõ")),
    ),
    "beyond_or_reached": Explained(
        gettext_noop("“Vượt” hay “đạt”"),
        gettext_noop("Kết quả bằng 231 % chỉ tiêu là đạt 231 %, tức là vượt 131 %."),
        (gettext_noop("Đúng là vượt"), gettext_noop("Sẽ viết lại là “đạt”")),
    ),
    "broken_groups": Explained(
        gettext_noop("Nhóm chữ số không đủ ba"),
        gettext_noop("Tìm những số như 18.1887 trong lời văn."),
        (_MISTYPED, gettext_noop("Đây là mã số, không phải số liệu")),
    ),
    "comma_or_point": Explained(
        gettext_noop("Dấu phẩy hay dấu chấm"),
        gettext_noop("Tìm những số đếm nguyên viết như 6,780 đoàn viên trong lời văn."),
        (gettext_noop("Là số nghìn, sẽ viết dấu chấm"), gettext_noop("Là phần lẻ")),
    ),
    "count_and_list": Explained(
        gettext_noop("Số ghi khác số kể"),
        gettext_noop(
            "Đếm các phần kể sau “5 nhiệm vụ trọng tâm: …”, cách nhau bằng dấu chấm phẩy hoặc đánh số (1), (2)."
        ),
        (gettext_noop("Còn sót, sẽ kể thêm"), gettext_noop("Phần còn lại ở câu khác")),
    ),
}
