"""The ids that the demonstration gave out, read off the pages that name them."""

import re

from playwright.sync_api import APIRequestContext

from tests.journeys.places import REVIEW

_CONGRESS = r'href="/dai-hoi/(\d+)/"'


def ids_of(request: APIRequestContext, own: APIRequestContext) -> dict[str, str]:
    """The ids that addresses hold, read off the pages that name them: those of the city's officer; of `own` (tan-linh)
    what only the unit itself keeps.
    """
    own_congress = f"/dai-hoi/{_id_in(own, '/dai-hoi/?q=suoi+hai', _CONGRESS)}/"
    klass = _id_in(request, "/lop-hoc/?loai=digital", r"/lop-hoc/(\d+)/")
    check_round = _id_in(request, "/kiem-tra/", r"/kiem-tra/dot/(\d+)/")
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
        "report_call": _id_in(request, "/bao-cao/", r"/bao-cao/dot/(\d+)/"),
        "report": _id_in(
            request,
            _path_in(request, "/bao-cao/?tinh-trang=khep", r"/bao-cao/dot/\d+/") + "?q=suoi+hai",
            r'href="/bao-cao/(\d+)/"',
        ),
        "figure_table": _id_in(request, "/bao-cao/nhap-bang/", r"/nhap-bang/(\d+)/"),
        "report_form": _id_in(request, "/bao-cao/mau/", r"/bao-cao/mau/(\d+)/"),
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
        "call": _id_in(request, "/tinh-nguyen/?q=trong+cay&tinh-trang=het", r"/tinh-nguyen/(\d+)/"),
        "campaign": _id_in(request, "/chien-dich/?q=chien+dich", r"/chien-dich/(\d+)/"),
        "team": _id_in(
            request, _path_in(request, "/chien-dich/?q=chien+dich", r"/chien-dich/\d+/"), r"/chien-dich/doi/(\d+)/"
        ),
        "roll_call": _id_in(request, "/diem-danh/", r"/diem-danh/(\d+)/"),
        "check_round": check_round,
        "check": _id_in(request, f"/kiem-tra/dot/{check_round}/", r"/kiem-tra/viec/(\d+)/"),
        "klass": klass,
        "learner": _id_in(own, f"/lop-hoc/{klass}/", r"/hoc-vien/(\d+)/"),
        "case": _id_in(own, "/lop-hoc/bao-ve-tre-em/", r"/bao-ve-tre-em/(\d+)/"),
        "summer_class": _id_in(request, "/lop-hoc/?loai=army_semester", r"/lop-hoc/(\d+)/"),
        "club": _id_in(request, "/lop-hoc/cau-lac-bo/", r"/cau-lac-bo/(\d+)/"),
        "advised": _id_in(request, "/ho-tro/tu-van/", r"/ho-tro/tu-van/(\d+)/"),
        "advising": _id_in(request, "/ho-tro/buoi-tu-van/", r"/buoi-tu-van/(\d+)/"),
        "partner": _id_in(request, "/ho-tro/doi-tac/", r"/doi-tac/(\d+)/"),
        "placed": _id_in(request, "/ho-tro/gioi-thieu/", r"/gioi-thieu/(\d+)/"),
        "loan_group": _id_in(request, "/ho-tro/vay-von/", r"/vay-von/to/(\d+)/"),
        "loan": _id_in(
            request, _path_in(request, "/ho-tro/vay-von/", r"/ho-tro/vay-von/to/\d+/"), r"/vay-von/khoan/(\d+)/"
        ),
        "channel": _id_in(request, "/truyen-thong/", r"/truyen-thong/kenh/(\d+)/"),
        "series": _id_in(request, "/truyen-thong/tuyen-bai/", r"/truyen-thong/tuyen-bai/(\d+)/"),
        "published": _id_in(request, "/truyen-thong/bai/", r"/truyen-thong/bai/(\d+)/"),
        "code": _id_in(request, "/hoc-tap/?loai=code", r"/hoc-tap/tai-lieu/(\d+)/"),
        "quiz": _id_in(request, "/hoc-tap/trac-nghiem/", r"/hoc-tap/trac-nghiem/(\d+)/"),
        "care": _id_in(request, "/ho-tro/cong-nhan/", r"/cong-nhan/(\d+)/"),
        "startup": _id_in(request, "/ho-tro/khoi-nghiep/", r"/khoi-nghiep/(\d+)/"),
        "idea": _id_in(request, "/y-tuong/?tinh-trang=realised", r"/y-tuong/(\d+)/"),
        "idea_sent": _id_in(own, "/y-tuong/so/?tinh-trang=sent", r"/y-tuong/so/(\d+)/"),
        "idea_judged": _id_in(own, "/y-tuong/cua-toi/", r"/y-tuong/so/(\d+)/cham/"),
        "idea_chosen": _id_in(own, "/y-tuong/so/?tinh-trang=selected", r"/y-tuong/so/(\d+)/"),
        "initiative": _id_in(request, "/y-tuong/sang-kien/?tinh-trang=confirmed", r"/sang-kien/(\d+)/"),
        "initiative_waits": _id_in(own, "/y-tuong/sang-kien/?tinh-trang=declared", r"/sang-kien/(\d+)/"),
        "imported": _id_in(request, "/so-viec/?loai=import", r"/chung-tu/(\d+)/"),
        "under_review": _id_in(request, f"{REVIEW}van-ban/", r"van-ban/(\d+)/tai/"),
        "limit": _id_in(request, f"{REVIEW}han-che/", r"/so-ket/han-che/(\d+)/"),
        "proposal": _id_in(request, "/so-ket/kien-nghi/?cua=den", r"/so-ket/kien-nghi/(\d+)/"),
        "appraisal": _id_in(request, f"{REVIEW}y-kien/", r"yk-(\d+)"),
        **_contest_ids(request),
        **_opinion_ids(request, own),
        **_commendation_ids(request, own),
        "congress": own_congress.split("/")[2],
        "congress_held": _id_in(request, "/dai-hoi/?q=thu+viii", _CONGRESS),
        "ballot": _id_in(own, own_congress, r"/bau-cu/(\d+)/"),
        "congress_now": _id_in(own, "/dai-hoi/?q=dang+hop", _CONGRESS),
        "ballot_open": _id_in(own, f"/dai-hoi/{_id_in(own, '/dai-hoi/?q=dang+hop', _CONGRESS)}/", r"/bau-cu/(\d+)/"),
        "ballot_counted": _last_in(own, own_congress, r"/bau-cu/(\d+)/"),
        "delegate": _id_in(own, own_congress + "dai-bieu/", r"/dai-bieu/(\d+)/"),
        "publicity_item": _id_in(own, own_congress + "tuyen-truyen/", r"/dai-hoi/viec/(\d+)/"),
        "celebration": _id_in(request, "/dai-hoi/ky-niem/?nam=2024", r"/ky-niem/(\d+)/"),
        "article": _id_in(request, "/toa-soan/?tinh-trang=approved&q=hoi+nghi", r"/toa-soan/bai/(\d+)/"),
        "article_waiting": _id_in(request, "/toa-soan/?tinh-trang=sent", r"/toa-soan/bai/(\d+)/"),
        "picture": _id_in(request, "/toa-soan/anh/", r"/toa-soan/anh/(\d+)/"),
        "comment": _id_in(request, "/toa-soan/binh-luan/?tinh-trang=waiting", r"/toa-soan/binh-luan/(\d+)/"),
        "section": _id_in(request, "/toa-soan/cong/", r"/toa-soan/cong/thanh-doan/muc/(\d+)/"),
        "conference": _id_in(request, f"{REVIEW}hoi-nghi/", r"/hoi-nghi/(\d+)/khach-moi/"),
        "agenda_item": _id_in(
            request, _path_in(request, f"{REVIEW}hoi-nghi/", r"/hoi-nghi/\d+/chuong-trinh/"), r"/chuong-trinh/(\d+)/"
        ),
        "invitee": _id_in(
            request, _path_in(request, f"{REVIEW}hoi-nghi/", r"/hoi-nghi/\d+/khach-moi/"), r"/khach-moi/(\d+)/"
        ),
        "commune": _id_in(request, "/ghi-viec/don-vi/?q_unit=suoi+hai", r'value="(\d+)"><span>Đoàn xã Suối Hai'),
    }


def _commendation_ids(request: APIRequestContext, own: APIRequestContext) -> dict[str, str]:
    """The city's drive, a dossier being written and one that waits, what they name, what was given."""
    drive = _id_in(request, "/khen-thuong/?q=minh+hoa", r"/khen-thuong/dot/(\d+)/")
    dossiers = {
        name: _id_in(own, f"/khen-thuong/ho-so/?q=de+nghi&tinh-trang={state}", r"/khen-thuong/ho-so/(\d+)/")
        for name, state in (("dossier_draft", "draft"), ("dossier_sent", "sent"))
    }
    return dossiers | {
        "emulation": drive,
        "criterion_by_hand": _id_in(request, f"/khen-thuong/dot/{drive}/", r"/tieu-chi/(\d+)/cham/"),
        "nominee_draft": _id_in(own, f"/khen-thuong/ho-so/{dossiers['dossier_draft']}/", r"/de-nghi/(\d+)/sua/"),
        "nominee_sent": _id_in(request, f"/khen-thuong/ho-so/{dossiers['dossier_sent']}/", r"/de-nghi/(\d+)/y-kien/"),
        "council": _id_in(request, "/khen-thuong/hoi-dong/?q=BB-02", r"/khen-thuong/hoi-dong/(\d+)/"),
        "commending": _id_in(request, "/khen-thuong/quyet-dinh/?q=minh", r"/khen-thuong/quyet-dinh/(\d+)/"),
        "commended": _id_in(request, "/khen-thuong/so/", r"/khen-thuong/so/(\d+)/"),
    }


def _opinion_ids(request: APIRequestContext, own: APIRequestContext) -> dict[str, str]:
    """A draft under consultation and one that became law, surveys in three states, two inspections."""
    found = {
        name: _id_in(request, f"/lay-y-kien/?tinh-trang={state}", r"/lay-y-kien/du-thao/(\d+)/")
        for name, state in (("consulted", "open"), ("law_issued", "issued"))
    }
    found |= {
        name: _id_in(own, f"/lay-y-kien/khao-sat/?tinh-trang={state}", r"/khao-sat/(\d+)/")
        for name, state in (("survey_draft", "draft"), ("survey_open", "open"), ("survey_told", "published"))
    }
    found |= {
        name: _id_in(request, f"/giam-sat/?tinh-trang={state}", r"/giam-sat/(\d+)/")
        for name, state in (("inspection", "concluded"), ("inspection_running", "running"))
    }
    draft, law = (f"/lay-y-kien/du-thao/{found[name]}/" for name in ("consulted", "law_issued"))
    clause = _id_in(request, draft + "tong-hop/", r"/gop/(\d+)/")
    return found | {
        "clause": clause,
        "said": _id_in(request, f"{draft}dieu/{clause}/", r"/y-kien/(\d+)/gat/"),
        "opinion": _id_in(request, f"{law}tong-hop/", r"/tong-hop/(\d+)/ket-qua/"),
        "say": _id_in(request, draft, r"/gop-y/([\w-]+)/"),
        "sheet": _id_in(own, f"/lay-y-kien/khao-sat/{found['survey_open']}/", r"/phieu/([\w-]+)/"),
        "seat": _id_in(request, "/giam-sat/to-cong-tac/", r"/to-cong-tac/(\d+)/"),
        "inspected": _id_in(request, f"/giam-sat/{found['inspection_running']}/", r"/sua/ngay/(\d+)/"),
        "recommended": _id_in(own, "/giam-sat/kien-nghi/?tinh-trang=open", r"/giam-sat/kien-nghi/(\d+)/"),
    }


def _contest_ids(request: APIRequestContext) -> dict[str, str]:
    """A contest that runs, one that is over, one being written, and what the first two hold."""
    found = {
        name: _id_in(request, f"/cuoc-thi/so/?tinh-trang={state}", r"/cuoc-thi/so/(\d+)/")
        for name, state in (("contest", "open"), ("contest_over", "ended"), ("contest_draft", "draft"))
    }
    desk, over = f"/cuoc-thi/so/{found['contest']}/", f"/cuoc-thi/so/{found['contest_over']}/"
    return found | {
        "contest_jury": _id_in(request, desk, r'/vong/(\d+)/">Vòng loại'),
        "contest_vote": _id_in(request, desk, r'/vong/(\d+)/">Bình chọn'),
        "contest_final": _id_in(request, over, r'/vong/(\d+)/">Chấm giải'),
        "contest_award": _id_in(request, over, r"/giai/(\d+)/thu-lai/"),
        "contest_work": (work := _id_in(request, f"{desk}bai/?q=clean+water", r"/cuoc-thi/so/bai/(\d+)/")),
        "contest_number": _id_in(request, f"/cuoc-thi/so/bai/{work}/", r"Bài số (\d+)"),
    }


def _id_in(request: APIRequestContext, path: str, pattern: str) -> str:
    found = re.search(pattern, request.get(path).text())
    assert found, f"{path} shows nothing like {pattern}"
    return found[1]


def _path_in(request: APIRequestContext, path: str, pattern: str) -> str:
    found = re.search(pattern, request.get(path).text())
    assert found, f"{path} shows nothing like {pattern}"
    return found[0]


def _last_in(request: APIRequestContext, path: str, pattern: str) -> str:
    found = re.findall(pattern, request.get(path).text())
    assert found, f"{path} shows nothing like {pattern}"
    return str(found[-1])
