"""Emulation drives, dossiers, councils, decisions, the book, and the public page of a code."""

from tests.journeys.place import Place

_CSV = "text/csv; charset=utf-8"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRIVE = "/khen-thuong/dot/{emulation}/"
_DRAFT = "/khen-thuong/ho-so/{dossier_draft}/"
_SENT = "/khen-thuong/ho-so/{dossier_sent}/"
_MEETING = "/khen-thuong/hoi-dong/{council}/"
OF_COMMENDATIONS: dict[str, tuple[Place, ...]] = {
    "commendations:ask-code": (Place("/khen-thuong/kiem-tra/", None),),
    "commendations:ballot": (Place(f"{_MEETING}phieu/{{nominee_sent}}/"),),
    "commendations:book": (Place("/khen-thuong/so/"), Place("/khen-thuong/so/?q=khong+co+ai", "tan-linh")),
    "commendations:commendation": (Place("/khen-thuong/so/{commended}/"),),
    "commendations:correct": (Place("/khen-thuong/so/{commended}/dinh-chinh/"),),
    "commendations:criterion": (Place(f"{_DRIVE}tieu-chi/"),),
    "commendations:decide": (Place(f"{_MEETING}quyet-dinh/"),),
    "commendations:decision": (Place("/khen-thuong/quyet-dinh/{commending}/"),),
    "commendations:decisions": (Place("/khen-thuong/quyet-dinh/"),),
    "commendations:dossier": (Place(_DRAFT, "tan-linh"), Place(_SENT)),
    "commendations:dossier-drop": (Place(f"{_DRAFT}thoi/", "tan-linh"),),
    "commendations:dossier-forward": (Place(f"{_SENT}trinh/"),),
    "commendations:dossier-new": (
        Place("/khen-thuong/ho-so/moi/?dot={emulation}", "tan-linh"),
        Place("/khen-thuong/ho-so/moi/", "kiem-tra", 403),
    ),
    "commendations:dossier-recall": (Place(f"{_SENT}thu-lai/"),),
    "commendations:dossier-return": (Place(f"{_SENT}tra-lai/"),),
    "commendations:dossiers": (Place("/khen-thuong/ho-so/"), Place("/khen-thuong/ho-so/?q=khong+co", "chi-doan")),
    "commendations:drive": (Place(_DRIVE), Place(_DRIVE, "chi-doan")),
    "commendations:drive-change": (Place(f"{_DRIVE}sua/"),),
    "commendations:drive-new": (Place("/khen-thuong/phat-dong/"), Place("/khen-thuong/phat-dong/", "chi-doan", 403)),
    "commendations:drives": (Place("/khen-thuong/"), Place("/khen-thuong/?q=khong+co+dot+nay", "doan-vien")),
    "commendations:meeting": (Place(_MEETING),),
    "commendations:meeting-change": (Place(f"{_MEETING}sua/"),),
    "commendations:meeting-new": (Place("/khen-thuong/hoi-dong/moi/"),),
    "commendations:meetings": (Place("/khen-thuong/hoi-dong/"), Place("/khen-thuong/hoi-dong/", "chi-doan")),
    "commendations:nominate": (Place(f"{_DRAFT}them/", "tan-linh"),),
    "commendations:nominee-attach": (Place("/khen-thuong/de-nghi/{nominee_draft}/kem/", "tan-linh"),),
    "commendations:nominee-change": (Place("/khen-thuong/de-nghi/{nominee_draft}/sua/", "tan-linh"),),
    "commendations:offer": (Place(f"{_DRIVE}hinh-thuc/"),),
    "commendations:opinion": (Place("/khen-thuong/de-nghi/{nominee_sent}/y-kien/"),),
    "commendations:restore": (Place("/khen-thuong/so/{commended}/khoi-phuc/"),),
    "commendations:score": (Place(f"{_DRIVE}tieu-chi/{{criterion_by_hand}}/cham/"),),
    "commendations:summary": (Place(f"{_DRIVE}so-ket/"),),
    "commendations:target": (Place(f"{_DRIVE}chi-tieu/"),),
    "commendations:verify": (Place("/khen-thuong/kiem-tra/khong-co-giay-nay/", None, 404),),
    "commendations:withdraw": (Place("/khen-thuong/so/{commended}/thu-hoi/"),),
}
FILES_OF_COMMENDATIONS: dict[str, tuple[Place, str]] = {
    "commendations:book-file": (Place("/khen-thuong/so/tai/csv/"), _CSV),
    "commendations:decision-file": (Place("/khen-thuong/quyet-dinh/{commending}/tai/docx/"), _DOCX),
    "commendations:decisions-file": (Place("/khen-thuong/quyet-dinh/tai/xlsx/"), _SHEET),
    "commendations:dossiers-file": (Place("/khen-thuong/ho-so/tai/xlsx/"), _SHEET),
    "commendations:drives-file": (Place("/khen-thuong/tai/csv/"), _CSV),
    "commendations:meetings-file": (Place("/khen-thuong/hoi-dong/tai/xlsx/"), _SHEET),
    "commendations:papers": (Place("/khen-thuong/quyet-dinh/{commending}/giay/"), "application/pdf"),
    "commendations:standing-file": (Place(f"{_DRIVE}tai/xlsx/"), _SHEET),
}
# Asked for by a button only, or a file that somebody sent: tests/commendations/test_way.py.
OTHERS_OF_COMMENDATIONS = {
    f"commendations:{name}"
    for name in (
        "ballot-drop",
        "criterion-drop",
        "dossier-send",
        "drive-close",
        "file",
        "meeting-close",
        "meeting-reopen",
        "nominee-drop",
    )
}
OPEN_COMMENDATIONS = {"commendations:ask-code", "commendations:verify"}
