"""Compile the translations, FILE.po to FILE.mo beside it, without gettext being installed.

    python tools/compile_messages.py src/viecthat/locale/en/LC_MESSAGES/django.po …

The .mo files are not committed: every installation makes its own, and a machine without msgfmt makes the same ones.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")')


@dataclass
class Message:
    """One entry of a catalogue; `strings` holds its translations by plural form."""

    line: int
    context: str | None = None
    id: str = ""
    plural: str | None = None
    strings: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def translated(self) -> bool:
        """Whether it may be shown: complete, and no guess of a tool. The heading, which has no id, always is."""
        return not (self.fuzzy and self.id) and bool(self.strings) and all(self.strings.values())

    @property
    def key(self) -> str:
        """The entry's name in the compiled file: context, id and plural with the separators gettext uses."""
        name = self.id if self.plural is None else f"{self.id}\0{self.plural}"
        return name if self.context is None else f"{self.context}\4{name}"


def read_messages(po: Path) -> list[Message]:
    """Every entry of a .po file, the heading included; retired ones (#~) left out. Raises ValueError with the line."""
    return [message for message in _entries(po) if message.strings]


def _entries(po: Path) -> Iterator[Message]:
    message, current, fuzzy = Message(0), None, False
    for number, raw in enumerate(po.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        if not line or line.startswith("#"):
            continue
        if line.startswith('"'):
            if current is None:
                raise ValueError(f"{po}:{number}: a text that belongs to nothing")
            _append(message, current, ast.literal_eval(line))
            continue
        found = KEYWORD.fullmatch(line)
        if found is None:
            raise ValueError(f"{po}:{number}: not a line of a catalogue: {line}")
        keyword, form, text = found.groups()
        if keyword == "msgctxt" or (keyword == "msgid" and current != ("msgctxt", 0)):
            yield message
            message, fuzzy = Message(number, fuzzy=fuzzy), False
        current = (keyword, int(form or 0))
        _append(message, current, ast.literal_eval(text))
    yield message


def _append(message: Message, current: tuple[str, int], text: str) -> None:
    keyword, form = current
    if keyword == "msgctxt":
        message.context = (message.context or "") + text
    elif keyword == "msgid":
        message.id += text
    elif keyword == "msgid_plural":
        message.plural = (message.plural or "") + text
    else:
        message.strings[form] = message.strings.get(form, "") + text


def compiled(messages: list[Message]) -> bytes:
    """The .mo file: two tables of (length, offset), then the texts, sorted so that a reader can search by halves."""
    pairs = sorted(
        (message.key.encode(), "\0".join(message.strings[form] for form in sorted(message.strings)).encode())
        for message in messages
        if message.translated
    )
    count = len(pairs)
    ids_at, strings_at, texts_at = 28, 28 + 8 * count, 28 + 16 * count
    tables: list[int] = []
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            tables += [len(pair[column]), texts_at + len(texts)]
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, count, ids_at, strings_at, 0, texts_at)
    return head + struct.pack(f"<{len(tables)}I", *tables) + texts


def main(files: list[str]) -> None:
    """Compile each file named."""
    for name in files:
        po = Path(name)
        po.with_suffix(".mo").write_bytes(compiled(read_messages(po)))


if __name__ == "__main__":
    main(sys.argv[1:])
