"""Photos are shown to those who may see the activity, as pictures and as nothing else."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from tests.factories import make_account, make_activity, make_officer, make_photo, sign_in


@pytest.fixture
def evidence(tree):
    activity = make_activity(
        tree.branch, make_officer("branch_secretary", tree.branch), photos=[make_photo(size=(1200, 900))]
    )
    return activity.evidence.get()


@pytest.mark.parametrize(("name", "size"), [("evidence", (1200, 900)), ("thumbnail", (480, 360))])
def test_a_photo_is_sent_inline_and_locked_in(tree, client, evidence, name, size) -> None:
    sign_in(client, make_officer("inspector", tree.city))

    for _again in range(2):  # drawn, then kept
        answer = client.get(reverse(f"activities:{name}", args=[evidence.pk]))

        assert answer.status_code == 200
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert (picture.format, picture.size) == ("JPEG", size)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("inline;")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer.headers["Cache-Control"]
        assert "public" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["evidence", "thumbnail"])
def test_a_photo_does_not_exist_for_those_outside(tree, client, evidence, name) -> None:
    address = reverse(f"activities:{name}", args=[evidence.pk])

    assert client.get(address).headers["Location"].startswith(reverse("accounts:sign-in"))
    for actor in (make_account(), make_officer("branch_secretary", tree.sister)):
        sign_in(client, actor)
        assert client.get(address).status_code == 404
    sign_in(client, make_officer("keeper", tree.commune))
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.get(reverse(f"activities:{name}", args=[evidence.pk + 1000])).status_code == 404


@pytest.mark.parametrize("name", ["evidence", "thumbnail"])
def test_a_photo_whose_bytes_are_gone_is_not_found(tree, client, name) -> None:
    officer = sign_in(client, make_officer("branch_secretary", tree.branch))
    evidence = make_activity(tree.branch, officer, photos=[make_photo((9, 8, 7))]).evidence.get()
    evidence.file.path.unlink()

    assert client.get(reverse(f"activities:{name}", args=[evidence.pk])).status_code == 404
