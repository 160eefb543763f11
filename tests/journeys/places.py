"""Every address of the application, with somebody who may open it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import APIRequestContext

REVIEW = "/so-ket/ha-noi/giua-nhiem-ky-2017-2020/"
PINNED = "Tết trồng cây “Đời đời nhớ ơn Bác Hồ”"


@dataclass(frozen=True)
class Place:
    """An address and who goes there; `{activity}` and the like stand for ids that the demonstration gives out."""

    path: str
    username: str | None = "thanh-doan"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path}-{self.username}"


def of_people(name: str) -> bool:
    """Whether an address of this name is about people, posts and units: nearly half of all."""
    return name.partition(":")[0] in OF_PEOPLE


OF_PEOPLE = {"cadres", "card", "keeping", "open-account", "organisation", "own", "people", "residence"}
# Whole pages, by the name of their address; more than one where a page has faces of its own.
PAGES: dict[str, tuple[Place, ...]] = {
    "accounts:password": (Place("/doi-mat-khau/", "doan-vien"),),
    "accounts:sign-in": (Place("/dang-nhap/", None),),
    "activities:activity": (Place("/hoat-dong/{shown}/"), Place("/hoat-dong/{recorded}/", "tan-linh")),
    "activities:cancel": (Place("/hoat-dong/{recorded}/huy/"),),
    "activities:document": (Place("/hoat-dong/{recorded}/bo-sung/"),),
    "activities:list": (Place("/hoat-dong/"), Place("/hoat-dong/?q=khong-co-viec-nay&trang-thai=verified")),
    "activities:members-days": (Place("/ngay-doan-vien/"), Place("/ngay-doan-vien/?nam=2018", "chi-doan")),
    "activities:record": (
        Place("/ghi-viec/?loai=tree_planting", "tan-linh"),
        Place("/ghi-viec/"),
        Place("/ghi-viec/", "quan-tri"),
    ),
    "activities:study": (
        Place("/ghi-viec/hoc-tap/?don-vi=xa-09694&ngay=22/11/2025&doi-tuong=members&doi-tuong=cadres", "tan-linh"),
        Place("/ghi-viec/hoc-tap/?don-vi=khong+co&ngay=mai"),
        Place("/ghi-viec/hoc-tap/", "kiem-tra", 403),
    ),
    "activities:verify": (Place("/hoat-dong/{recorded}/xac-minh/", "kiem-tra"),),
    "cadres:alerts": (Place("/can-bo/canh-bao/"),),
    "cadres:cadre": (Place("/can-bo/nguoi/{cadre}/"),),
    "cadres:course": (Place("/can-bo/dao-tao/{course}/"),),
    "cadres:course-certificates": (Place("/can-bo/dao-tao/{course}/chung-chi/"),),
    "cadres:course-correct": (Place("/can-bo/dao-tao/{course}/sua/"),),
    "cadres:course-new": (Place("/can-bo/don-vi/ha-noi/dao-tao/"),),
    "cadres:course-people": (Place("/can-bo/dao-tao/{course}/nguoi/"),),
    "cadres:course-session": (Place("/can-bo/dao-tao/{course}/buoi/"),),
    "cadres:courses": (Place("/can-bo/dao-tao/"), Place("/can-bo/dao-tao/?nam=2019", "chi-doan")),
    "cadres:form": (Place("/can-bo/don-vi/ha-noi/lap-co-quan/"),),
    "cadres:give": (Place("/can-bo/don-vi/ha-noi/giao-chuc-vu/"),),
    "cadres:left": (Place("/can-bo/noi-den/"),),
    "cadres:personnel": (Place("/can-bo/ra-soat/"), Place("/can-bo/ra-soat/", "tan-linh")),
    "cadres:personnel-ask": (Place("/can-bo/don-vi/ha-noi/ra-soat/"),),
    "cadres:personnel-call": (Place("/can-bo/ra-soat/{review_call}/"),),
    "cadres:personnel-form": (Place("/can-bo/ra-soat/phieu/{review_form}/", "tan-linh"),),
    "cadres:plan": (Place("/can-bo/don-vi/ha-noi/quy-hoach/"),),
    "cadres:planning": (Place("/can-bo/quy-hoach/"),),
    "cadres:qualify": (Place("/can-bo/nguoi/{cadre}/van-bang/"),),
    "cadres:rate": (Place("/can-bo/nguoi/{cadre}/xep-loai/"),),
    "cadres:register": (Place("/can-bo/"), Place("/can-bo/", "chi-doan")),
    "cadres:report": (Place("/can-bo/don-vi/ha-noi/ket-luan-07-08/"),),
    "cadres:second": (Place("/can-bo/nguoi/{cadre}/cu-di/"),),
    "cadres:training": (Place("/can-bo/dao-tao/da-hoc/?don-vi=xa-09694"),),
    "cadres:unit": (Place("/can-bo/don-vi/ha-noi/"),),
    "dialogues:answer": (Place("/lam-viec/doi-thoai/cau-hoi/{question}/tra-loi/"),),
    "dialogues:change": (Place("/lam-viec/doi-thoai/cau-hoi/{question}/sua/"),),
    "dialogues:correct": (Place("/lam-viec/doi-thoai/{dialogue}/sua/"),),
    "dialogues:dialogue": (
        Place("/lam-viec/doi-thoai/{dialogue}/"),
        Place("/lam-viec/doi-thoai/{dialogue}/", "tan-linh"),
    ),
    "dialogues:enter": (Place("/lam-viec/doi-thoai/moi/"), Place("/lam-viec/doi-thoai/moi/", "kiem-tra", 403)),
    "dialogues:group": (Place("/lam-viec/doi-thoai/{dialogue}/gom-nhom/"),),
    "dialogues:leave-out": (Place("/lam-viec/doi-thoai/cau-hoi/{question}/gat-ra/"),),
    "dialogues:list": (Place("/lam-viec/doi-thoai/"), Place("/lam-viec/doi-thoai/?q=khong+co+buoi+nay")),
    "dialogues:note": (Place("/lam-viec/doi-thoai/{dialogue}/ghi-cau-hoi/"),),
    "dialogues:promise": (Place("/lam-viec/doi-thoai/cau-hoi/{question}/hen/"),),
    "dialogues:question": (Place("/lam-viec/doi-thoai/cau-hoi/{question}/"),),
    "dialogues:questions": (
        Place("/lam-viec/doi-thoai/cau-hoi/"),
        Place("/lam-viec/doi-thoai/cau-hoi/?tinh-trang=tre&q=khong+co+cau+nay"),
    ),
    "ask": (Place("/hoi/{asking}/", None), Place("/hoi/khong-dung/", None, 404)),
    "slip": (Place("/cau-hoi/khong-dung/", None, 404),),
    "campaigns:call": (Place("/tinh-nguyen/{call}/", "doan-vien"), Place("/tinh-nguyen/{call}/", "chi-doan")),
    "campaigns:call-new": (Place("/chien-dich/{campaign}/goi/", "chi-doan"),),
    "campaigns:calls": (Place("/tinh-nguyen/", "doan-vien"), Place("/tinh-nguyen/?q=khong+co+viec", "chi-doan")),
    "campaigns:campaign": (Place("/chien-dich/{campaign}/"), Place("/chien-dich/{campaign}/", "chi-doan")),
    "campaigns:list": (Place("/chien-dich/"), Place("/chien-dich/?q=khong+co&nam=nam+nay")),
    "campaigns:own": (Place("/tinh-nguyen/cua-toi/", "doan-vien"), Place("/tinh-nguyen/cua-toi/")),
    "campaigns:set-up": (Place("/chien-dich/lap/{adapted}/"),),
    "campaigns:team": (Place("/chien-dich/doi/{team}/", "chi-doan"),),
    "campaigns:team-link": (Place("/chien-dich/doi/{team}/hoat-dong/", "chi-doan"),),
    "campaigns:team-new": (Place("/chien-dich/{campaign}/lap-doi/", "chi-doan"),),
    "campaigns:team-people": (Place("/chien-dich/doi/{team}/nguoi/", "chi-doan"),),
    "campaigns:volunteers": (Place("/tinh-nguyen/so/"), Place("/tinh-nguyen/so/?q=khong+co+ai", "chi-doan")),
    "directives:book": (Place("/van-ban/so/ha-noi/?nam=2026"),),
    "directives:cascade": (Place("/van-ban/{directive}/trien-khai/"),),
    "directives:correct": (Place("/van-ban/{directive}/sua/"),),
    "directives:directive": (Place("/van-ban/{directive}/"), Place("/van-ban/{directive}/", "tan-linh")),
    "directives:enter": (Place("/van-ban/ghi/"), Place("/van-ban/ghi/", "kiem-tra", 403)),
    "directives:link": (Place("/van-ban/{directive}/noi/"),),
    "directives:numbering": (Place("/van-ban/so/ha-noi/danh-so/"),),
    "directives:receive": (Place("/van-ban/{directive}/nhan/", "tan-linh"),),
    "directives:register": (Place("/van-ban/"), Place("/van-ban/?q=khong+co+van+ban+nay&ngay=hom+qua")),
    "directives:send": (Place("/van-ban/{directive}/gui/"),),
    "directives:tasks": (Place("/van-ban/nhiem-vu/ha-noi/"),),
    "figures:explorer": (
        Place("/so-lieu/"),
        Place("/so-lieu/?mat=2&chia=truc-thuoc&ky=2018;2019&ban-do=2020-06-30&ss=chi-tieu&ss=nam-truoc"),
        Place(
            "/so-lieu/?cs=trees_planted&cs=youth_works&ky=2018-2019&theo=quy&chia=truc-thuoc&ban-do=30/06/2020&cot=ky"
        ),
        Place("/so-lieu/?so=trees_planted&mo=xa-cu-09694&nam=2019&ban-do=2020-06-30"),
        Place("/so-lieu/?cs=trees_planted&ky=bao+gio&dv=khong+co"),
        Place("/so-lieu/?cs=trees_planted&dv=ha-noi", "tan-linh", 403),
    ),
    "home:search": (Place("/tim/?q=suoi+hai"), Place("/tim/?q=khong+co+ai"), Place("/tim/")),
    "home:usage": (
        Place("/don-vi/su-dung/"),
        Place("/don-vi/su-dung/?loai=branch&chua=ghi", "tan-linh"),
        Place("/don-vi/su-dung/?don-vi=khong+co"),
    ),
    "home:workbench": (
        Place("/viec-cua-toi/"),
        Place("/viec-cua-toi/", "tan-linh"),
        Place("/viec-cua-toi/", "trung-uong"),
    ),
    "card": (Place("/the/ABCDEFGHIJKLMNOPQRSTUVWXYZ/", None, 404),),
    "keeping:card-branches": (Place("/doan-vien/the/"),),
    "keeping:cards": (Place("/doan-vien/the/xa-09694-do-tram/", "chi-doan"),),
    "keeping:consent-branches": (Place("/doan-vien/dong-y/"),),
    "keeping:consents": (Place("/doan-vien/dong-y/xa-09694-do-tram/", "chi-doan"),),
    "keeping:correction": (Place("/doan-vien/de-nghi/{correction}/", "chi-doan"),),
    "keeping:corrections": (Place("/doan-vien/de-nghi/"), Place("/doan-vien/de-nghi/", "chi-doan")),
    "keeping:erasures": (Place("/doan-vien/xoa-du-lieu/", "quan-tri"),),
    "keeping:fee-arrears": (Place("/doan-vien/doan-phi/xa-09694-do-tram/con-no/", "chi-doan"),),
    "keeping:fee-closings": (
        Place("/doan-vien/doan-phi/xa-09694-do-tram/khoa-so/", "chi-doan"),
        Place("/doan-vien/doan-phi/xa-09694/khoa-so/", "tan-linh"),
    ),
    "keeping:fees-handed-up": (Place("/doan-vien/nop-doan-phi/", "tan-linh"), Place("/doan-vien/nop-doan-phi/")),
    "keeping:receipts": (Place("/doan-vien/doan-phi/xa-09694-do-tram/bien-lai/", "chi-doan"),),
    "keeping:invite": (Place("/doan-vien/moi/xa-09694-do-tram/", "chi-doan"),),
    "keeping:invite-branches": (Place("/doan-vien/moi/"), Place("/doan-vien/moi/", "bi-thu-ha-noi")),
    "ledger:declare": (Place("/so-viec/ke-khai/", "tan-linh"), Place("/so-viec/ke-khai/", "kiem-tra", 403)),
    "ledger:entries": (Place("/so-viec/"), Place("/so-viec/?chi-so=trees_planted&muc=3&tu=31/12/2019&den=01/01/2019")),
    "ledger:posting": (Place("/so-viec/chung-tu/{imported}/"), Place("/so-viec/chung-tu/{by_activity}/")),
    "ledger:reverse": (
        Place("/so-viec/chung-tu/{imported}/dao/"),
        Place("/so-viec/chung-tu/{by_activity}/dao/", status=409),
    ),
    "open-account": (Place("/mo-tai-khoan/", None), Place("/mo-tai-khoan/", "chi-doan")),
    "own:accesses": (Place("/cua-toi/da-xem/", "doan-vien"),),
    "own:card": (Place("/cua-toi/the/", "doan-vien"),),
    "own:consents": (Place("/cua-toi/dong-y/", "doan-vien"),),
    "own:correct": (Place("/cua-toi/de-nghi/moi/", "doan-vien"),),
    "own:corrections": (Place("/cua-toi/de-nghi/", "doan-vien"),),
    "own:data": (Place("/cua-toi/du-lieu/", "doan-vien"),),
    "own:own": (Place("/cua-toi/", "doan-vien"), Place("/cua-toi/")),
    "organisation:bloc": (Place("/don-vi/khoi-thi-dua/{bloc}/", "tan-linh"),),
    "organisation:bloc-contract": (Place("/don-vi/khoi-thi-dua/{bloc}/giao-uoc/", "tan-linh"),),
    "organisation:bloc-criteria": (Place("/don-vi/khoi-thi-dua/{bloc}/tieu-chi/", "tan-linh"),),
    "organisation:bloc-rank": (Place("/don-vi/khoi-thi-dua/{bloc}/xep-hang/", "tan-linh"),),
    "organisation:bloc-tasks": (Place("/don-vi/khoi-thi-dua/{bloc}/nhiem-vu/", "tan-linh"),),
    "organisation:blocs": (Place("/don-vi/khoi-thi-dua/"), Place("/don-vi/khoi-thi-dua/?nam=2019")),
    "organisation:branches": (Place("/don-vi/chi-doan/"), Place("/don-vi/chi-doan/?q=khong+co+ai", "chi-doan")),
    "organisation:close": (Place("/don-vi/xa-09694-do-tram/giai-the/", "quan-tri"),),
    "organisation:decisions": (Place("/don-vi/xa-09694/quyet-dinh/"),),
    "organisation:found": (Place("/don-vi/ha-noi/thanh-lap/", "quan-tri"),),
    "organisation:initiative": (Place("/don-vi/xa-09694/ba-chu-dong/", "tan-linh"),),
    "organisation:initiatives": (Place("/don-vi/ba-chu-dong/"),),
    "organisation:merge": (Place("/don-vi/xa-09694/sap-nhap/", "quan-tri"),),
    "organisation:move": (Place("/don-vi/xa-09694/chuyen/", "quan-tri"),),
    "organisation:proposals": (Place("/don-vi/de-nghi-thanh-lap/"),),
    "organisation:propose": (Place("/don-vi/de-nghi-thanh-lap/moi/"),),
    "organisation:rating": (Place("/don-vi/xa-09694-do-tram/xep-loai/", "chi-doan"),),
    "organisation:ratings": (Place("/don-vi/xep-loai/"),),
    "organisation:setting": (Place("/don-vi/ha-noi/thiet-lap/", "quan-tri"), Place("/don-vi/xa-09694/thiet-lap/")),
    "organisation:support-record": (Place("/don-vi/ha-noi/ho-tro/"),),
    "organisation:supports": (Place("/don-vi/ho-tro/"),),
    "organisation:split": (Place("/don-vi/xa-09694/chia-tach/", "quan-tri"),),
    "organisation:weak": (Place("/don-vi/yeu/?don-vi=xa-09694"), Place("/don-vi/yeu/?don-vi=khong+co")),
    "own:receipts": (Place("/cua-toi/bien-lai/", "doan-vien"),),
    "people:accesses": (Place("/doan-vien/{member}/da-xem/"),),
    "people:admission-branch": (Place("/doan-vien/ket-nap/xa-09694-do-tram/", "chi-doan"),),
    "people:admission-overview": (Place("/doan-vien/ket-nap/"),),
    "people:apply": (Place("/doan-vien/ket-nap/xa-09694-do-tram/nop-don/", "chi-doan"),),
    "people:bring-in": (Place("/doan-vien/ket-nap/xa-09694-do-tram/vao-so/", "chi-doan"),),
    "people:change": (Place("/doan-vien/{member}/sua/", "chi-doan"),),
    "people:composition": (
        Place("/doan-vien/co-cau/"),
        Place("/doan-vien/co-cau/?don-vi=xa-09694&ngay=01/02/2026", "quan-tri"),
    ),
    "people:duplicates": (Place("/doan-vien/trung-lap/"), Place("/doan-vien/trung-lap/", "chi-doan")),
    "people:fee-branches": (Place("/doan-vien/doan-phi/"),),
    "people:fees": (Place("/doan-vien/doan-phi/xa-09694-do-tram/", "chi-doan"),),
    "people:intakes": (Place("/doan-vien/nhap/"), Place("/doan-vien/nhap/", "chi-doan")),
    "people:mature": (Place("/doan-vien/truong-thanh/"),),
    "people:merges": (Place("/doan-vien/{member}/da-nhap/"),),
    "people:person": (Place("/doan-vien/{member}/"), Place("/doan-vien/{member}/", "chi-doan")),
    "people:register": (Place("/doan-vien/"), Place("/doan-vien/", "chi-doan"), Place("/doan-vien/?q=khong+co+ai")),
    "people:training": (Place("/doan-vien/ren-luyen/xa-09694-do-tram/", "chi-doan"),),
    "people:training-branches": (Place("/doan-vien/ren-luyen/"),),
    "people:transfers": (Place("/doan-vien/chuyen/"),),
    "programmes:add-item": (Place("/chuong-trinh/{programme}/them/"),),
    "programmes:adapt": (Place("/chuong-trinh/{programme}/dieu-chinh/"),),
    "programmes:align": (Place("/chuong-trinh/muc/{item}/cap-tren/"),),
    "programmes:alignments": (Place("/chuong-trinh/gan-ket/"), Place("/chuong-trinh/gan-ket/", "kiem-tra", 403)),
    "programmes:change-item": (Place("/chuong-trinh/muc/{item}/"),),
    "programmes:clock": (
        Place("/chuong-trinh/nhiem-ky/?don-vi=ha-noi&ngay=29/01/2024"),
        Place("/chuong-trinh/nhiem-ky/", "tan-linh"),
    ),
    "programmes:compare": (Place("/chuong-trinh/{adapted}/so-sanh/"),),
    "programmes:correct": (Place("/chuong-trinh/{programme}/sua/"),),
    "programmes:enter": (Place("/chuong-trinh/lap/ha-noi/?loai=scheme"),),
    "programmes:link": (Place("/chuong-trinh/{programme}/cua-dang/"),),
    "programmes:list": (
        Place("/chuong-trinh/"),
        Place("/chuong-trinh/", "tan-linh"),
        Place("/chuong-trinh/?q=khong+co+gi&nam=nam+ngoai"),
    ),
    "programmes:mapping": (Place("/chuong-trinh/cua-dang/?don-vi=ha-noi"),),
    "programmes:milestone": (Place("/chuong-trinh/{programme}/moc/"),),
    "programmes:plan": (
        Place("/chuong-trinh/ke-hoach/ha-noi/"),
        Place("/chuong-trinh/ke-hoach/ha-noi/?nam=2024"),
        Place("/chuong-trinh/ke-hoach/xa-09694/", "tan-linh"),
        Place("/chuong-trinh/ke-hoach/xa-09619/", "tan-linh", 403),
    ),
    "programmes:programme": (
        Place("/chuong-trinh/{programme}/"),
        Place("/chuong-trinh/{adapted}/", "tan-linh"),
        Place("/chuong-trinh/{scheme}/"),
    ),
    "programmes:progress": (Place("/chuong-trinh/{scheme}/tien-do/"),),
    "programmes:serve": (Place("/chuong-trinh/{programme}/phuc-vu/"),),
    "programmes:term": (Place("/chuong-trinh/nhiem-ky/ha-noi/ghi/"),),
    "programmes:theme": (Place("/chuong-trinh/chu-de/ha-noi/dat/"),),
    "programmes:themes": (Place("/chuong-trinh/chu-de/"), Place("/chuong-trinh/chu-de/", "tan-linh")),
    "progress:share": (Place("/chi-tieu/chia/ha-noi/"),),
    "progress:target": (Place("/chi-tieu/{target}/tien-do/"),),
    "progress:targets": (Place("/chi-tieu/tien-do/?don-vi=ha-noi"),),
    "registers:advice": (Place("/tham-muu/"), Place("/tham-muu/?q=khong+co+gi&ket-qua=issued")),
    "registers:advice-correct": (Place("/tham-muu/{advice}/sua/"),),
    "registers:advice-enter": (Place("/tham-muu/ghi/ha-noi/"),),
    "registers:advice-outcome": (Place("/tham-muu/{advice}/ket-qua/"),),
    "registers:coordination": (Place("/tham-muu/phoi-hop/"),),
    "registers:coordination-correct": (Place("/tham-muu/phoi-hop/{coordination}/sua/"),),
    "registers:coordination-enter": (Place("/tham-muu/phoi-hop/ghi/ha-noi/"),),
    "registers:coordination-result": (Place("/tham-muu/phoi-hop/{coordination}/ket-qua/"),),
    "registers:visits": (Place("/tham-muu/di-co-so/"), Place("/tham-muu/di-co-so/", "chi-doan")),
    "registers:visits-enter": (Place("/tham-muu/di-co-so/ghi/ha-noi/"),),
    "results:enter-resource": (Place("/chuong-trinh/{scheme}/nguon-luc/ghi/"),),
    "results:programme": (Place("/chuong-trinh/{year_programme}/ket-qua/"),),
    "results:resources": (Place("/chuong-trinh/{scheme}/nguon-luc/"),),
    "residence:arrive": (Place("/noi-cu-tru/tu-den/xa-09619/"),),
    "residence:confirm": (Place("/noi-cu-tru/xac-nhan/xa-09619/"),),
    "residence:introduce": (Place("/noi-cu-tru/gioi-thieu/xa-09694-do-tram/", "chi-doan"),),
    "residence:list": (
        Place("/noi-cu-tru/"),
        Place("/noi-cu-tru/", "chi-doan"),
        Place("/noi-cu-tru/?q=khong+co+ai&tinh-trang=waiting"),
    ),
    "residence:log": (Place("/noi-cu-tru/so-hoat-dong/xa-09619-chung-cu/"),),
    "residence:own": (Place("/noi-cu-tru/cua-toi/", "doan-vien"),),
    "residence:receive": (Place("/noi-cu-tru/tiep-nhan/xa-09619/"), Place("/noi-cu-tru/tiep-nhan/xa-09694/")),
    "residence:registration": (
        Place("/noi-cu-tru/dang-ky/{stay}/", "chi-doan"),
        Place("/noi-cu-tru/dang-ky/{stay}/", "thanh-doan"),
    ),
    "residence:remarks": (Place("/noi-cu-tru/nhan-xet/xa-09619-chung-cu/"),),
    "residence:report": (Place("/noi-cu-tru/bao-cao/ha-noi/"), Place("/noi-cu-tru/bao-cao/xa-09619/?nam=2025")),
    "residence:requests": (Place("/noi-cu-tru/kien-nghi/", "chi-doan"), Place("/noi-cu-tru/kien-nghi/")),
    "residence:step": (Place("/noi-cu-tru/dang-ky/{stay}/thoi/", "chi-doan"),),
    "residence:work": (Place("/noi-cu-tru/viec/"), Place("/noi-cu-tru/viec/", "chi-doan")),
    "reviews:answer-audit": (Place("/so-ket/ra-soat/don-vi/{audit}/tra-loi/"),),
    "reviews:audit": (
        Place("/so-ket/ra-soat/don-vi/{audit}/"),
        Place("/so-ket/ra-soat/don-vi/{audit}/", "tan-linh"),
    ),
    "reviews:audits": (Place("/so-ket/ra-soat/"), Place("/so-ket/ra-soat/", "chi-doan")),
    "reviews:open-round": (Place("/so-ket/ra-soat/mo/ha-noi/"), Place("/so-ket/ra-soat/mo/ha-noi/", "kiem-tra", 403)),
    "reviews:round": (Place("/so-ket/ra-soat/dot/{round}/"),),
    "reviews:list": (Place("/so-ket/"), Place("/so-ket/?don-vi=khong+co&ky=bao+gio")),
    "reviews:review": (
        Place(REVIEW),
        Place(REVIEW + "?ban-do=hom-nay&biet-den=31/12/2019&tat-ca=1"),
        Place(REVIEW + "?so=trees_planted"),
        Place(REVIEW + "?so=trees_planted&mo=xa-cu-09694"),
        Place("/so-ket/ha-noi/2022/"),
        Place("/so-ket/trung-uong/2018-H1/", "trung-uong"),
        Place("/so-ket/tinh-nguon-002/chuyen-de-2021/", "tinh-002"),
        Place("/so-ket/xa-09694/2024/?ban-do=hom-nay", "tan-linh"),
        Place("/so-ket/xa-09694/2019/?ban-do=khi-do", "tan-linh", 404),
    ),
    "sessions:correct": (Place("/lam-viec/{session}/sua/"),),
    "sessions:decide": (Place("/lam-viec/y/{point}/thao-go/"),),
    "sessions:enter": (Place("/lam-viec/moi/"), Place("/lam-viec/moi/", "kiem-tra", 403)),
    "sessions:instruct": (Place("/lam-viec/chi-dao/moi/"),),
    "sessions:instructions": (Place("/lam-viec/chi-dao/"),),
    "sessions:list": (Place("/lam-viec/"), Place("/lam-viec/?q=khong+co+buoi+nay")),
    "sessions:obstacles": (Place("/lam-viec/vuong-mac/"), Place("/lam-viec/vuong-mac/?cho", "chi-doan")),
    "sessions:point": (Place("/lam-viec/{session}/ghi/"),),
    "sessions:raise-obstacle": (Place("/lam-viec/vuong-mac/moi/", "chi-doan"),),
    "sessions:session": (Place("/lam-viec/{session}/"),),
    "sessions:take-up": (Place("/lam-viec/{session}/vuong-mac/"),),
    "sessions:task": (Place("/lam-viec/y/{point}/nhiem-vu/"),),
    "tasks:backlog": (Place("/nhiem-vu/con-lai/"), Place("/nhiem-vu/con-lai/?don-vi=khong+co")),
    "tasks:break-down": (Place("/nhiem-vu/{task}/giao-xuong/"),),
    "tasks:calendars": (Place("/nhiem-vu/lich/"),),
    "tasks:confirm": (Place("/nhiem-vu/nhac/xac-nhan/khong-dung/"),),
    "tasks:correct": (Place("/nhiem-vu/{task}/sua/"),),
    "tasks:enter": (Place("/nhiem-vu/moi/"), Place("/nhiem-vu/moi/", "kiem-tra", 403)),
    "tasks:list": (
        Place("/nhiem-vu/"),
        Place("/nhiem-vu/?q=khong+co+viec+nay&dv=khong+co"),
        Place("/nhiem-vu/?tinh-trang=tat-ca", "tan-linh"),
        Place("/nhiem-vu/", "doan-vien"),
    ),
    "tasks:notices": (Place("/nhiem-vu/thong-bao/"), Place("/nhiem-vu/thong-bao/", "doan-vien")),
    "tasks:reminders": (Place("/nhiem-vu/nhac/"),),
    "tasks:share": (Place("/nhiem-vu/{task}/chia-se/"),),
    "tasks:step": (Place("/nhiem-vu/{task}/bao-xong/"), Place("/nhiem-vu/{task}/gia-han/")),
    "tasks:task": (Place("/nhiem-vu/{task}/"),),
    "tasks:workload": (Place("/nhiem-vu/nguon/"),),
    "targets:balance": (
        Place("/chi-tieu/{target}/phan-bo/ha-noi/"),
        Place("/chi-tieu/{target}/phan-bo/ha-noi/", "tan-linh"),
    ),
    "targets:enter": (Place("/chi-tieu/dat/ha-noi/"),),
    "targets:explain": (Place("/chi-tieu/{target}/giai-trinh/"),),
    "targets:judging": (Place("/chi-tieu/cach-xet/"), Place("/chi-tieu/cach-xet/", "trung-uong")),
    "targets:list": (Place("/chi-tieu/?don-vi=ha-noi"), Place("/chi-tieu/", "tan-linh")),
    "targets:revise": (Place("/chi-tieu/{target}/dieu-chinh/"),),
    "targets:serve": (Place("/chi-tieu/{target}/phuc-vu/"),),
    "targets:set-judging": (
        Place("/chi-tieu/cach-xet/dat/", "trung-uong"),
        Place("/chi-tieu/cach-xet/dat/", "thanh-doan", 403),
    ),
    "targets:sheet": (Place("/chi-tieu/{target}/phan-bo/ha-noi/nhap-bang/"),),
    "targets:target": (Place("/chi-tieu/{target}/"),),
    "ui:stylebook": (Place("/kieu-mau/", None),),
    "ui:stylebook-form": (Place("/kieu-mau/bieu-mau/", None),),
    "units:bloc": (Place("/don-vi/ha-noi/khoi-thi-dua/", "quan-tri"),),
    "units:list": (Place("/don-vi/"), Place("/don-vi/?q=tan+linh&ngay=2020-06-15"), Place("/don-vi/?mo=ha-noi")),
    "units:rename": (Place("/don-vi/xa-09694/doi-ten/", "quan-tri"),),
    "units:unit": (
        Place("/don-vi/ha-noi/", "quan-tri"),
        Place("/don-vi/huyen-cu-271/"),
        Place("/don-vi/xa-cu-09694/?ngay=2020-06-15"),
    ),
    "works:change": (Place("/cong-trinh/{proposed}/sua/", "chi-doan"),),
    "works:drive": (Place("/cuu-tro/{drive}/", "tan-linh"),),
    "works:drive-open": (Place("/cuu-tro/mo-dot/", "tan-linh"),),
    "works:drive-step": (Place("/cuu-tro/{drive}/trao/", "tan-linh"),),
    "works:drives": (Place("/cuu-tro/"), Place("/cuu-tro/?q=khong+co&tinh-trang=dong")),
    "works:house": (Place("/nha-nhan-ai/{house}/", "tan-linh"), Place("/nha-nhan-ai/{house}/")),
    "works:house-register": (Place("/nha-nhan-ai/dang-ky/", "tan-linh"),),
    "works:house-step": (Place("/nha-nhan-ai/{house}/anh/", "tan-linh"),),
    "works:houses": (Place("/nha-nhan-ai/"), Place("/nha-nhan-ai/?q=khong+co&nam=2020")),
    "works:list": (
        Place("/cong-trinh/"),
        Place("/cong-trinh/", "tan-linh"),
        Place("/cong-trinh/?q=khong+co&cach=guided"),
    ),
    "works:models": (Place("/cong-trinh/mo-hinh/"), Place("/cong-trinh/mo-hinh/?q=khong+co")),
    "works:register": (Place("/cong-trinh/dang-ky/", "chi-doan"),),
    "works:spread": (Place("/cong-trinh/{work}/lan-toa/"),),
    "works:step": (
        Place("/cong-trinh/{proposed}/duyet/", "tan-linh"),
        Place("/cong-trinh/{work}/hien-trang/", "tan-linh"),
    ),
    "works:work": (Place("/cong-trinh/{work}/"), Place("/cong-trinh/{work}/", "chi-doan")),
}
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
    "own:card-code": Place("/cua-toi/the/ma/", "doan-vien"),
    "units:children": Place("/don-vi/ha-noi/cap-duoi/"),
    "units:suggest": Place("/don-vi/goi-y/?q=suoi"),
}
# Files, with the type they say they are of.
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[str, tuple[Place, str]] = {
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
    "dialogues:questions-file": (Place("/lam-viec/doi-thoai/cau-hoi/tai/xlsx/"), SHEET),
    "dialogues:report": (Place("/lam-viec/doi-thoai/{dialogue}/tai/pdf/"), "application/pdf"),
    "campaigns:list-file": (Place("/chien-dich/tai/xlsx/"), SHEET),
    "campaigns:volunteers-file": (Place("/tinh-nguyen/so/tai/csv/"), "text/csv; charset=utf-8"),
    "campaigns:weeks-file": (Place("/chien-dich/{campaign}/tuan/xlsx/"), SHEET),
    "directives:book-file": (Place("/van-ban/so/ha-noi/tai/xlsx/"), SHEET),
    "directives:cascade-file": (Place("/van-ban/{directive}/trien-khai/tai/xlsx/"), SHEET),
    "directives:register-file": (Place("/van-ban/tai/xlsx/"), SHEET),
    "figures:download": (Place("/so-lieu/tai/csv/?mat=2&ky=2018"), "text/csv; charset=utf-8"),
    "figures:sql": (Place("/so-lieu/sql/?cs=trees_planted&ky=2018"), "text/plain; charset=utf-8"),
    "home:usage-file": (Place("/don-vi/su-dung/tai/xlsx/"), SHEET),
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
    "residence:download": (Place("/noi-cu-tru/tai/csv/"), "text/csv; charset=utf-8"),
    "residence:report-file": (Place("/noi-cu-tru/bao-cao/ha-noi/tai/xlsx/"), SHEET),
    "reviews:round-file": (Place("/so-ket/ra-soat/dot/{round}/tai/xlsx/"), SHEET),
    "reviews:download": (Place(REVIEW + "tai/xlsx/"), SHEET),
    "works:drive-report": (Place("/cuu-tro/{drive}/bao-cao/"), SHEET),
    "works:drives-file": (Place("/cuu-tro/tai/xlsx/"), SHEET),
    "works:houses-file": (Place("/nha-nhan-ai/tai/xlsx/"), SHEET),
    "works:list-file": (Place("/cong-trinh/tai/csv/"), "text/csv; charset=utf-8"),
}
# Addresses that lead elsewhere: the first page, the switch of language, what only a form may ask for, another's page.
OTHERS = {"root", "set_language", "accounts:sign-out"}
# About something the demonstration has none of, or that only a form asks for: the tests of their floor make it first.
OTHERS |= {
    *(f"directives:{name}" for name in ("acknowledge", "file", "task", "unlink")),
    *(
        f"targets:{name}"
        for name in ("adopt", "answer", "by-hand", "decide", "decide-run", "drop", "drop-sharing", "from-clause")
    ),
    *("targets:own-figure", "targets:propose", "progress:run", "targets:drop-judging"),
    *(f"programmes:{name}" for name in ("answer", "drop", "drop-item", "drop-milestone", "drop-theme", "reach")),
    *("programmes:unlink", "results:take-back-resource", "reviews:sign-audit"),
    # The calendar's address is secret; the rest is asked for by a button, or shows a file that somebody sent.
    *("calendar", "sessions:file", "dialogues:file"),
    *(f"tasks:{name}" for name in ("file", "make-calendar", "milestone", "open-notice", "read", "revoke-calendar")),
    *("keeping:confirm-guardian", "keeping:erase", "keeping:proof", "keeping:take-account-off"),
    *("keeping:cancel-receipt", "keeping:receipt-paper", "own:receipt-paper"),
    *("activities:members-day", "keeping:revoke-card", "own:lock-card", "own:photo", "own:withdraw"),
    *(
        f"cadres:{name}"
        for name in ("back", "close", "drop", "end", "extend", "give-check", "move", "place", "session")
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


def ids_of(request: APIRequestContext) -> dict[str, str]:
    """The ids that addresses hold, read off the pages that name them."""
    shown = _id_in(request, f"{REVIEW}?so=trees_planted&mo=xa-cu-09694", r"/hoat-dong/(\d+)/")
    return {
        "shown": shown,
        "recorded": _id_in(request, "/hoat-dong/?don-vi=xa-09694&trang-thai=recorded", r"/hoat-dong/(\d+)/"),
        "photo": _id_in(request, f"/hoat-dong/{shown}/", r"/minh-chung/(\d+)/"),
        "by_activity": _id_in(request, f"/hoat-dong/{shown}/", r"/chung-tu/(\d+)/"),
        "directive": _id_in(request, "/van-ban/?loai=NQ&cq=ha-noi&xep=ngay", r"/van-ban/(\d+)/"),
        "programme": _id_in(request, "/chuong-trinh/?don-vi=ha-noi&loai=action", r"/chuong-trinh/(\d+)/"),
        "year_programme": _id_in(request, "/chuong-trinh/?don-vi=ha-noi&loai=year", r"/chuong-trinh/(\d+)/"),
        "adapted": _id_in(request, "/chuong-trinh/?loai=campaign&q=tinh+nguyen+he", r"/chuong-trinh/(\d+)/"),
        "scheme": _id_in(request, "/chuong-trinh/?loai=scheme", r"/chuong-trinh/(\d+)/"),
        "item": _id_in(
            request,
            _path_in(request, "/chuong-trinh/?don-vi=ha-noi&loai=action", r"/chuong-trinh/\d+/"),
            r"/muc/(\d+)/",
        ),
        "round": _id_in(request, "/so-ket/ra-soat/", r"/ra-soat/dot/(\d+)/"),
        "audit": _id_in(
            request,
            _path_in(request, "/so-ket/ra-soat/", r"/so-ket/ra-soat/dot/\d+/"),
            r"/don-vi/(\d+)/",
        ),
        "advice": _id_in(request, "/tham-muu/", r"/tham-muu/(\d+)/"),
        "coordination": _id_in(request, "/tham-muu/phoi-hop/", r"/phoi-hop/(\d+)/"),
        "target": _id_in(request, "/chi-tieu/?don-vi=ha-noi", r"/chi-tieu/(\d+)/phan-bo/"),
        "task": _id_in(request, "/nhiem-vu/?cua=don-vi&xep=-han", r"/nhiem-vu/(\d+)/"),
        "session": _id_in(request, "/lam-viec/", r"/lam-viec/(\d+)/"),
        "dialogue": _id_in(request, "/lam-viec/doi-thoai/", r"/lam-viec/doi-thoai/(\d+)/"),
        "question": _id_in(request, "/lam-viec/doi-thoai/cau-hoi/?tinh-trang=chua", r"/doi-thoai/cau-hoi/(\d+)/"),
        "asking": _id_in(
            request,
            _path_in(request, "/lam-viec/doi-thoai/", r"/lam-viec/doi-thoai/\d+/"),
            r"/hoi/([\w-]+)/",
        ),
        "point": _id_in(request, "/lam-viec/vuong-mac/", r"/lam-viec/y/(\d+)/thao-go/"),
        "cadre": _id_in(request, "/can-bo/", r"/can-bo/nguoi/(\d+)/"),
        "course": _id_in(request, "/can-bo/dao-tao/", r"/can-bo/dao-tao/(\d+)/"),
        "review_call": _id_in(request, "/can-bo/ra-soat/", r"/can-bo/ra-soat/(\d+)/"),
        "review_form": _id_in(request, "/can-bo/ra-soat/", r"/can-bo/ra-soat/phieu/(\d+)/"),
        "bloc": _id_in(request, "/don-vi/khoi-thi-dua/", r"/don-vi/khoi-thi-dua/(\d+)/"),
        "member": _id_in(request, "/doan-vien/?don-vi=xa-09694-do-tram", r"/doan-vien/(\d+)/"),
        "correction": _id_in(request, "/doan-vien/de-nghi/", r"/doan-vien/de-nghi/(\d+)/"),
        "stay": _id_in(request, "/noi-cu-tru/?tinh-trang=registered", r"/noi-cu-tru/dang-ky/(\d+)/"),
        "work": _id_in(request, "/cong-trinh/mo-hinh/", r"/cong-trinh/(\d+)/"),
        "proposed": _id_in(request, "/cong-trinh/?tinh-trang=proposed", r"/cong-trinh/(\d+)/"),
        "house": _id_in(request, "/nha-nhan-ai/", r"/nha-nhan-ai/(\d+)/"),
        "drive": _id_in(request, "/cuu-tro/", r"/cuu-tro/(\d+)/"),
        "call": _id_in(request, "/tinh-nguyen/?q=trong+cay", r"/tinh-nguyen/(\d+)/"),
        "campaign": _id_in(request, "/chien-dich/?q=chien+dich", r"/chien-dich/(\d+)/"),
        "team": _id_in(
            request, _path_in(request, "/chien-dich/?q=chien+dich", r"/chien-dich/\d+/"), r"/chien-dich/doi/(\d+)/"
        ),
        "imported": _id_in(request, "/so-viec/?loai=import", r"/chung-tu/(\d+)/"),
        "commune": _id_in(request, "/ghi-viec/don-vi/?q_unit=suoi+hai", r'value="(\d+)"><span>Đoàn xã Suối Hai'),
    }


def _id_in(request: APIRequestContext, path: str, pattern: str) -> str:
    found = re.search(pattern, request.get(path).text())
    assert found, f"{path} shows nothing like {pattern}"
    return found[1]


def _path_in(request: APIRequestContext, path: str, pattern: str) -> str:
    found = re.search(pattern, request.get(path).text())
    assert found, f"{path} shows nothing like {pattern}"
    return found[0]


def names(resolver: object = None, before: str = "") -> Iterator[str]:
    """The name of every address of the application, `floor:name`."""
    from django.urls import URLPattern, get_resolver

    for entry in (resolver or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        if isinstance(entry, URLPattern):
            yield f"{before}{entry.name}"
        else:
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else before)
