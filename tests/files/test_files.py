"""Kept files: pictures drawn anew, kept once by content, refused in sentences, proved by their digest."""

import hashlib
import io

import pytest
from PIL import Image

from tests.factories import AT, make_photo
from viecthat.files import commands
from viecthat.files.commands import LONGEST_SIDE, keep_image
from viecthat.files.models import KeptFile, path_of
from viecthat.files.queries import damaged_files, file_with_digest
from viecthat.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def keep(content, field="photos"):
    return keep_image(content=content, at=AT, field=field)


class TestKeep:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_bytes_lie_under_their_own_digest(self, kind):
        kept = keep(make_photo(kind=kind))
        content = kept.path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == kept.digest == kept.path.name
        assert (kept.size, kept.content_type) == (len(content), "image/jpeg")
        assert (kept.width, kept.height) == (64, 48)
        assert file_with_digest(kept.digest) == kept

    def test_the_same_picture_is_kept_once(self, tmp_path):
        assert keep(make_photo()) == keep(make_photo())
        assert KeptFile.objects.count() == 1
        assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [KeptFile.objects.get().digest]

    def test_what_a_camera_writes_is_gone(self):
        sent = make_photo(camera="Máy ảnh bí mật")
        assert "Máy ảnh bí mật".encode() in sent or b"Exif" in sent
        kept = keep(sent)
        content = kept.path.read_bytes()
        assert b"Exif" not in content
        assert not Image.open(io.BytesIO(content)).getexif()

    def test_turned_upright(self):
        sent = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was held on its side
        Image.new("RGB", (64, 48)).save(sent, "JPEG", exif=exif)
        kept = keep(sent.getvalue())
        assert (kept.width, kept.height) == (48, 64)

    def test_made_smaller_and_never_larger(self):
        kept = keep(make_photo(size=(LONGEST_SIDE * 2, LONGEST_SIDE)))
        assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)

    @pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "1"])
    def test_every_kind_of_colour(self, mode):
        sent = io.BytesIO()
        kind = "JPEG" if mode == "CMYK" else "PNG"
        Image.new(mode, (8, 8)).save(sent, kind)
        assert keep(sent.getvalue()).content_type == "image/jpeg"


class TestRefusals:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"%PDF-1.7 ...",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"GIF89a" + b"\0" * 50,
            b"\xff\xd8\xff\xe0" + b"\0" * 200,
            make_photo()[:200],
        ],
        ids=["nothing", "a document", "a drawing with a script", "an animation", "a broken head", "half a photo"],
    )
    def test_no_picture(self, content, tmp_path):
        with pytest.raises(Refused, match="Tệp này không phải ảnh") as caught:
            keep(content, field="photo")
        assert caught.value.field == "photo"
        assert not KeptFile.objects.exists()
        assert not any(p.is_file() for p in tmp_path.rglob("*"))

    def test_too_heavy(self, monkeypatch):
        monkeypatch.setattr(commands, "MOST_BYTES", 100)
        with pytest.raises(Refused, match="nặng quá"):
            keep(make_photo())

    def test_too_many_dots(self, monkeypatch):
        monkeypatch.setattr(commands, "MOST_PIXELS", 64 * 48 - 1)
        with pytest.raises(Refused, match="điểm ảnh"):
            keep(make_photo())


class TestDamage:
    def test_whole_files_are_told_apart_from_damaged_ones(self):
        whole, changed, gone = (keep(make_photo((n, n, n))) for n in (10, 100, 200))
        path_of(changed.digest).write_bytes(b"x" * changed.size)
        path_of(gone.digest).unlink()
        found = {digest: damage and str(damage) for digest, damage in damaged_files()}
        assert found == {
            whole.digest: None,
            changed.digest: "nội dung khác lúc nhận",
            gone.digest: "không còn trên đĩa",
        }

    def test_no_files(self):
        assert list(damaged_files()) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_one_query(self, django_assert_num_queries, count):
        for n in range(count):
            keep(make_photo((n, n, 99)))
        with django_assert_num_queries(1):
            assert len(list(damaged_files())) == count
