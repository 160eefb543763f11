"""A command typed wrongly: what is wrong with it, as a sentence."""

import difflib
from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext


def misuse(wrong: CommandError, command: str) -> str:
    """The sentence for a command line that could not be read; ends with how to see the right one."""
    return f"{_what(wrong)} " + gettext("Xem: viecthat {command} --help").format(command=command)


def nearest(word: str, words: Sequence[str]) -> str | None:
    """The word that was probably meant."""
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return found[0] if found else None


def _what(wrong: CommandError) -> str:
    cause = wrong.__cause__
    # By name: the classes belong to typer's private copy of click.
    match type(cause).__name__:
        case "NoSuchOption":
            option = getattr(cause, "option_name", "")
            meant = next(iter(getattr(cause, "possibilities", None) or ()), None)
            if meant:
                return gettext("Không có lựa chọn {option}; có phải {meant}?").format(option=option, meant=meant)
            return gettext("Không có lựa chọn {option}.").format(option=option)
        case "MissingParameter":
            return gettext("Thiếu {name}.").format(name=_hint(cause))
        case "BadParameter":
            return gettext("Giá trị của {name} không đúng: {why}").format(name=_hint(cause), why=_wanted(cause))
        case "UsageError" if "extra argument" in str(cause):
            extra = str(cause).rpartition("(")[2].rstrip(")")
            return gettext("Thừa “{extra}”.").format(extra=extra)
        case _:
            return gettext("Lệnh gõ chưa đúng: {why}").format(why=_end(str(wrong).removeprefix("Error: ")))


def _hint(cause: BaseException | None) -> str:
    parameter = getattr(cause, "param", None)
    if parameter is None:
        return str(getattr(cause, "param_hint", "") or "")
    options = [option for option in parameter.opts if option.startswith("-")]
    return str(options[0] if options else parameter.human_readable_name)


def _wanted(cause: BaseException | None) -> str:
    wanted: Any = getattr(getattr(cause, "param", None), "type", None)
    match type(wanted).__name__, wanted:
        case (("IntRange" | "FloatRange"), _) if None not in {wanted.min, wanted.max}:
            return gettext("cần một số từ {least} đến {most}.").format(least=wanted.min, most=wanted.max)
        case (("IntRange" | "FloatRange" | "IntParamType" | "FloatParamType"), _):
            return gettext("cần một số.")
        case (("Choice" | "TyperChoice"), _):
            return gettext("chọn một trong {choices}.").format(choices=", ".join(map(str, wanted.choices)))
        case _:
            return _end(str(cause))


def _end(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def speak_vietnamese() -> None:
    """Name the parts of a help text in the reader's language; they are constants of typer's module."""
    from typer import rich_utils  # noqa: PLC0415 - only a command that parses its words needs it

    rich_utils.ARGUMENTS_PANEL_TITLE = gettext("Đối số")
    rich_utils.OPTIONS_PANEL_TITLE = gettext("Lựa chọn")
    rich_utils.COMMANDS_PANEL_TITLE = gettext("Lệnh")
    rich_utils.ERRORS_PANEL_TITLE = gettext("Lỗi")
