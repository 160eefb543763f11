"""Consultations and surveys; inspections of policies and law."""

from tests.journeys.place import Place

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CSV = "text/csv; charset=utf-8"
OF_OPINION: dict[str, tuple[Place, ...]] = {
    "opinion:answer": (Place("/lay-y-kien/tra-loi/khong-dung/", None, 404),),
    "opinion:clause": (
        Place("/lay-y-kien/du-thao/{consulted}/dieu/{clause}/"),
        Place("/lay-y-kien/du-thao/{consulted}/dieu/{clause}/", "tan-linh"),
        Place("/lay-y-kien/du-thao/{consulted}/dieu/0/", "doan-vien"),
    ),
    "opinion:code": (Place("/lay-y-kien/tra-loi/", None),),
    "opinion:comment-hide": (Place("/lay-y-kien/du-thao/{consulted}/y-kien/{said}/gat/"),),
    "opinion:draft": (
        Place("/lay-y-kien/du-thao/{consulted}/"),
        Place("/lay-y-kien/du-thao/{consulted}/", "tan-linh"),
        Place("/lay-y-kien/du-thao/{law_issued}/"),
    ),
    "opinion:draft-new": (Place("/lay-y-kien/du-thao/ghi/ha-noi/"),),
    "opinion:draft-step": (
        Place("/lay-y-kien/du-thao/{consulted}/sua/"),
        Place("/lay-y-kien/du-thao/{consulted}/dong/"),
    ),
    "opinion:drafts": (Place("/lay-y-kien/"), Place("/lay-y-kien/?q=khong+co", "doan-vien")),
    "opinion:draw": (
        Place("/lay-y-kien/khao-sat/{survey_draft}/mau/", "tan-linh"),
        Place("/lay-y-kien/khao-sat/{survey_told}/mau/", "tan-linh"),
    ),
    "opinion:group": (Place("/lay-y-kien/du-thao/{consulted}/tong-hop/gop/{clause}/"),),
    "opinion:opinion-step": (Place("/lay-y-kien/du-thao/{law_issued}/tong-hop/{opinion}/ket-qua/"),),
    "opinion:open": (Place("/lay-y-kien/gop-y/", None), Place("/lay-y-kien/gop-y/", "doan-vien")),
    "opinion:published": (Place("/lay-y-kien/ket-qua/", None),),
    "opinion:results": (Place("/lay-y-kien/ket-qua/{survey_told}/", None),),
    "opinion:say": (Place("/lay-y-kien/gop-y/{say}/", None),),
    "opinion:sheet": (Place("/lay-y-kien/phieu/{sheet}/", None),),
    "opinion:summary": (
        Place("/lay-y-kien/du-thao/{consulted}/tong-hop/"),
        Place("/lay-y-kien/du-thao/{law_issued}/tong-hop/"),
    ),
    "opinion:survey": (
        Place("/lay-y-kien/khao-sat/{survey_told}/?theo=nhom", "tan-linh"),
        Place("/lay-y-kien/khao-sat/{survey_draft}/"),
        Place("/lay-y-kien/khao-sat/{survey_open}/", "tan-linh"),
    ),
    "opinion:survey-new": (Place("/lay-y-kien/khao-sat/lap/xa-09694/", "tan-linh"),),
    "opinion:survey-step": (Place("/lay-y-kien/khao-sat/{survey_draft}/sua/", "tan-linh"),),
    "opinion:surveys": (Place("/lay-y-kien/khao-sat/"), Place("/lay-y-kien/khao-sat/?q=khong+co", "tan-linh")),
    "inspections:earlier": (
        Place("/giam-sat/{inspection}/ban/1/"),
        Place("/giam-sat/{inspection}/ban/1/", "tan-linh"),
    ),
    "inspections:group": (Place("/giam-sat/to-cong-tac/{seat}/"),),
    "inspections:group-new": (Place("/giam-sat/to-cong-tac/ghi/ha-noi/"),),
    "inspections:group-step": (
        Place("/giam-sat/to-cong-tac/{seat}/hop/"),
        Place("/giam-sat/to-cong-tac/{seat}/sua/"),
    ),
    "inspections:groups": (
        Place("/giam-sat/to-cong-tac/"),
        Place("/giam-sat/to-cong-tac/?tinh-trang=het&q=khong+co", "tan-linh"),
    ),
    "inspections:inspection": (
        Place("/giam-sat/{inspection}/"),
        Place("/giam-sat/{inspection}/", "tan-linh"),
        Place("/giam-sat/{inspection_running}/"),
    ),
    "inspections:list": (Place("/giam-sat/"), Place("/giam-sat/?q=khong+co&loai=inspection", "tan-linh")),
    "inspections:new": (Place("/giam-sat/lap/ha-noi/"),),
    "inspections:noted-change": (Place("/giam-sat/{inspection_running}/sua/ngay/{inspected}/"),),
    "inspections:recommendation": (
        Place("/giam-sat/kien-nghi/{recommended}/"),
        Place("/giam-sat/kien-nghi/{recommended}/", "tan-linh"),
    ),
    "inspections:recommendation-step": (
        Place("/giam-sat/kien-nghi/{recommended}/tra-loi/", "tan-linh"),
        Place("/giam-sat/kien-nghi/{recommended}/xong/"),
    ),
    "inspections:recommendations": (
        Place("/giam-sat/kien-nghi/"),
        Place("/giam-sat/kien-nghi/?tinh-trang=late", "tan-linh"),
    ),
    "inspections:step": (
        Place("/giam-sat/{inspection_running}/sua/"),
        Place("/giam-sat/{inspection_running}/bien-ban/"),
        Place("/giam-sat/{inspection_running}/phat-hien/"),
        Place("/giam-sat/{inspection_running}/kien-nghi/"),
    ),
    "inspections:team": (Place("/giam-sat/{inspection_running}/doan/"),),
}
FILES_OF_OPINION: dict[str, tuple[Place, str]] = {
    "opinion:drafts-file": (Place("/lay-y-kien/tai/xlsx/"), _SHEET),
    "opinion:results-file": (Place("/lay-y-kien/khao-sat/{survey_told}/tai/csv/", "tan-linh"), _CSV),
    "opinion:summary-file": (Place("/lay-y-kien/du-thao/{law_issued}/tong-hop/tai/docx/"), _DOCX),
    "opinion:surveys-file": (Place("/lay-y-kien/khao-sat/tai/csv/", "tan-linh"), _CSV),
    "inspections:conclusion": (Place("/giam-sat/{inspection}/tai/pdf/"), "application/pdf"),
    "inspections:groups-file": (Place("/giam-sat/to-cong-tac/tai/xlsx/"), _SHEET),
    "inspections:list-file": (Place("/giam-sat/tai/xlsx/"), _SHEET),
    "inspections:recommendations-file": (Place("/giam-sat/kien-nghi/tai/csv/", "tan-linh"), _CSV),
}
# Files that somebody sent, and what only a button asks for: tests/opinion, tests/inspections.
OTHERS_OF_OPINION = {
    "inspections:noted-drop", "inspections:paper", "inspections:team-drop", "opinion:codes", "opinion:draft-file",
}  # fmt: skip
OPEN_OPINION = {
    "opinion:answer", "opinion:code", "opinion:open", "opinion:published", "opinion:results", "opinion:say",
    "opinion:sheet",
}  # fmt: skip
