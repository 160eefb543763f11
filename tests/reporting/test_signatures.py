"""Detached signatures with real keys: what fits, what does not and why, who is trusted, what the page says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import AT, make_officer, sign_in
from tests.reporting.making import call_of, form_of, report_of
from viecthat.documents.signatures import check_signature, trusted_roots
from viecthat.kernel.errors import Refused
from viecthat.reporting.commands.printing import print_edition
from viecthat.reporting.commands.signature import attach_signature
from viecthat.reporting.commands.steps import sign_report
from viecthat.reporting.models import EditionSignature

NOW = datetime.now(UTC).replace(microsecond=0)  # the signing library stamps the hour of the machine
DETACHED = (PKCS7Options.DetachedSignature, PKCS7Options.Binary)
PRINT = b"%PDF-1.7 the print"


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Any


def holder(name: str, *, key: Any = None, by: Holder | None = None, ca: bool = False, until: timedelta | None = None):
    """A certificate from a hundred days ago; by itself when `by` nobody."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Thành đoàn")]
    )
    signer = by.key if by else key
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=100))
        .not_valid_after(NOW + (until or timedelta(days=100)))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.KeyUsage(not ca, not ca, *[False] * 3, ca, ca, *[False] * 2), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if not ca:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return Holder(made.sign(signer, hashes.SHA256()), key)


ROOT = holder("Gốc của tổ chức", ca=True)
BETWEEN = holder("Nơi cấp", by=ROOT, ca=True)
SECRETARY = holder("Nguyễn Thu Hà", by=BETWEEN)


def sign(content, who=SECRETARY, *, encoding=Encoding.DER, options=DETACHED, beside=(BETWEEN,)):
    made = PKCS7SignatureBuilder().set_data(content).add_signer(who.certificate, who.key, hashes.SHA256())
    for one in beside:
        made = made.add_certificate(one.certificate)
    return made.sign(encoding, list(options))


def check(signature, content=PRINT, *, roots=(ROOT,)):
    return check_signature(signature, content, [one.certificate for one in roots], at=NOW)


def test_a_signature_that_fits_says_who_signed_and_whether_they_are_trusted():
    for encoding in (Encoding.DER, Encoding.PEM):
        before = datetime.now(UTC)
        told = check(sign(PRINT, encoding=encoding))
        assert (told.signer, told.issuer, told.trusted) == ("Nguyễn Thu Hà, Thành đoàn", "Nơi cấp, Thành đoàn", True)
        assert told.signed_at is not None
        # To the second: the signature says no more.
        assert before - timedelta(seconds=1) <= told.signed_at <= datetime.now(UTC)
    assert check(sign(PRINT, holder("RSA", key=rsa.generate_private_key(65537, 2048), by=ROOT))).trusted
    assert check(sign(PRINT, options=(*DETACHED, PKCS7Options.NoAttributes))).signed_at is None
    # Its own root, another root, no root, the certificate between left out: it fits, and nobody vouches for it here.
    assert not check(sign(PRINT, holder("Tự cấp"))).trusted
    assert not check(sign(PRINT), roots=(holder("Gốc khác", ca=True),)).trusted
    assert not check(sign(PRINT), roots=()).trusted
    assert not check(sign(PRINT, beside=())).trusted
    # Who is not an authority vouches for nobody.
    assert not check(sign(PRINT, holder("Con", by=SECRETARY), beside=(SECRETARY, BETWEEN))).trusted


def test_every_refusal_says_what_is_wrong():
    whole = sign(PRINT)
    bent = bytearray(whole)
    bent[-4] ^= 1
    wrong = {
        "không phải của bản in": (whole, b"%PDF-1.7 another"),
        "đã bị sửa": (bytes(bent), PRINT),
        "không phải tệp chữ ký": (b"PK not a signature", PRINT),
        "hoặc tệp đã hỏng": (whole[:-30], PRINT),
        "gói cả văn bản": (sign(PRINT, options=(PKCS7Options.Binary,)), PRINT),
        "không kèm chứng thư": (sign(PRINT, options=(*DETACHED, PKCS7Options.NoCerts), beside=()), PRINT),
        "không còn hoặc chưa có hiệu lực": (sign(PRINT, holder("Cũ", by=ROOT, until=-timedelta(days=1))), PRINT),
        "không dùng để ký": (sign(PRINT, BETWEEN, beside=()), PRINT),
        "nặng quá 1 MB": (b"0" * (2**20 + 1), PRINT),
    }
    for words, (signature, content) in wrong.items():
        with pytest.raises(Refused, match=words):
            check(signature, content)
    with pytest.raises(Refused, match="tương lai"):
        check_signature(whole, PRINT, [], at=NOW - timedelta(days=1))


def test_roots_are_kept_in_a_folder(tmp_path):
    assert trusted_roots(tmp_path / "none") == []
    (tmp_path / "two.pem").write_bytes(b"".join(one.certificate.public_bytes(Encoding.PEM) for one in (ROOT, BETWEEN)))
    (tmp_path / "one.cer").write_bytes(SECRETARY.certificate.public_bytes(Encoding.DER))
    (tmp_path / "stray.crt").write_bytes(b"no certificate")
    (tmp_path / "notes.txt").write_bytes(b"of no matter")
    assert trusted_roots(tmp_path) == [one.certificate for one in (SECRETARY, ROOT, BETWEEN)]


@pytest.fixture
def edition(tree, monkeypatch):
    branch = make_officer("branch_secretary", tree.branch)
    report = report_of(call_of(form_of(), tree.centre), tree.branch, branch)
    monkeypatch.setattr("viecthat.reporting.pages.editions.now", lambda: NOW)
    return sign_report(report=report, actor=branch, at=AT)


def test_a_signature_is_attached_to_the_print_and_shown(edition, tree, client, settings, tmp_path):
    settings.VIECTHAT_TRUSTED_ROOTS = tmp_path
    (tmp_path / "root.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    address = f"/bao-cao/{edition.report_id}/ban/1/"
    sign_in(client, edition.signed_by)
    printed = client.get(f"{address}bao-cao.pdf").content
    good, stranger = sign(printed), sign(printed, holder("Người lạ"))

    def send(content):
        return client.post(address, {"file": SimpleUploadedFile("a.p7s", content)}, follow=True)

    answer = send(sign(b"%PDF another"))
    assert answer.status_code == 422
    assert "không phải của bản in PDF này" in answer.content.decode()
    assert client.post(address).status_code == 422
    assert not EditionSignature.objects.exists()
    for content in (good, stranger):
        assert "Đã kiểm tra và gắn chữ ký số." in send(content).content.decode()
    assert "Chữ ký này đã gắn rồi" in send(good).content.decode()
    shown = client.get(address).content.decode()
    assert "Nguyễn Thu Hà, Thành đoàn" in shown
    assert "do nơi được tin cấp" in shown
    assert "chưa nằm trong danh sách được tin" in shown
    first = EditionSignature.objects.order_by("pk").first()
    assert (first.valid, first.trusted, first.serial) == (True, True, f"{SECRETARY.certificate.serial_number:X}")
    assert client.get(f"{address}chu-ky/{first.pk}/").content == good
    assert client.get(f"{address}chu-ky/{first.pk + 99}/").status_code == 404
    assert print_edition(edition=edition, at=NOW) == printed
    # Who only reads sees who signed and attaches nothing.
    sign_in(client, make_officer("inspector", tree.commune))
    assert 'type="file"' not in client.get(address).content.decode()
    assert send(sign(printed)).status_code == 403
    with pytest.raises(Refused, match="Chỉ người làm báo cáo"):
        attach_signature(edition=edition, content=good, actor=make_officer("inspector", tree.branch), at=NOW)
    assert EditionSignature.objects.count() == 2
