"""Detached signatures (CMS, PKCS#7): who signed a file, by which certificate, and whether the signature fits it.

Pure: bytes in, findings out. The envelope is read by asn1crypto, which takes BER as signing programs write it; digests,
signatures and certificates are checked by cryptography.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtensionOID, NameOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from viecthat.kernel.errors import Refused, gettext_noop

MOST_SIGNATURE_BYTES = 2**20
# SHA-1 and MD5 can be forged.
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_NO_SIGNATURE = gettext_noop("Đây không phải tệp chữ ký số (CMS/PKCS#7, .p7s hoặc .p7m), hoặc tệp đã hỏng.")
_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----\s*(.*?)\s*-----END (?:PKCS7|CMS)-----", re.DOTALL)
_CLOCKS_APART = timedelta(hours=1)
_BROKEN = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError,
    UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature that fits its file. signed_at: as the signature says, None where it does not.

    trusted: its certificate leads to a root that is trusted here, and was valid then.
    """

    signer: str
    issuer: str
    serial: str
    signed_at: datetime | None
    valid_from: datetime
    valid_until: datetime
    trusted: bool


def check_signature(
    signature: bytes, document: bytes, roots: Sequence[x509.Certificate], *, at: datetime, field: str = "signature"
) -> CheckedSignature:
    """Hold a detached signature, DER or PEM, against the document it is for.

    at: the moment to judge the certificate by where the signature names none. Raises Refused, with what is wrong: not
    a signature, the content inside, another document, changed since, not valid then, a kind that can't be checked.
    """
    try:
        return _checked(signature, document, roots, at, field)
    except _BROKEN as broken:  # asn1crypto reads lazily: what is wrong inside shows where it is first asked for
        raise Refused(_NO_SIGNATURE, field=field) from broken


def _checked(
    signature: bytes, document: bytes, roots: Sequence[x509.Certificate], at: datetime, field: str
) -> CheckedSignature:
    signed, signer = _read(signature, field)
    certificates = _certificates(signed)
    certificate = _certificate_of(signer, certificates, field)
    digest, covered, said_at = _covered(signer, document, field)
    _check_mathematics(signer, certificate, digest, covered, field)
    moment = said_at or at
    if moment > at + _CLOCKS_APART:
        raise Refused(gettext_noop("Giờ ký ghi trong chữ ký còn ở tương lai; xem lại đồng hồ máy đã ký."), field=field)
    if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
        raise Refused(
            gettext_noop("Chứng thư số của {name} không còn hoặc chưa có hiệu lực vào lúc ký."),
            field=field,
            name=_name(certificate.subject),
        )
    if not _may_sign(certificate):
        raise Refused(
            gettext_noop("Chứng thư số của {name} không dùng để ký được."), field=field, name=_name(certificate.subject)
        )
    return CheckedSignature(
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        signed_at=said_at,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        trusted=_leads_to(roots, certificate, certificates, moment),
    )


def trusted_roots(folder: Path) -> list[x509.Certificate]:
    """The certificates of a folder (`.pem`, `.crt`, `.cer`, `.der`); none when there is no such folder.

    A file that is no certificate is passed over: a stray one must not take all signatures' trust away.
    """
    found: list[x509.Certificate] = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix.lower() not in {".pem", ".crt", ".cer", ".der"}:
            continue
        content = path.read_bytes()
        try:
            if b"-----BEGIN" in content:
                found += x509.load_pem_x509_certificates(content)
            else:
                found.append(x509.load_der_x509_certificate(content))
        except ValueError:
            continue
    return found


def _read(content: bytes, field: str) -> tuple[cms.SignedData, cms.SignerInfo]:
    if len(content) > MOST_SIGNATURE_BYTES:
        raise Refused(gettext_noop("Tệp chữ ký nặng quá 1 MB; chọn tệp .p7s hoặc .p7m chỉ có chữ ký."), field=field)
    found = _PEM.search(content)
    envelope = cms.ContentInfo.load(b64decode(found[1]) if found else content, strict=True)
    if envelope["content_type"].native != "signed_data":
        raise Refused(_NO_SIGNATURE, field=field)
    signed = envelope["content"]
    signers = list(signed["signer_infos"])
    if not signers:
        raise Refused(gettext_noop("Tệp này không có chữ ký nào."), field=field)
    if signed["encap_content_info"]["content"].native is not None:
        raise Refused(
            gettext_noop("Tệp này gói cả văn bản bên trong; hãy ký tách rời (detached) bản in PDF tải từ đây."),
            field=field,
        )
    if len(signers) > 1:
        raise Refused(gettext_noop("Tệp này có nhiều chữ ký; gửi từng chữ ký một tệp."), field=field)
    return signed, signers[0]


def _certificates(signed: cms.SignedData) -> list[x509.Certificate]:
    return [
        x509.load_der_x509_certificate(choice.chosen.dump())
        for choice in signed["certificates"] or ()
        if choice.name == "certificate"
    ]


def _certificate_of(signer: cms.SignerInfo, certificates: Iterable[x509.Certificate], field: str) -> x509.Certificate:
    wanted = signer["sid"]
    for certificate in certificates:
        if wanted.name == "issuer_and_serial_number":
            same = (
                wanted.chosen["serial_number"].native == certificate.serial_number
                and wanted.chosen["issuer"].dump() == certificate.issuer.public_bytes()
            )
        else:
            same = _key_identifier(certificate) == wanted.chosen.native
        if same:
            return certificate
    raise Refused(
        gettext_noop("Tệp chữ ký không kèm chứng thư số của người ký; ký lại, chọn kèm chứng thư."), field=field
    )


def _key_identifier(certificate: x509.Certificate) -> bytes | None:
    try:
        found = certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_KEY_IDENTIFIER).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    return found.digest if isinstance(found, x509.SubjectKeyIdentifier) else None


def _covered(
    signer: cms.SignerInfo, document: bytes, field: str
) -> tuple[hashes.HashAlgorithm, bytes, datetime | None]:
    """By which digest, over which bytes the signature stands, and when it says it was made.

    Raises Refused when the digest inside is that of another document.
    """
    name = signer["digest_algorithm"]["algorithm"].native
    algorithm = _HASHES.get(name)
    if algorithm is None:
        raise Refused(
            gettext_noop("Chữ ký dùng thuật toán {name} đã yếu hoặc chưa hỗ trợ; ký lại bằng SHA-256 trở lên."),
            field=field,
            name=str(name).upper(),
        )
    attributes = signer["signed_attrs"]
    if not attributes:
        return algorithm, document, None
    told = {one["type"].native: one["values"] for one in attributes}
    digest = told["message_digest"][0].native if "message_digest" in told else None
    if digest != hashlib.new(name, document).digest():
        raise Refused(
            gettext_noop("Chữ ký này không phải của bản in PDF này: tệp đã ký khác bản in đang giữ."), field=field
        )
    said = told["signing_time"][0].native if "signing_time" in told else None
    moment = said.astimezone(UTC) if isinstance(said, datetime) else None
    return algorithm, attributes.untag().dump(), moment


def _check_mathematics(
    signer: cms.SignerInfo, certificate: x509.Certificate, algorithm: hashes.HashAlgorithm, covered: bytes, field: str
) -> None:
    key, value = certificate.public_key(), signer["signature"].native
    scheme = signer["signature_algorithm"]
    try:
        if isinstance(key, rsa.RSAPublicKey) and scheme["algorithm"].native == "rsassa_pss":
            named = scheme["parameters"]["hash_algorithm"]["algorithm"].native
            chosen = _HASHES[named]
            salt = scheme["parameters"]["salt_length"].native
            key.verify(value, covered, padding.PSS(padding.MGF1(chosen), salt), chosen)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, covered, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, covered, ec.ECDSA(algorithm))
        else:
            raise Refused(gettext_noop("Loại khóa của chứng thư số này chưa hỗ trợ; dùng RSA hoặc ECDSA."), field=field)
    except InvalidSignature as wrong:
        raise Refused(
            gettext_noop("Chữ ký không khớp: tệp chữ ký đã bị sửa, hoặc không phải của chứng thư số kèm theo."),
            field=field,
        ) from wrong
    except _BROKEN as broken:
        raise Refused(gettext_noop("Chữ ký dùng cách ký chưa hỗ trợ nên không kiểm tra được."), field=field) from broken


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return usage.digital_signature or usage.content_commitment


def _leads_to(
    roots: Sequence[x509.Certificate],
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    moment: datetime,
) -> bool:
    """Whether the certificate leads to a trusted root by certificates that were all valid at `moment`.

    A person's certificate need not be one of a web site: its extensions are not judged, those of its issuers are.
    """
    if not roots:
        return False
    policy = (
        PolicyBuilder()
        .store(Store(list(roots)))
        .time(moment)
        .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all())
    )
    try:
        policy.build_client_verifier().verify(certificate, [one for one in others if one != certificate])
    except (VerificationError, ValueError):
        return False
    return True


def _name(name: x509.Name) -> str:
    """Nguyễn Văn A, Thành đoàn Hà Nội."""
    parts: list[str] = []
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME):
        parts += [str(one.value) for one in name.get_attributes_for_oid(oid)]
    return (", ".join(dict.fromkeys(parts)) or name.rfc4514_string())[:300]
