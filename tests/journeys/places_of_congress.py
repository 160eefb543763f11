"""Congresses, their delegates, elections and publicity; great days."""

from tests.journeys.place import Place

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CSV = "text/csv; charset=utf-8"
_OWN, _CITY = "/dai-hoi/{congress}/", "/dai-hoi/{congress_held}/"

OF_CONGRESS: dict[str, tuple[Place, ...]] = {
    "congress:ballot": (
        Place("/dai-hoi/bau-cu/{ballot}/", "tan-linh"),
        Place("/dai-hoi/bau-cu/{ballot_counted}/"),
        Place("/dai-hoi/bau-cu/{ballot_open}/", "tan-linh"),
        Place("/dai-hoi/bau-cu/{ballot}/", "quan-tri", 403),
    ),
    "congress:ballot-change": (Place("/dai-hoi/bau-cu/{ballot}/sua/", "tan-linh"),),
    "congress:ballot-new": (Place(f"{_OWN}bau-cu/", "tan-linh"),),
    "congress:below": (Place(f"{_CITY}cap-duoi/"), Place(f"{_OWN}cap-duoi/", "quan-tri")),
    "congress:celebration": (
        Place("/dai-hoi/ky-niem/{celebration}/"),
        Place("/dai-hoi/ky-niem/{celebration}/", "chi-doan"),
    ),
    "congress:celebration-new": (Place("/dai-hoi/ky-niem/lap/?ngay=05-19&nam=2026"),),
    "congress:celebration-sum": (Place("/dai-hoi/ky-niem/{celebration}/danh-gia/"),),
    "congress:congress": (Place(_OWN, "tan-linh"), Place(_CITY), Place(_OWN, "quan-tri")),
    "congress:correct": (Place(f"{_OWN}sua/", "tan-linh"),),
    "congress:count": (
        Place("/dai-hoi/bau-cu/{ballot_counted}/kiem-phieu/", "tan-linh"),
        Place("/dai-hoi/bau-cu/{ballot_open}/kiem-phieu/", "tan-linh"),
    ),
    "congress:days": (Place("/dai-hoi/ky-niem/?nam=2024"), Place("/dai-hoi/ky-niem/?nam=xx", "quan-tri")),
    "congress:delegate": (Place(f"{_OWN}dai-bieu/{{delegate}}/", "tan-linh"),),
    "congress:delegate-new": (Place(f"{_OWN}dai-bieu/them/", "tan-linh"),),
    "congress:delegates-new": (Place(f"{_OWN}dai-bieu/dan/", "tan-linh"),),
    "congress:delegates": (
        Place(f"{_OWN}dai-bieu/", "tan-linh"),
        Place(f"{_CITY}dai-bieu/?q=khong+co+ai"),
        Place(f"{_OWN}dai-bieu/", "quan-tri", 403),
    ),
    "congress:hold": (Place(f"{_OWN}hop/", "tan-linh"),),
    "congress:install": (Place(f"{_CITY}vao-so/"),),
    "congress:item": (Place("/dai-hoi/viec/{publicity_item}/", "tan-linh"),),
    "congress:list": (Place("/dai-hoi/"), Place("/dai-hoi/?q=khong+co+dai+hoi", "chi-doan")),
    "congress:new": (Place("/dai-hoi/ghi/", "tan-linh"),),
    "congress:publicity": (Place(f"{_CITY}tuyen-truyen/"), Place(f"{_OWN}tuyen-truyen/", "tan-linh")),
    "congress:quotas": (Place(f"{_OWN}phan-bo/", "tan-linh"), Place(f"{_CITY}phan-bo/", "chi-doan")),
    "congress:rules": (Place("/dai-hoi/{congress_now}/quy-dinh/", "tan-linh"),),
    "congress:resolution": (Place(f"{_CITY}nghi-quyet/"),),
    "congress:roll": (Place(f"{_OWN}diem-danh/", "tan-linh"), Place(f"{_CITY}diem-danh/?q=khong+co+ai")),
    "congress:rows": (
        Place(f"{_OWN}noi-dung/chuong-trinh/", "tan-linh"),
        Place(f"{_CITY}noi-dung/van-kien/", "chi-doan"),
    ),
    "congress:step": (Place(f"{_OWN}buoc/party_consent/", "tan-linh"), Place(f"{_OWN}buoc/plan/", "tan-linh")),
    "congress:structure": (Place(f"{_OWN}tham-tra/", "tan-linh"), Place(f"{_CITY}tham-tra/", "chi-doan")),
}
FILES_OF_CONGRESS: dict[str, tuple[Place, str]] = {
    "congress:ballot-file": (Place("/dai-hoi/bau-cu/{ballot_counted}/tai/phieu/docx/", "tan-linh"), _DOCX),
    "congress:below-file": (Place(f"{_CITY}cap-duoi/tai/xlsx/"), _SHEET),
    "congress:celebration-file": (Place("/dai-hoi/ky-niem/{celebration}/tai/csv/"), _CSV),
    "congress:days-file": (Place("/dai-hoi/ky-niem/tai/xlsx/?nam=2024"), _SHEET),
    "congress:delegates-file": (Place(f"{_OWN}dai-bieu/tai/csv/", "tan-linh"), _CSV),
    "congress:list-file": (Place("/dai-hoi/tai/xlsx/"), _SHEET),
    "congress:minutes": (Place(f"{_CITY}bien-ban/pdf/"), "application/pdf"),
    "congress:publicity-file": (Place(f"{_CITY}tuyen-truyen/tai/xlsx/"), _SHEET),
    "congress:structure-file": (Place(f"{_OWN}tham-tra/tai/docx/", "tan-linh"), _DOCX),
}
# Asked for by a button only, or the file of a paper that somebody sent: tests/congress/test_congress.py.
OTHERS_OF_CONGRESS = {
    f"congress:{name}"
    for name in (
        "ballot-drop", "candidate-drop", "committee", "hold-back", "item-drop", "paper-file", "reopen", "settle",
        "stage-drop", "step-drop", "step-file",
    )
}  # fmt: skip
