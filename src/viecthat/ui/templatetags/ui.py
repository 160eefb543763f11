"""The parts of a page. Every tag escapes what it is given and needs no variable it is not given."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple, Protocol

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy as _, pgettext_lazy

from viecthat.kernel.dates import format_date, format_long_date, format_moment
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.numbers import NO_FIGURE, format_number, format_percent
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share

register = template.Library()

GOAL_PLACE = 80  # percent of a pace bar's width at which the goal stands (viecthat.css, .pace)

VERDICT_WORDS = {
    "EXCEEDED": pgettext_lazy("verdict", "Vượt"),
    "MET": pgettext_lazy("verdict", "Đạt"),
    "ON_PACE": pgettext_lazy("verdict", "Đúng tiến độ"),
    "PROMISING": pgettext_lazy("verdict", "Có triển vọng"),
    "PUSH": pgettext_lazy("verdict", "Cần đẩy mạnh"),
}
GRADES = {
    "verified": ("", _("đã xác minh"), _("Đã xác minh")),
    "evidenced": ("e", _("có minh chứng"), _("Có minh chứng")),
    "declared": ("d", _("kê khai"), _("Kê khai")),
}
GRADE_NUMBERS = {1: "declared", 2: "evidenced", 3: "verified"}


class Graded(Protocol):
    """A figure split by grade of proof; the three parts add up to it."""

    @property
    def declared(self) -> int: ...
    @property
    def evidenced(self) -> int: ...
    @property
    def verified(self) -> int: ...


# figures and days in the reader's language


def _language() -> str:
    return (get_language() or "vi")[:2]


@register.filter
def number(value: Decimal | Fraction | float | None, decimals: int | None = None) -> str:
    """Write 371893 as 371.893; a dash when there is no figure."""
    if value is None or value == "":
        return NO_FIGURE
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    if isinstance(value, float):
        value = Decimal(str(value))
    return format_number(value, decimals, lang=_language())


@register.filter
def percent(value: Share | Fraction | Decimal | float | None, decimals: int = 1) -> str:
    """A Share or a Fraction is a part of one; any other number already counts hundredths. A dash when undefined."""
    return percent_in(value, decimals, _language())


def percent_in(value: Share | Fraction | Decimal | float | None, decimals: int, language: str) -> str:
    """As `percent`. For those who write hundreds: whose language it is takes longer to find out than the number."""
    hundredths = _hundredths(value)
    return NO_FIGURE if hundredths is None else format_percent(hundredths, decimals, lang=language)


def _hundredths(value: Share | Fraction | Decimal | float | None) -> Decimal | None:
    match value:
        case None | "":
            return None
        case Share():
            return Decimal(value.n * 100) / Decimal(value.of) if value.of else None
        case Fraction():
            return Decimal(value.numerator * 100) / Decimal(value.denominator)
        case _:
            return Decimal(str(value))


def _by_clock(value: datetime) -> datetime:
    """The reader's own clock: a moment is kept in UTC."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _date_of(value: date | datetime) -> date:
    return _by_clock(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """25/06/2020; in English 25 Jun 2020, so that a day is never taken for a month."""
    return format_date(_date_of(value), lang=_language()) if value else NO_FIGURE


@register.filter
def long_day(value: date | datetime | None) -> str:
    """In words: ngày 25 tháng 6 năm 2020, 25 June 2020."""
    return format_long_date(_date_of(value), lang=_language()) if value else NO_FIGURE


@register.filter
def moment(value: datetime | None) -> str:
    """25/06/2020 17:42 by the reader's clock."""
    return format_moment(_by_clock(value), lang=_language()) if value else NO_FIGURE


@register.filter
def period_name(period: Period) -> str:
    """Năm 2026, quý II năm 2018; in English 2026, Q2 2018."""
    return period.name(_language())


# small marks


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A shape from icons.css; size "", "s" or "l". Never the only carrier of a meaning."""
    return _icon(name, size)


@lru_cache(maxsize=500)
def _icon(name: str, size: str) -> SafeString:
    return format_html('<i class="icon i-{}{}" aria-hidden="true"></i>', name, f" {size}" if size else "")


@register.simple_tag
def verdict(v: object = None) -> SafeString:
    """The chip of a judgement: a word, a shape and a tone. Takes a kernel.judging.Verdict, its value or nothing."""
    name = str(getattr(v, "name", v or "")).upper().replace("-", "_")
    if name not in VERDICT_WORDS:
        return format_html('<span class="chip">{}</span>', gettext("Chưa có số liệu"))
    slug = name.lower().replace("_", "-")
    return format_html('<span class="chip {}">{}{}</span>', slug, icon(slug), VERDICT_WORDS[name])


@register.simple_tag
def grade(g: object) -> SafeString:
    """The grade of proof of a single record: 1, 2, 3 or "declared", "evidenced", "verified" (or an enum of these)."""
    value = getattr(g, "value", g)
    key = GRADE_NUMBERS[value] if isinstance(value, int) else str(value).lower()
    swatch, _in_line, alone = GRADES[key]
    return format_html('<span class="grade"><span class="{}"></span>{}</span>', f"swatch {swatch}".strip(), alone)


@register.simple_tag
def wordmark(url: str = "/") -> SafeString:
    return format_html(
        '<a class="wordmark" href="{}"><svg viewBox="0 0 24 24" fill="none" stroke-width="4.5" aria-hidden="true">'
        '<path d="M3 6l6 14"/><path d="M9 20 21 3"/></svg>Việc Thật</a>',
        url,
    )


# proof


def proof_shares(grades: Graded) -> tuple[int, int, int]:
    """Whole percents verified, evidenced, declared that add up to 100; three noughts when there is nothing to share."""
    parts = (max(grades.verified, 0), max(grades.evidenced, 0), max(grades.declared, 0))
    whole = sum(parts)
    if whole == 0:
        return (0, 0, 0)
    floors = [part * 100 // whole for part in parts]
    # the hundredths lost by rounding down go to the largest remainders, and no part that exists shows as nothing
    by_remainder = sorted(range(3), key=lambda i: -(parts[i] * 100 % whole))
    for i in by_remainder[: 100 - sum(floors)]:
        floors[i] += 1
    for i in range(3):
        if parts[i] and not floors[i]:
            floors[i] += 1
            floors[floors.index(max(floors))] -= 1
    return (floors[0], floors[1], floors[2])


def proof_sentence(grades: Graded) -> str:
    """What a proof bar says aloud; plain numbers when a part is negative, for then shares mean nothing."""
    return _proof_of(grades, _language())[0]


def _proof_of(grades: Graded, language: str) -> tuple[str, SafeString, bool]:
    """What is said aloud, the strips, and whether there are any."""
    shares = proof_shares(grades)
    if min(grades.declared, grades.evidenced, grades.verified) < 0:
        parts = [f"{number(getattr(grades, key))} {words[1]}" for key, words in GRADES.items()]
        return ", ".join(parts), _bar_of(shares), any(shares)
    return _sentence_of(shares, language), _bar_of(shares), any(shares)


# A review of a hundred figures draws several hundred bars, and there are only some five thousand different ones.
@lru_cache(maxsize=12_000)
def _sentence_of(shares: tuple[int, int, int], _language: str) -> str:
    if shares == (0, 0, 0):
        return gettext("Chưa có số liệu")
    return ", ".join(f"{percent(share, 0)} {words[1]}" for share, words in zip(shares, GRADES.values(), strict=True))


@lru_cache(maxsize=6000)
def _bar_of(shares: tuple[int, int, int]) -> SafeString:
    of_grade = zip(GRADES.values(), shares, strict=True)
    return format_html_join(
        "",
        '<i class="{}" style="flex:{}"></i>',
        ((words[0] or "v", str(share)) for words, share in of_grade if share),
    )


@register.simple_tag
def proof(grades: Graded | None = None, large: bool = False, width: Decimal | int | None = None) -> SafeString:
    """The proof bar. `width` (percent) shortens it, for bars that are compared with their sisters."""
    if grades is None:
        return SafeString("")
    said, strips, some = _proof_of(grades, _language())
    classes = "proof l" if large else "proof"
    style = "" if width is None else f' style="--w:{max(0, min(100, width)):.1f}"'
    # Said and drawn is nothing but our own words and numbers; escaping all the same costs little.
    return SafeString(
        f'<span class="{classes if some else f"{classes} none"}" role="img" aria-label="{escape(said)}"{style}>'
        f"{strips}</span>"
    )


@register.inclusion_tag("ui/parts/proof_key.html")
def proof_key(grades: Graded | None = None, counts: bool = False) -> dict[str, Any]:
    """What the textures mean; with `grades` the percents of each, with `counts` the figures themselves."""
    shares = proof_shares(grades) if grades is not None else (0, 0, 0)
    lines = []
    for (key, words), share in zip(GRADES.items(), shares, strict=True):
        figure = ""
        if grades is not None:
            figure = number(getattr(grades, key)) if counts else percent(share, 0)
        lines.append({"swatch": words[0], "figure": figure, "words": words[1]})
    return {"lines": lines}


@register.simple_tag
def pace(
    percent: Fraction | Decimal | Share | float | None = None,
    elapsed: Fraction | Decimal | float | None = None,
    grades: Graded | None = None,
    whole: bool = False,
) -> SafeString:
    """The pace bar: length is result against goal, texture is proof, the tick is time gone.

    A Fraction or Share is a part of one (78/100), any other number a percent (78). `whole`: the period is over.
    """
    return pace_in(percent, elapsed, grades, whole, _language())


def pace_in(
    percent: Fraction | Decimal | Share | float | None,
    elapsed: Fraction | Decimal | float | None,
    grades: Graded | None,
    whole: bool,
    language: str,
) -> SafeString:
    """As `pace`, for those who draw hundreds."""
    words = _pace_words(language)
    result = _hundredths(percent)
    gone = _hundredths(elapsed)
    label = words.no_goal if result is None else words.goal.format(percent=format_percent(result, 1, language))
    if whole:
        label = f"{label}, {words.over}"
    elif gone is not None:
        label = f"{label}, {words.gone.format(percent=format_percent(gone, 0, language))}"
    bar = '<i class="v" style="flex:1"></i>'
    if grades is not None:
        said, bar, _some = _proof_of(grades, language)
        label = f"{label}; {said}"
    length = max(Decimal(0), result or Decimal(0))
    classes = "pace whole" if whole or gone is None else "pace"
    if length * GOAL_PLACE > 100 * 100:
        classes += " over"
    time = min(Decimal(100), max(Decimal(0), gone or Decimal(0)))
    return SafeString(
        f'<span class="{classes}" style="--p:{length:.1f};--t:{time:.1f}" role="img" aria-label="{escape(label)}">'
        f'<span class="proof">{bar if length else ""}</span></span>'
    )


class _PaceWords(NamedTuple):
    """What a pace bar says aloud, in one language."""

    no_goal: str
    goal: str
    over: str
    gone: str


@lru_cache(maxsize=8)
def _pace_words(_language: str) -> _PaceWords:
    return _PaceWords(
        no_goal=gettext("chưa có chỉ tiêu"),
        goal=gettext("{percent} chỉ tiêu"),
        over=gettext("đã hết thời gian"),
        gone=gettext("đã qua {percent} thời gian"),
    )


@register.inclusion_tag("ui/parts/stat.html")
def stat(
    value: object,
    label: str = "",
    unit: str = "",
    url: str = "",
    grades: Graded | None = None,
    note: str = "",
    of: int | None = None,
    ticks: bool = False,
    opens_drawer: bool = False,
) -> dict[str, Any]:
    """One figure: number (or a ready text), what it counts, its proof. `url` is where it opens.

    `of` writes 28/30, with `ticks` also a mark per unit.
    """
    shown = number(value) if isinstance(value, int | Decimal | Fraction) else (NO_FIGURE if value is None else value)
    return {
        "value": shown,
        "of": "" if of is None else number(of),
        "done": value if ticks else None,
        "of_units": of,
        "label": label,
        "unit": unit,
        "url": url,
        "grades": grades,
        "note": note,
        "opens_drawer": opens_drawer,
    }


@register.simple_tag
def ticks(done: int, of: int) -> SafeString:
    """A mark per unit, the first `done` filled: who has reported. Beyond 60 units the marks run together."""
    return format_html(
        '<span class="{}" style="--n:{};--k:{}" role="img" aria-label="{}"></span>',
        "ticks" if 0 < of <= 60 else "ticks many",
        str(max(of, 1)),
        str(max(0, min(done, of))),
        gettext("{done} trên {of}").format(done=number(done), of=number(of)),
    )


# forms


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound_field: BoundField,
    label: str = "",
    unit: str = "",
    tiles: Mapping[str, str] | None = None,
    narrow: bool = False,
) -> dict[str, Any]:
    """One question: label, control, help and the error that says how to mend it.

    `unit` stands after the control; `tiles` maps a radio's values to icon names; `narrow` is for a figure or a day.
    """
    widget = bound_field.field.widget
    ids = []
    field_id = bound_field.id_for_label or bound_field.auto_id
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    if bound_field.help_text:
        ids.append(f"{bound_field.auto_id}_help")
    if bound_field.errors:
        ids.append(f"{bound_field.auto_id}_error")
    described = " ".join(ids)
    attrs: dict[str, Any] = {}
    if not group:
        attrs["class"] = _control_class(bound_field)
        if described:
            attrs["aria-describedby"] = described
        if bound_field.errors:
            attrs["aria-invalid"] = "true"
    return {
        "bound": bound_field,
        "control": None if group else bound_field.as_widget(attrs=attrs),
        "label": label or bound_field.label,
        "for_id": field_id,
        "base_id": bound_field.auto_id,
        "described": described,
        "unit": unit,
        "group": group,
        "check": isinstance(widget, CheckboxInput),
        "optional": not bound_field.field.required and not isinstance(widget, CheckboxInput),
        "choices": _choices(bound_field, tiles or {}) if group else [],
        "tiles": bool(tiles),
        "hidden": bound_field.is_hidden,
        "narrow": narrow,
    }


def _control_class(bound_field: BoundField) -> str:
    widget = bound_field.field.widget
    match widget:
        case CheckboxInput() | FileInput():
            kind = ""
        case Textarea():
            kind = "textarea"
        case Select():
            kind = "select"
        case _:
            kind = "input"
    return " ".join(filter(None, [kind, str(widget.attrs.get("class", ""))]))


def _choices(bound_field: BoundField, icons: Mapping[str, str]) -> list[dict[str, Any]]:
    """Radios and checkboxes one by one, each with its icon."""
    return [
        {
            "tag": choice.tag(),
            "label": choice.choice_label,
            "icon": icons.get(str(choice.data["value"]), ""),
        }
        for choice in bound_field.subwidgets
    ]


# lists


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if isinstance(request, HttpRequest) else QueryDict(mutable=True)


def _address(context: template.Context, **changes: str) -> str:
    query = _query(context)
    for key, value in changes.items():
        query[key] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: template.Context, page_obj: Page[Any], param: str = "trang") -> dict[str, Any]:
    """Pages of a long list; every link keeps the other parameters of the address."""
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    links = [
        {"number": str(n), "url": _address(context, **{param: str(n)}), "current": n == page_obj.number}
        if isinstance(n, int)
        else {"number": "…", "url": "", "current": False}
        for n in numbers
    ]
    return {
        "many": page_obj.paginator.num_pages > 1,
        "links": links,
        "before": _address(context, **{param: str(page_obj.number - 1)}) if page_obj.has_previous() else "",
        "after": _address(context, **{param: str(page_obj.number + 1)}) if page_obj.has_next() else "",
        "first": number(page_obj.start_index()),
        "last": number(page_obj.end_index()),
        "count": number(page_obj.paginator.count),
    }


def _sorting(context: template.Context, key: str, default: str, param: str) -> tuple[str, str]:
    """(address that sorts by `key`, present direction "ascending" | "descending" | "")."""
    now = _query(context).get(param, default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    query = _query(context)
    query[param] = f"-{key}" if direction == "ascending" else key
    query.pop("trang", None)  # another order is another first page
    return f"?{query.urlencode()}", direction


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, label: str, key: str, default: str = "", param: str = "xep") -> SafeString:
    """A column head that sorts: once upwards, again downwards. `default` is the order without a parameter."""
    url, direction = _sorting(context, key, default, param)
    mark = {"ascending": "up", "descending": "down"}.get(direction, "")
    return format_html(
        '<a class="sort{}" href="{}">{}{}</a>', " now" if mark else "", url, label, icon(mark, "s") if mark else ""
    )


@register.simple_tag(takes_context=True)
def sort_head(
    context: template.Context, label: str, key: str, default: str = "", param: str = "xep", num: bool = False
) -> SafeString:
    """The whole `<th>` around a sort_link, saying its order to a screen reader."""
    _url, direction = _sorting(context, key, default, param)
    return format_html(
        '<th scope="col"{}{}>{}</th>',
        SafeString(' class="num"') if num else "",
        format_html(' aria-sort="{}"', direction) if direction else "",
        sort_link(context, label, key, default, param),
    )


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, what_to_do: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Nothing here: what is missing, what to do about it, and the button that does it."""
    return {"title": title, "what_to_do": what_to_do, "url": url, "action": action or gettext("Mở")}


@register.inclusion_tag("ui/parts/notice.html")
def notice(text: str, kind: str = "", icon_name: str = "") -> dict[str, Any]:
    """Read this first. kind "" or "warn"."""
    return {"text": text, "kind": kind, "icon_name": icon_name or ("push" if kind == "warn" else "flag")}


@register.inclusion_tag("ui/parts/synthetic.html")
def synthetic_notice(text: object = True) -> dict[str, Any]:
    """Says which figures on the page are published and which are made up.

    `text`: a MadeUp, or True for the usual case of a made-up split, or a sentence of the page's own.
    """
    made_up = MadeUp.SPLIT if text is True else text if isinstance(text, MadeUp) else MadeUp.NOTHING
    return {"text": "" if made_up else text, "made_up": made_up}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(trail: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Where in the tree: (label, address) from the top down; the last one is where we are, its address may be ""."""
    steps = [{"label": step[0], "url": step[1] if len(step) > 1 else ""} for step in trail]
    return {"above": steps[:-1], "here": steps[-1] if steps else None}
