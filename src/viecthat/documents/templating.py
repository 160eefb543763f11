"""A Word file with fields {{ name }} that somebody else wrote: looked over before it is kept, filled in a closed room.

Fields are Jinja's, put in by docxtpl; of its language only what is needed is let through: names, one loop over a list,
a condition, a few filters. The environment is sandboxed besides.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from viecthat.documents import measure, wordml
from viecthat.documents.docx import BlockWriter
from viecthat.documents.model import Block, Bullets, Lang, PageBreak, Paragraph, as_runs
from viecthat.kernel.errors import Refused, gettext_noop

MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 80 * 2**20
MOST_PARTS = 800
_NAMED = 6
_FILTERS = frozenset({"upper", "lower", "capitalize", "length", "default"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
_MACROS = re.compile(r"vbaProject|vbaData|activeX|oleObject|\.bin$", re.IGNORECASE)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
_LINK = b"/hyperlink"


@dataclass(frozen=True, slots=True)
class FieldSet:
    """What a template may name: words, lists with the names of their items' parts, groups with their members, blocks.

    A block is a whole text put in the place of a paragraph that holds nothing but its name.
    """

    words: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    blocks: frozenset[str]


def fields_in(content: bytes, allowed: FieldSet, *, field: str = "file") -> list[str]:
    """The names of the fields that stand in the file, sorted.

    Raises Refused for what is no Word file, holds macros, unpacks into too much, asks for something from outside,
    names fields that there are not, or holds commands beyond the few allowed.
    """
    _look_into(content, field)
    found: set[str] = set()
    unknown: set[str] = set()
    try:
        for words in _texts(DocxTemplate(io.BytesIO(content))):
            _walk(_environment().parse(words), allowed, found, unknown, field)
    except TemplateSyntaxError as wrong:
        raise Refused(
            gettext_noop("Mẫu viết sai ở một trường: {why}."), field=field, why=wrong.message or ""
        ) from wrong
    except (KeyError, ValueError, zipfile.BadZipFile) as wrong:
        raise Refused(gettext_noop("Tệp này không phải tệp Word (.docx) đọc được."), field=field) from wrong
    if unknown:
        named = ", ".join(sorted(unknown)[:_NAMED])
        raise Refused(gettext_noop("Mẫu có trường không biết: {names}."), field=field, names=named)
    if not found:
        raise Refused(gettext_noop("Mẫu chưa có trường nào, ví dụ {example}."), field=field, example="{{ noi_dung }}")
    return sorted(found)


def _look_into(content: bytes, field: str) -> None:
    if len(content) > MOST_BYTES:
        raise Refused(gettext_noop("Mẫu nặng quá {most} MB."), field=field, most=MOST_BYTES >> 20)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(gettext_noop("Tệp bung ra quá lớn, không nhận."), field=field)
            names = [part.filename for part in parts]
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise Refused(gettext_noop("Tệp này không phải tệp Word (.docx) đọc được."), field=field)
            types = packed.read("[Content_Types].xml")
            if any(_MACROS.search(name) for name in names) or b"macroEnabled" in types:
                raise Refused(gettext_noop("Mẫu có macro hoặc đối tượng nhúng, không nhận."), field=field)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_at(packed.read(part), part.filename, field)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise Refused(gettext_noop("Tệp này không phải tệp Word (.docx) đọc được."), field=field) from wrong


def _look_at(inner: bytes, name: str, field: str) -> None:
    if _ENTITY.search(inner):
        raise Refused(gettext_noop("Mẫu có khai báo lạ trong ruột tệp, không nhận."), field=field)
    if name.endswith(".rels") and any(_LINK not in found[0] for found in _OUTSIDE.finditer(inner)):
        raise Refused(gettext_noop("Mẫu lấy nội dung từ bên ngoài, không nhận; nhúng hẳn vào tệp."), field=field)


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


def _texts(template: DocxTemplate) -> Iterable[str]:
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def _walk(tree: nodes.Template, allowed: FieldSet, found: set[str], unknown: set[str], field: str) -> None:
    items: dict[str, str] = {}
    for loop in tree.find_all(nodes.For):
        listed, target = loop.iter, loop.target
        inner = any(True for part in loop.body for _ in part.find_all(nodes.For)) or any(
            isinstance(part, nodes.For) for part in loop.body
        )
        if not isinstance(listed, nodes.Name) or not isinstance(target, nodes.Name) or inner or loop.recursive:
            raise Refused(gettext_noop("Mẫu chỉ được lặp một tầng trên một danh sách có sẵn."), field=field)
        if listed.name in allowed.lists:
            items[target.name] = listed.name
        else:
            unknown.add(listed.name)
    for node in _all(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in _FILTERS):
            raise Refused(
                gettext_noop("Mẫu có lệnh không được dùng: {what}."), field=field, what=type(node).__name__.lower()
            )
        if isinstance(node, nodes.Getattr):
            _attribute(node, allowed, items, found, unknown, field)
        elif isinstance(node, nodes.Name) and node.ctx == "load":
            _name(node.name, allowed, items, found, unknown)


def _all(tree: nodes.Node) -> Iterable[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all(child)


def _attribute(
    node: nodes.Getattr, allowed: FieldSet, items: Mapping[str, str], found: set[str], unknown: set[str], field: str
) -> None:
    if not isinstance(node.node, nodes.Name):
        raise Refused(gettext_noop("Mẫu có lệnh không được dùng: {what}."), field=field, what=node.attr)
    of = node.node.name
    members = allowed.lists[items[of]] if of in items else allowed.groups.get(of, frozenset())
    if of == "loop":
        return
    (found if node.attr in members else unknown).add(f"{of}.{node.attr}")


def _name(name: str, allowed: FieldSet, items: Mapping[str, str], found: set[str], unknown: set[str]) -> None:
    if name in items or name in allowed.groups or name == "loop":
        return
    known = name in allowed.words or name in allowed.blocks or name in allowed.lists
    (found if known else unknown).add(name)


def fill_template(content: bytes, words: Mapping[str, Any], blocks: Mapping[str, Sequence[Block]], lang: Lang) -> bytes:
    """The file with its fields filled. Raises Refused for a file that was not looked over and can't be filled."""
    template = DocxTemplate(io.BytesIO(content))
    marks = {name: f"\ue000{name}\ue001" for name in blocks}
    try:
        template.render({**words, **marks}, jinja_env=_environment(), autoescape=True)
    except (TemplateError, ValueError, TypeError) as wrong:
        raise Refused(gettext_noop("Mẫu Word của đơn vị không điền được: {why}."), why=str(wrong)[:200]) from wrong
    word = template.docx
    _lend_styles(word)
    plain = {name: tuple(_dashed(some)) for name, some in blocks.items()}
    writer = BlockWriter(word, lang, [block for some in plain.values() for block in some])
    width = _width(word)
    for paragraph in list(word.element.body.iter(qn("w:p"))):
        said = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        name = next((name for name, mark in marks.items() if mark in said), None)
        if name is None:
            continue
        for block in plain[name]:
            for made in writer.elements(block, width):
                paragraph.addprevious(made)
        # A cell must end with a paragraph.
        if paragraph.getnext() is None and paragraph.getparent().tag == qn("w:tc"):
            for run in list(paragraph.iter(qn("w:r"))):
                run.getparent().remove(run)
        else:
            paragraph.getparent().remove(paragraph)
    return wordml.saved(word)


def _dashed(blocks: Sequence[Block]) -> Iterable[Block]:
    """Lists as paragraphs with dashes: the numbering of somebody else's file is not ours to use."""
    for block in blocks:
        if isinstance(block, Bullets):
            yield from (Paragraph(("- ", *as_runs(item))) for item in block.items)
        elif not isinstance(block, PageBreak):
            yield block


def _width(word: Document) -> float:
    section = word.sections[0]
    wide, left, right = section.page_width, section.left_margin, section.right_margin
    return (wide - left - right) / 36_000 if wide and left is not None and right is not None else measure.UPRIGHT


def _lend_styles(word: Document) -> None:
    """Our styles that the file does not have; those it has stay its own."""
    styles = word.styles.element
    known = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    for style in wordml.blank_document().styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) not in known and style.get(qn("w:default")) is None:
            styles.append(style)
