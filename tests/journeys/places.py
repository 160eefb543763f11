"""Every address of the application, with somebody who may open it."""

from collections.abc import Iterator

from tests.journeys.place import BLOC_REVIEW, OFFICE_REVIEW, PINNED, REVIEW, Place, of_people
from tests.journeys.places_of_commendations import FILES_OF_COMMENDATIONS, OF_COMMENDATIONS, OTHERS_OF_COMMENDATIONS
from tests.journeys.places_of_congress import FILES_OF_CONGRESS, OF_CONGRESS, OTHERS_OF_CONGRESS
from tests.journeys.places_of_contests import FILES_OF_CONTESTS, OF_CONTESTS, OTHERS_OF_CONTESTS
from tests.journeys.places_of_ideas import FILES_OF_IDEAS, OF_IDEAS, OTHERS_OF_IDEAS
from tests.journeys.places_of_news import FILES_OF_NEWS, OF_NEWS, OTHERS_OF_NEWS, PARTS_OF_NEWS
from tests.journeys.places_of_opinion import FILES_OF_OPINION, OF_OPINION, OTHERS_OF_OPINION
from tests.journeys.places_of_people import OF_PEOPLE_AND_UNITS
from tests.journeys.places_of_work import OF_WORK

__all__ = ["FILES", "OTHERS", "PAGES", "PARTS", "PINNED", "REFUSALS", "REVIEW", "Place", "names", "of_people"]

PAGES = OF_WORK | OF_PEOPLE_AND_UNITS
# What stands in no resolver: pages about what can't be shown.
REFUSALS = (
    Place("/khong-co-trang-nay/", status=404),
    Place("/khong-co-trang-nay/", None, 404),
    Place(REVIEW, "tan-linh", 403),
)
# Pieces of pages that htmx asks for.
PARTS: dict[str, Place] = {
    "activities:document-people": Place("/hoat-dong/{recorded}/bo-sung/nguoi/?q_people=lan"),
    "activities:record-for-unit": Place("/ghi-viec/cua-don-vi/?unit={commune}&kind=tree_planting", "tan-linh"),
    "activities:record-partners": Place("/ghi-viec/cung-lam/?unit={commune}&q_partners=ba+vi", "tan-linh"),
    "activities:record-people": Place("/ghi-viec/nguoi/?unit={commune}&q_people=lan", "tan-linh"),
    "activities:record-results": Place("/ghi-viec/ket-qua/?unit={commune}&kind=tree_planting", "tan-linh"),
    "activities:record-units": Place("/ghi-viec/don-vi/?q_unit=suoi"),
    "cadres:suggest": Place("/can-bo/goi-y/?q=an"),
    "conferences:counts": Place("/hoi-nghi/{conference}/diem-danh/so-luong/"),
    "own:card-code": Place("/cua-toi/the/ma/", "doan-vien"),
    "units:children": Place("/don-vi/ha-noi/cap-duoi/"),
    "units:suggest": Place("/don-vi/goi-y/?q=suoi"),
}
# Files, with the type they say they are of.
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: dict[str, tuple[Place, str]] = {
    "activities:bring-in-template": (Place("/ghi-viec/tu-tep/mau/", "tan-linh"), SHEET),
    "activities:xlsx": (Place("/hoat-dong/tai/xlsx/?q=tet+trong+cay"), SHEET),
    "activities:csv": (Place("/hoat-dong/tai/csv/?q=tet+trong+cay"), "text/csv; charset=utf-8"),
    "activities:evidence": (Place("/minh-chung/{photo}/"), "image/jpeg"),
    "activities:thumbnail": (Place("/minh-chung/{photo}/nho/"), "image/jpeg"),
    "cadres:alerts-xlsx": (Place("/can-bo/canh-bao/tai/xlsx/"), SHEET),
    "cadres:courses-xlsx": (Place("/can-bo/dao-tao/tai/xlsx/"), SHEET),
    "cadres:csv": (Place("/can-bo/tai/csv/"), "text/csv; charset=utf-8"),
    "cadres:left-xlsx": (Place("/can-bo/noi-den/tai/xlsx/"), SHEET),
    "cadres:personnel-call-xlsx": (Place("/can-bo/ra-soat/{review_call}/tai/xlsx/"), SHEET),
    "cadres:personnel-file": (Place("/can-bo/ra-soat/phieu/{review_form}/tai/pdf/"), "application/pdf"),
    "cadres:report-file": (Place("/can-bo/don-vi/ha-noi/ket-luan-07-08/tai/pdf/"), "application/pdf"),
    "cadres:training-xlsx": (Place("/can-bo/dao-tao/da-hoc/tai/xlsx/?don-vi=xa-09694"), SHEET),
    "cadres:xlsx": (Place("/can-bo/tai/xlsx/"), SHEET),
    "conferences:file": (Place("/hoi-nghi/{conference}/tai/bien-ban/pdf/"), "application/pdf"),
    "conferences:list-file": (Place("/hoi-nghi/tai/xlsx/"), SHEET),
    "conferences:letter": (Place("/hoi-nghi/{conference}/khach-moi/{invitee}/giay-moi/pdf/"), "application/pdf"),
    "dialogues:questions-file": (Place("/lam-viec/doi-thoai/cau-hoi/tai/xlsx/"), SHEET),
    "dialogues:report": (Place("/lam-viec/doi-thoai/{dialogue}/tai/pdf/"), "application/pdf"),
    "campaigns:list-file": (Place("/chien-dich/tai/xlsx/"), SHEET),
    "campaigns:volunteers-file": (Place("/tinh-nguyen/so/tai/csv/"), "text/csv; charset=utf-8"),
    "campaigns:weeks-file": (Place("/chien-dich/{campaign}/tuan/xlsx/"), SHEET),
    "courses:clubs-file": (Place("/lop-hoc/cau-lac-bo/tai/xlsx/", "tan-linh"), SHEET),
    "courses:download": (Place("/lop-hoc/tai/csv/", "tan-linh"), "text/csv; charset=utf-8"),
    "courses:figures-file": (Place("/lop-hoc/tong-hop/tai/"), SHEET),
    "courses:papers": (Place("/lop-hoc/{klass}/giay-chung-nhan/", "tan-linh"), "application/pdf"),
    "courses:referrals-file": (Place("/lop-hoc/bao-ve-tre-em/tai/xlsx/", "tan-linh"), SHEET),
    "courses:roll": (Place("/lop-hoc/{klass}/danh-sach/", "tan-linh"), SHEET),
    "support:cares-file": (Place("/ho-tro/cong-nhan/tai/xlsx/", "tan-linh"), SHEET),
    "support:cases-file": (Place("/ho-tro/tu-van/tai/csv/", "tan-linh"), "text/csv; charset=utf-8"),
    "support:groups-file": (Place("/ho-tro/vay-von/tai/xlsx/", "tan-linh"), SHEET),
    "support:partners-file": (Place("/ho-tro/doi-tac/tai/xlsx/", "tan-linh"), SHEET),
    "support:placements-file": (Place("/ho-tro/gioi-thieu/tai/xlsx/", "tan-linh"), SHEET),
    "support:projects-file": (Place("/ho-tro/khoi-nghiep/tai/xlsx/", "tan-linh"), SHEET),
    "support:sessions-file": (Place("/ho-tro/buoi-tu-van/tai/xlsx/", "tan-linh"), SHEET),
    "directives:book-file": (Place("/van-ban/so/ha-noi/tai/xlsx/"), SHEET),
    "directives:cascade-file": (Place("/van-ban/{directive}/trien-khai/tai/xlsx/"), SHEET),
    "directives:register-file": (Place("/van-ban/tai/xlsx/"), SHEET),
    "figures:download": (Place("/so-lieu/tai/csv/?mat=2&ky=2018"), "text/csv; charset=utf-8"),
    "figures:sql": (Place("/so-lieu/sql/?cs=trees_planted&ky=2018"), "text/plain; charset=utf-8"),
    "home:sitemap-open": (Place("/so-do-trang-mo.xml", None), "application/xml; charset=utf-8"),
    "home:usage-file": (Place("/don-vi/su-dung/tai/xlsx/"), SHEET),
    "activities:movements-file": (Place("/hoat-dong/phong-trao/tai/xlsx/?nam=2020"), SHEET),
    "learning:library-file": (Place("/hoc-tap/tai/xlsx/"), SHEET),
    "learning:quizzes-file": (Place("/hoc-tap/trac-nghiem/tai/csv/"), "text/csv; charset=utf-8"),
    "media:channels-file": (Place("/truyen-thong/tai/xlsx/"), SHEET),
    "media:items-file": (Place("/truyen-thong/bai/tai/csv/"), "text/csv; charset=utf-8"),
    "media:series-file": (Place("/truyen-thong/tuyen-bai/tai/xlsx/"), SHEET),
    "programmes:projects-file": (Place("/chuong-trinh/du-an/tai/xlsx/"), SHEET),
    "residence:turn-out-file": (Place("/noi-cu-tru/tham-gia/ha-noi/tai/xlsx/"), SHEET),
    "ledger:download": (Place("/so-viec/tai/csv/?chi-so=trees_planted"), "text/csv; charset=utf-8"),
    "keeping:fee-arrears-file": (Place("/doan-vien/doan-phi/xa-09694-do-tram/con-no/tai/", "chi-doan"), SHEET),
    "keeping:fee-book-file": (Place("/doan-vien/doan-phi/xa-09694-do-tram/so-thu/tai/", "chi-doan"), SHEET),
    "people:composition-file": (Place("/doan-vien/co-cau/tai/"), SHEET),
    "people:intake-template": (Place("/doan-vien/nhap/mau/"), SHEET),
    "own:download": (Place("/cua-toi/du-lieu/tai/json/", "doan-vien"), "application/json; charset=utf-8"),
    "organisation:bloc-file": (Place("/don-vi/khoi-thi-dua/{bloc}/tai/xlsx/"), SHEET),
    "organisation:supports-file": (Place("/don-vi/ho-tro/tai/xlsx/"), SHEET),
    "organisation:branches-file": (Place("/don-vi/chi-doan/tai/xlsx/?don-vi=xa-09694"), SHEET),
    "organisation:initiatives-file": (Place("/don-vi/ba-chu-dong/tai/xlsx/"), SHEET),
    "organisation:ratings-file": (Place("/don-vi/xep-loai/tai/xlsx/?don-vi=xa-09694"), SHEET),
    "organisation:weak-file": (Place("/don-vi/yeu/tai/xlsx/?don-vi=xa-09694"), SHEET),
    "people:register-download": (Place("/doan-vien/tai/csv/"), "text/csv; charset=utf-8"),
    "tasks:backlog-file": (Place("/nhiem-vu/con-lai/tai/xlsx/?don-vi=ha-noi"), SHEET),
    "tasks:list-file": (Place("/nhiem-vu/tai/csv/"), "text/csv; charset=utf-8"),
    "programmes:list-file": (Place("/chuong-trinh/tai/xlsx/"), SHEET),
    "programmes:plan-file": (Place("/chuong-trinh/ke-hoach/ha-noi/tai/pdf/"), "application/pdf"),
    "registers:advice-file": (Place("/tham-muu/tai/xlsx/"), SHEET),
    "registers:coordination-file": (Place("/tham-muu/phoi-hop/tai/xlsx/"), SHEET),
    "registers:visits-file": (Place("/tham-muu/di-co-so/tai/xlsx/"), SHEET),
    "targets:balance-file": (Place("/chi-tieu/{target}/phan-bo/ha-noi/tai/xlsx/"), SHEET),
    "editions:file": (Place("/bao-cao/{report}/ban/2/bao-cao.xlsx"), SHEET),
    "reports:call-file": (Place("/bao-cao/dot/{report_call}/tai/xlsx/"), SHEET),
    "reports:calls-file": (Place("/bao-cao/tai/csv/"), "text/csv; charset=utf-8"),
    "reports:form-xlsx": (Place("/bao-cao/mau/{report_form}/tai/"), SHEET),
    "residence:download": (Place("/noi-cu-tru/tai/csv/"), "text/csv; charset=utf-8"),
    "residence:report-file": (Place("/noi-cu-tru/bao-cao/ha-noi/tai/xlsx/"), SHEET),
    "reviews:limit-register-file": (Place("/so-ket/han-che/tai/xlsx/"), SHEET),
    "reviews:proposal-register-file": (Place("/so-ket/kien-nghi/tai/xlsx/"), SHEET),
    "reviews:round-file": (Place("/so-ket/ra-soat/dot/{round}/tai/xlsx/"), SHEET),
    "reviews:bloc-file": (Place(BLOC_REVIEW + "khoi/tai/xlsx/", "khoi-003"), SHEET),
    "reviews:compare-file": (
        Place("/so-ket/so-sanh/tai/xlsx/?a=ha-noi/giua-nhiem-ky-2017-2020&b=ha-noi/nam-2022"),
        SHEET,
    ),
    "reviews:directive-file": (Place(REVIEW + "van-ban/{under_review}/tai/docx/"), DOCX),
    "reviews:office-file": (Place(OFFICE_REVIEW + "co-quan/tai/xlsx/", "co-quan-004"), SHEET),
    "reviews:download": (Place(REVIEW + "tai/xlsx/"), SHEET),
    "reviews:template-file": (Place("/so-ket/mau-word/ha-noi/tep/vi-du/"), DOCX),
    "works:drive-report": (Place("/cuu-tro/{drive}/bao-cao/"), SHEET),
    "works:drives-file": (Place("/cuu-tro/tai/xlsx/"), SHEET),
    "works:houses-file": (Place("/nha-nhan-ai/tai/xlsx/"), SHEET),
    "works:list-file": (Place("/cong-trinh/tai/csv/"), "text/csv; charset=utf-8"),
}
# Addresses that lead elsewhere: the switch of language, what only a form may ask for, another's page.
OTHERS = {"set_language", "accounts:sign-out"}
# What only a code, a form or a member's own phone asks for: tests/activities/pages/test_presence.py, test_work.py.
OTHERS |= {
    f"activities:{name}"
    for name in (
        "certificate", "check-in", "guardian-paper", "guardians", "here", "roll-call-code", "roll-call-csv",
        "roll-call-people", "take-along",
    )
}  # fmt: skip
# For the browser itself: the service worker, what an installed application is called, who is signed in.
OTHERS |= {"ui:manifest", "ui:session", "ui:worker"}
OTHERS |= {"learning:check-undo", "learning:sign", "media:item-undo", "organisation:bloc-product"}
OTHERS |= {"ledger:own-close", "ledger:own-remove", "ledger:own-rename", "organisation:bloc-product-remove"}
# Asked for by a button only, or the file of a paper that somebody sent: tests/conferences/test_pages.py.
OTHERS |= {"conferences:conclude", "conferences:hold", "conferences:paper-file", "conferences:unhold"}
# A button, and files that somebody sent: tests/reviews/test_{limits,proposals,appraisals}.py.
OTHERS |= {"reviews:appraisal-paper", "reviews:limit-file", "reviews:proposal-to-session"}
# A button, and what leads to a bloc's review: tests/reviews/test_{subscribing,blocs}.py.
OTHERS |= {"reviews:of-bloc", "reviews:stop-following"}
# A document or an extract is there once somebody asked for it: tests/reviews/test_exports_documents.py.
OTHERS |= {f"reviews:{name}" for name in ("document-file", "document-make", "document-progress", "extract-drop")}
OTHERS |= {f"reviews:{name}" for name in ("extract-file", "extract-new", "template-take-back")}
# Buttons of a review's words: tests/reviews/test_{content_pages,drafting,opening_pages}.py.
OTHERS |= {f"reviews:{name}" for name in ("draft", "edit-task", "remove", "section", "step-task")}
# Asked for by a button only: tests/reporting/test_call_pages.py.
OTHERS |= {"reports:call-close", "reports:remind"}
# Of a report that is done nothing can be changed: tests/reporting/test_report_pages.py goes all its ways.
OTHERS |= {f"reports:{name}" for name in ("delegation-end", "line", "return", "section", "step")}
# Nothing is being written, and nobody has signed with a certificate: tests/reporting/test_editions.py does both.
OTHERS |= {f"editions:{name}" for name in ("signature", "draft")}
# About something the demonstration has none of, or that only a form asks for: the tests of their floor make it first.
OTHERS |= {
    *(f"directives:{name}" for name in ("acknowledge", "file", "task", "unlink")),
    *(
        f"targets:{name}"
        for name in ("adopt", "answer", "by-hand", "decide", "decide-run", "drop", "drop-sharing", "from-clause")
    ),
    *("targets:accept", "targets:own-figure", "targets:propose", "progress:run", "targets:drop-judging"),
    *(f"programmes:{name}" for name in ("answer", "drop", "drop-item", "drop-milestone", "drop-theme", "reach")),
    *("programmes:unlink", "results:take-back-resource", "reviews:sign-audit"),
    # The calendar's address is secret; the rest is asked for by a button, or shows a file that somebody sent.
    *("calendar", "sessions:file", "dialogues:file"),
    *(f"tasks:{name}" for name in ("file", "make-calendar", "milestone", "open-notice", "read", "revoke-calendar")),
    *("keeping:confirm-guardian", "keeping:erase", "keeping:proof", "keeping:take-account-off"),
    *("keeping:cancel-receipt", "keeping:receipt-paper", "own:receipt-paper"),
    *("activities:answer-joint", "activities:calendar-feed"),
    *("activities:members-day", "keeping:revoke-card", "own:lock-card", "own:photo", "own:withdraw"),
    *(
        f"cadres:{name}"
        for name in ("back", "close", "drop", "end", "extend", "give-check", "move", "place", "session", "take-back")
    ),
    *("keeping:fee-closing-paper", "keeping:reopen-fees"),
    *(f"cadres:{name}" for name in ("course-person", "course-withdraw", "personnel-call-off", "training-settle")),
    *(f"organisation:bloc-{name}" for name in ("contract-file", "progress", "score", "unrank")),
    "organisation:support",
    *("cadres:withdraw", "people:admission-step", "people:cancel", "people:change-sensitive", "people:close-admission"),
    *("people:duplicate-apart", "people:duplicate-pair", "people:merge-part"),
    *(f"people:intake{name}" for name in ("", "-columns", "-drop", "-problems", "-progress", "-take-back", "-write")),
    *(f"people:{name}" for name in ("decline", "deed", "event-paper", "photo", "receive", "sensitive")),
    "organisation:answer",
    "organisation:decision",
    "organisation:waiting",
    *("people:take-back-fee", "people:take-back-rating", "people:transfer", "people:transfer-paper"),
    # Its id is told to nobody who reads the ids below: only the two units see it.
    "reporting:reading",
    # Buttons, a file, and what is of a table that was written only: tests/reporting/test_tables.py.
    *(f"tables:{name}" for name in ("again", "drop", "faults", "progress", "take-back", "write")),
    *("residence:request", "residence:send-back", "residence:undo"),
    *("people:undo-event", "people:vote-paper"),
    # Asked for by a button; a photo or a decision that somebody sent; a line of a log.
    *(f"campaigns:{name}" for name in ("choose", "close", "decline", "guardian", "safety", "sign-up", "withdraw")),
    *(
        "campaigns:team-leave",
        "works:document",
        "works:household",
        "works:house-photo",
        "works:move-undo",
        "works:photo",
    ),
}
# Three lines for search engines: tests/home/test_robots.py.
OTHERS |= {"home:robots", "home:sitemap"}
# What only a button asks for, or what only those read who keep restricted books: the tests of their floors ask.
OTHERS |= {
    *(f"courses:{name}" for name in ("club-leaves", "club-undo", "learner-step", "meeting-drop", "revoke", "sign")),
    *(
        "courses:referral-step",
        "support:care-undo",
        "support:case-step",
        "support:repayment-undo",
        "support:session-undo",
    ),
}
PAGES, PARTS, FILES = PAGES | OF_NEWS, PARTS | PARTS_OF_NEWS, FILES | FILES_OF_NEWS
OTHERS |= OTHERS_OF_NEWS
PAGES, FILES = PAGES | OF_COMMENDATIONS, FILES | FILES_OF_COMMENDATIONS
OTHERS |= OTHERS_OF_COMMENDATIONS
PAGES, FILES, OTHERS = PAGES | OF_IDEAS, FILES | FILES_OF_IDEAS, OTHERS | OTHERS_OF_IDEAS
PAGES, FILES, OTHERS = PAGES | OF_CONTESTS, FILES | FILES_OF_CONTESTS, OTHERS | OTHERS_OF_CONTESTS
PAGES, FILES, OTHERS = PAGES | OF_CONGRESS, FILES | FILES_OF_CONGRESS, OTHERS | OTHERS_OF_CONGRESS
PAGES, FILES, OTHERS = PAGES | OF_OPINION, FILES | FILES_OF_OPINION, OTHERS | OTHERS_OF_OPINION


def names(resolver: object = None, before: str = "") -> Iterator[str]:
    """The name of every address of the application, `floor:name`."""
    from django.urls import URLPattern, get_resolver

    for entry in (resolver or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        if isinstance(entry, URLPattern):
            yield f"{before}{entry.name}"
        else:
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else before)
