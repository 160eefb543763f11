"""Contests: what everybody may open, the desk, the jury's bench."""

from tests.journeys.place import Place

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OF_CONTESTS: dict[str, tuple[Place, ...]] = {
    "contests:list": (Place("/cuoc-thi/", None), Place("/cuoc-thi/?q=khong+co+cuoc+nay"), Place("/cuoc-thi/")),
    "contests:contest": (Place("/cuoc-thi/{contest}/", None), Place("/cuoc-thi/{contest_over}/")),
    "contests:enter": (
        Place("/cuoc-thi/{contest}/du-thi/", None),
        Place("/cuoc-thi/{contest}/du-thi/", "doan-vien"),
        Place("/cuoc-thi/{contest_over}/du-thi/", None),
    ),
    "contests:vote": (
        Place("/cuoc-thi/vong/{contest_vote}/binh-chon/", None),
        Place("/cuoc-thi/vong/{contest_vote}/binh-chon/", "tan-linh"),
    ),
    "contests:own-work": (Place("/cuoc-thi/bai/khong-co-bai-nay/", None, 404),),
    "contests:judging": (Place("/cuoc-thi/cham/", "tan-linh"), Place("/cuoc-thi/cham/")),
    "contests:judge": (Place("/cuoc-thi/cham/{contest_jury}/", "tan-linh"),),
    "contests:mark": (Place("/cuoc-thi/cham/{contest_jury}/{contest_number}/", "tan-linh"),),
    "contests:register": (Place("/cuoc-thi/so/"), Place("/cuoc-thi/so/?q=khong+co+cuoc+nay")),
    "contests:new": (Place("/cuoc-thi/so/lap/ha-noi/"),),
    "contests:desk": (
        Place("/cuoc-thi/so/{contest}/"),
        Place("/cuoc-thi/so/{contest_over}/"),
        Place("/cuoc-thi/so/{contest_draft}/"),
    ),
    "contests:step": (
        Place("/cuoc-thi/so/{contest_draft}/sua/"),
        Place("/cuoc-thi/so/{contest_draft}/mo/"),
        Place("/cuoc-thi/so/{contest}/vong/"),
        Place("/cuoc-thi/so/{contest}/giam-khao/"),
    ),
    "contests:works": (Place("/cuoc-thi/so/{contest}/bai/"), Place("/cuoc-thi/so/{contest}/bai/?q=khong+co+bai+nay")),
    "contests:work": (Place("/cuoc-thi/so/bai/{contest_work}/"),),
    "contests:work-step": (
        Place("/cuoc-thi/so/bai/{contest_work}/gat/"),
        Place("/cuoc-thi/so/bai/{contest_work}/y-tuong/"),
    ),
    "contests:round": (Place("/cuoc-thi/so/vong/{contest_jury}/"), Place("/cuoc-thi/so/vong/{contest_final}/")),
    "contests:round-step": (Place("/cuoc-thi/so/vong/{contest_vote}/ma/"),),
    "contests:close": (Place("/cuoc-thi/so/vong/{contest_jury}/ket-qua/bien-ban/"),),
    "contests:award-back": (Place("/cuoc-thi/so/giai/{contest_award}/thu-lai/"),),
    "contests:propose": (Place("/cuoc-thi/so/{contest_over}/khen-thuong/"),),
}
FILES_OF_CONTESTS: dict[str, tuple[Place, str]] = {
    "contests:register-file": (Place("/cuoc-thi/so/tai/xlsx/"), _SHEET),
    "contests:minutes-file": (
        Place("/cuoc-thi/so/vong/{contest_final}/bien-ban/1/docx/"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "contests:works-file": (Place("/cuoc-thi/so/{contest}/bai/tai/csv/"), "text/csv; charset=utf-8"),
}
# Their addresses are of rows the demonstration names nowhere, or say nothing but one form: tests/contests.
OTHERS_OF_CONTESTS = {
    f"contests:{name}"
    for name in (
        "award-new",
        "file",
        "guardian",
        "judge-works",
        "juror-chair",
        "juror-drop",
        "own-file",
        "round-works",
        "rules-file",
    )
}
OPEN_CONTESTS = {f"contests:{name}" for name in ("contest", "enter", "list", "own-work", "vote")}
