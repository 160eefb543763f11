"""The bank of ideas and the register of initiatives."""

from tests.journeys.place import Place

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_IDEAS: dict[str, tuple[Place, ...]] = {
    "ideas:confirm": (Place("/y-tuong/xac-nhan/khong-dung/", None, 404),),
    "ideas:desk": (
        Place("/y-tuong/so/{idea}/"),
        Place("/y-tuong/so/{idea_sent}/", "tan-linh"),
        Place("/y-tuong/so/{idea}/", "doan-vien", 404),
    ),
    "ideas:figures": (Place("/y-tuong/tong-hop/"), Place("/y-tuong/tong-hop/?nam=1999", "tan-linh")),
    "ideas:idea": (Place("/y-tuong/{idea}/", None), Place("/y-tuong/{idea}/", "doan-vien")),
    "ideas:initiative": (
        Place("/y-tuong/sang-kien/{initiative}/"),
        Place("/y-tuong/sang-kien/{initiative_waits}/", "tan-linh"),
    ),
    "ideas:initiative-new": (Place("/y-tuong/sang-kien/ghi/xa-09694/", "tan-linh"),),
    "ideas:initiative-step": (
        Place("/y-tuong/sang-kien/{initiative_waits}/giay/", "tan-linh"),
        Place("/y-tuong/sang-kien/{initiative_waits}/sua/", "tan-linh"),
    ),
    "ideas:initiatives": (Place("/y-tuong/sang-kien/"), Place("/y-tuong/sang-kien/?q=khong+co+sang+kien", "tan-linh")),
    "ideas:list": (
        Place("/y-tuong/", None),
        Place("/y-tuong/", "doan-vien"),
        Place("/y-tuong/?q=khong+co+y+nay", None),
    ),
    "ideas:own": (Place("/y-tuong/cua-toi/", "doan-vien"), Place("/y-tuong/cua-toi/", "tan-linh")),
    "ideas:record": (Place("/y-tuong/so/ghi/xa-09694/", "tan-linh"),),
    "ideas:register": (Place("/y-tuong/so/"), Place("/y-tuong/so/?q=khong+co+y+nay&loai=union", "tan-linh")),
    "ideas:send": (Place("/y-tuong/gui/", None), Place("/y-tuong/gui/", "doan-vien")),
    "ideas:slip": (Place("/y-tuong/ma/khong-dung/", None, 404),),
    "ideas:step": (
        Place("/y-tuong/so/{idea_sent}/trung/", "tan-linh"),
        Place("/y-tuong/so/{idea_judged}/cham/", "tan-linh"),
        Place("/y-tuong/so/{idea_chosen}/thuc-hien/", "tan-linh"),
    ),
    "ideas:vote": (Place("/y-tuong/{idea}/ung-ho/", None), Place("/y-tuong/{idea}/ung-ho/", "doan-vien")),
}
FILES_OF_IDEAS: dict[str, tuple[Place, str]] = {
    "ideas:figures-file": (Place("/y-tuong/tong-hop/tai/xlsx/"), _SHEET),
    "ideas:initiative-file": (Place("/y-tuong/sang-kien/{initiative}/tep/giay/"), "text/plain"),
    "ideas:initiatives-file": (Place("/y-tuong/sang-kien/tai/csv/"), "text/csv; charset=utf-8"),
    "ideas:register-file": (Place("/y-tuong/so/tai/xlsx/"), _SHEET),
}
# What a button asks for, and a file that one step keeps: tests/ideas/test_ideas.py.
OTHERS_OF_IDEAS = {"ideas:backing-undo", "ideas:proof", "ideas:withdraw"}
OPEN_IDEAS = {"ideas:confirm", "ideas:idea", "ideas:list", "ideas:send", "ideas:slip", "ideas:vote"}
