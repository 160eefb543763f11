"""The portal, its desk, and the human check that stands in forms anybody may send."""

from tests.journeys.place import Place

ARTICLE = "/tin/thanh-doan/{article}/hoi-nghi-danh-gia-giua-nhiem-ky-minh-hoa/"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_NEWS: dict[str, tuple[Place, ...]] = {
    "news:portal": (Place("/tin/thanh-doan/", None), Place("/tin/thanh-doan/?q=khong+co+bai+nay", None)),
    "news:category": (Place("/tin/thanh-doan/muc/3-phong-trao/", None),),
    "news:tag": (Place("/tin/thanh-doan/the/so-ket/", None),),
    "news:article": (Place(ARTICLE, None), Place(ARTICLE)),
    "news:article-print": (Place(f"{ARTICLE}in/", None),),
    "news:figure": (Place(f"{ARTICLE}so/1/", None), Place(f"{ARTICLE}so/1/")),
    "news:comment": (Place(f"{ARTICLE}binh-luan/", None),),
    "news:comment-confirm": (Place("/tin/thu/khong-dung/", None),),
    "news:desk": (Place("/toa-soan/"), Place("/toa-soan/?q=khong+co", "tan-linh")),
    "news:desk-article": (
        Place("/toa-soan/bai/{article}/"),
        Place("/toa-soan/bai/{article_waiting}/"),
        Place("/toa-soan/bai/{article_waiting}/", "tan-linh"),
    ),
    "news:version": (Place("/toa-soan/bai/{article}/ban/1/"),),
    "news:step": (
        Place("/toa-soan/bai/{article}/dinh-chinh/"),
        Place("/toa-soan/bai/{article_waiting}/duyet/"),
        Place("/toa-soan/bai/{article}/go/"),
    ),
    "news:write": (Place("/toa-soan/viet/xa-09694/", "tan-linh"),),
    "news:place": (Place("/toa-soan/bai/{article_waiting}/anh/"),),
    "news:figure-place": (Place("/toa-soan/bai/{article_waiting}/so/"),),
    "news:pictures": (Place("/toa-soan/anh/"),),
    "news:picture-add": (Place("/toa-soan/anh/them/xa-09694/", "tan-linh"),),
    "news:picture-change": (Place("/toa-soan/anh/{picture}/", "tan-linh"),),
    "news:picture-from-activity": (Place("/toa-soan/anh/tu-hoat-dong/{shown}/"),),
    "news:comments": (Place("/toa-soan/binh-luan/"),),
    "news:comment-decide": (Place("/toa-soan/binh-luan/{comment}/"),),
    "news:portals": (Place("/toa-soan/cong/"), Place("/toa-soan/cong/", "tan-linh")),
    "news:portal-new": (Place("/toa-soan/cong/lap/xa-09694/", "tan-linh"),),
    "news:portal-change": (Place("/toa-soan/cong/thanh-doan/"),),
    "news:category-new": (Place("/toa-soan/cong/thanh-doan/muc/"),),
    "news:category-change": (Place("/toa-soan/cong/thanh-doan/muc/{section}/"),),
}
PARTS_OF_NEWS: dict[str, Place] = {"ui:human-check": Place("/xac-nhan/", None)}
FILES_OF_NEWS: dict[str, tuple[Place, str]] = {
    "news:atom": (Place("/tin/thanh-doan/nguon.atom", None), "application/atom+xml; charset=utf-8"),
    "news:sitemap": (Place("/tin/thanh-doan/so-do.xml", None), "application/xml; charset=utf-8"),
    "news:picture": (Place("/tin/anh/{picture}/", None), "image/jpeg"),
    "news:picture-small": (Place("/tin/anh/{picture}/nho/", None), "image/jpeg"),
    "news:desk-picture-file": (Place("/toa-soan/anh/{picture}/tep/"), "image/jpeg"),
    "news:desk-file": (Place("/toa-soan/tai/xlsx/"), SHEET),
    "news:pictures-file": (Place("/toa-soan/anh/tai/csv/"), "text/csv; charset=utf-8"),
    "news:comments-file": (Place("/toa-soan/binh-luan/tai/csv/"), "text/csv; charset=utf-8"),
}
# The first leads on to the one portal there is, the second is a button; the address of a picture to copy digits from
# holds a question that was just asked: tests/news/test_news.py, tests/ui/test_human_check.py.
OTHERS_OF_NEWS = {
    "news:category-drop",
    "news:front",
    "news:take-out",
    "news:figure-out",
    "ui:human-picture",
    "ui:human-sound",
}
OPEN_NEWS = {
    "ui:human-check",
    *(
        f"news:{name}"
        for name in ("article", "article-print", "atom", "category", "comment", "comment-confirm", "figure")
    ),
    *(f"news:{name}" for name in ("picture", "picture-small", "portal", "sitemap", "tag")),
}
