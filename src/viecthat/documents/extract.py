"""The words of a file that somebody sends: DOCX, PDF or plain text, a paragraph a line."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table

from viecthat.documents.text import clean
from viecthat.kernel.errors import Refused, gettext_noop

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
PLAIN = "text/plain"
OLD_WORD = "application/msword"
EXTENSIONS = {DOCX: "docx", PDF: "pdf", PLAIN: "txt"}
MOST_CHARACTERS = 2_000_000
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_SECONDS_FOR_OLD_WORD = 60
_MOST_UNPACKED = 200 * 2**20
_SENTENCE_ENDS = (".", ":", ";", "!", "?", "…")
_BROKEN = (pypdfium2.PdfiumError, PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError)
_NEW_PARAGRAPH = re.compile(r"(?:[-–+•*]|\d{1,3}[.)/]|[a-zđ][.)]|[IVXL]{1,6}[.)]|Điều \d)\s")

_PARAGRAPH, _TABLE, _TEXT = qn("w:p"), qn("w:tbl"), qn("w:t")
_CONTROL, _CONTROLLED = qn("w:sdt"), qn("w:sdtContent")
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# How it looks, what was struck out, and what is drawn once more for old programs.
_UNREAD = {*map(qn, ("w:pPr", "w:rPr", "w:sdtPr", "w:del"))} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


def kind_of(content: bytes, *, field: str | None = None) -> str:
    """The type of a document, told by its bytes. Refused when it is none of the three."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if "word/document.xml" in packed.namelist():
                    return DOCX
        except zipfile.BadZipFile:
            pass
    elif content and b"\x00" not in content and _decoded(content) is not None:
        return PLAIN
    raise Refused(gettext_noop("Tệp này không phải DOCX, PDF hay TXT; lưu lại thành một trong ba loại."), field=field)


def text_of(content: bytes, *, field: str | None = None) -> str:
    """Paragraphs joined by line ends; empty for a scan that holds pictures only. Refused when it can't be opened.

    Word's old DOC is read too, where the machine has antiword or LibreOffice.
    """
    kind = OLD_WORD if content.startswith(_COMPOUND_FILE) else kind_of(content, field=field)
    try:
        lines = {DOCX: _docx_lines, PDF: _pdf_lines, PLAIN: _plain_lines, OLD_WORD: _doc_lines}[kind](content)
        tidy = (" ".join(clean(line).split()) for line in lines)
        return "\n".join(line for line in tidy if line)[:MOST_CHARACTERS]
    except (
        pypdfium2.PdfiumError,
        PackageNotFoundError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        SyntaxError,
        OSError,
        subprocess.SubprocessError,
    ) as wrong:
        raise Refused(
            gettext_noop("Không mở được tệp: tệp hỏng hoặc có mật khẩu. Mở thử rồi lưu lại."), field=field
        ) from wrong


def _docx_lines(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
            raise ValueError("a bomb")
    document = Document(io.BytesIO(content))
    for block in _blocks(document.element.body):
        if block.tag == _PARAGRAPH:
            yield from _words_in(block).split("\n")
            continue
        for row in Table(block, document).rows:
            cells = dict.fromkeys(" ".join(map(_words_in, cell._tc.iter(_PARAGRAPH))).strip() for cell in row.cells)
            yield " · ".join(cell.replace("\n", " ") for cell in cells if cell)


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables in order, those in content controls too: a report made here keeps its figures in them."""
    for child in parent:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag == _CONTROL:
            yield from (block for content in child.iterchildren(_CONTROLLED) for block in _blocks(content))


def _words_in(parent: BaseOxmlElement) -> str:
    """The words of a paragraph, wherever they stand in it."""
    said: list[str] = []
    for child in parent:
        if child.tag == _TEXT:
            said.append(child.text or "")
        elif child.tag in _BREAKS:
            said.append(_BREAKS[child.tag])
        elif child.tag not in _UNREAD:
            said.append(_words_in(child))
    return "".join(said)


def _pdf_lines(content: bytes) -> Iterator[str]:
    opened = pypdfium2.PdfDocument(content)
    try:
        for page in opened:
            text_page = page.get_textpage()
            yield from _joined(text_page.get_text_range().splitlines())
            text_page.close()
            page.close()
    finally:
        opened.close()


def _doc_lines(content: bytes) -> Iterator[str]:
    """By another program in a folder of its own: the format is too old for a library that is still kept up."""
    antiword, office = shutil.which("antiword"), shutil.which("soffice")
    if antiword is None and office is None:
        raise Refused(gettext_noop("Máy chủ chưa đọc được tệp DOC đời cũ; mở bằng Word rồi lưu thành DOCX."))
    with tempfile.TemporaryDirectory() as folder:
        sent = Path(folder) / "sent.doc"
        sent.write_bytes(content)
        if antiword:
            call = [antiword, "-m", "UTF-8.txt", "-w", "0", str(sent)]
            words = subprocess.run(call, capture_output=True, check=True, timeout=_SECONDS_FOR_OLD_WORD).stdout
        else:
            call = [str(office), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
            call += ["txt:Text (encoded):UTF8", "--outdir", folder, str(sent)]
            subprocess.run(call, capture_output=True, check=True, timeout=_SECONDS_FOR_OLD_WORD)
            words = (Path(folder) / "sent.txt").read_bytes()
    yield from words.decode("utf-8-sig", errors="replace").splitlines()


def _plain_lines(content: bytes) -> Iterator[str]:
    yield from (_decoded(content) or "").splitlines()


def _joined(lines: list[str]) -> Iterator[str]:
    """Lines of a page put together to paragraphs: one goes on until it ends like a sentence or another begins."""
    held = ""
    for line in (raw.strip() for raw in lines):
        if not line or (held and (held.endswith(_SENTENCE_ENDS) or _NEW_PARAGRAPH.match(line))):
            yield held
            held = line
        else:
            held = f"{held} {line}".strip()
    yield held


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
