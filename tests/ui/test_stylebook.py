"""The living style page holds every part, whole and in both languages, and its drawer is the same page either way."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import page_not_found, permission_denied, server_error

ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", ["/kieu-mau/", "/kieu-mau/bieu-mau/", "/kieu-mau/?so=cay-xanh&thong-bao=1&trang=400"])
def test_the_stylebook_is_drawn_whole(path, language):
    client = Client()
    client.cookies["django_language"] = language
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in page
    assert page.rstrip().endswith("</html>")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "an id stands once"
    assert not re.search(r"<script(?! src=)", page), "the content policy allows no inline script"
    assert not re.search(r'\son\w+="', page)
    assert "<style" not in page


def test_samples_are_marked_as_samples():
    assert "chỉ là ví dụ" in Client().get("/kieu-mau/").content.decode()


def test_the_drawer_alone_equals_the_drawer_in_its_page():
    whole = Client().get("/kieu-mau/?so=cay-xanh")
    part = Client().get("/kieu-mau/?so=cay-xanh", headers={"HX-Request": "true"})
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]
    assert "<html" not in part.content.decode()
    assert part.content.decode().strip() in whole.content.decode()


def test_a_page_rebuilt_after_the_back_key_is_whole():
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in Client().get("/kieu-mau/?so=cay-xanh", headers=headers).content.decode()


def test_messages_are_toasts():
    page = Client().get("/kieu-mau/?thong-bao=1").content.decode()
    assert page.count('<div class="toast"><p>Đã ghi') == 1
    assert page.count('<div class="toast bad"><p>Báo cáo') == 1


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_and_gives_a_way_out(name):
    page = render_to_string(name)
    assert re.search(r"<h1>[^<]{10,}</h1>", page)
    assert re.search(r"<p>[^<]{40,}</p>", page)
    assert '<a class="btn btn-primary" href="/">' in page


def test_django_itself_draws_the_error_pages():
    request = RequestFactory().get("/khong-co/<script>")
    request.COOKIES["viecthat_theme"] = "dark"
    missing = page_not_found(request, Exception())
    assert missing.status_code == 404
    assert 'data-theme="dark"' in missing.content.decode()
    assert "<script>" not in missing.content.decode()
    assert "Máy chủ gặp lỗi" in server_error(request).content.decode()
    reason = permission_denied(request, Exception("Chỉ bí thư <b> được ký.")).content.decode()
    assert "Chỉ bí thư &lt;b&gt; được ký." in reason
    assert "Quyền đi theo chức vụ" in permission_denied(request, Exception()).content.decode()
