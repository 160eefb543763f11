"""Whether a word can be a Vietnamese syllable by its spelling: onset, rhyme, tone."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_ACUTE, _DOT = "\u0301", "\u0323"
_SPELT_ONSETS = "ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p q r s t v x"
# Every rhyme of the standard spelling, without its tone; oo, oong of loans among them.
_SPELT_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep
    et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu iê o oa oc oac oach
    oai oam oan oang oanh oao oap oat oay oe oem oen oeo oet oi om on ong op ot oo oong ooc oă oăc oăm oăn oăng
    oăt ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt ơng u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch
    uên uênh uêu uơ uôc uôi uôm uôn uông uôt uô uy uya uych uyên uyêt uyn uynh uyp uyt uyu ươ ươc ươi ươm ươn ương
    ươp ươt ươu ư ưa ưc ưi ưm ưn ưng ưt ưu y yêm yên yêng yêt yêu ynh yt ych ym yn
"""
_ONSETS, _RHYMES = tuple(_SPELT_ONSETS.split()), frozenset(_SPELT_RHYMES.split())
_LONGEST_SHORT = 6
_MARKED = frozenset("ăâêôơư")
_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether the word, in any case, is spelt as a Vietnamese syllable."""
    letters, tones = _apart(word.lower())
    if len(tones) > 1 or _tone_misplaced(word.lower()):
        return False
    return any(letters.startswith(onset) and _is_rhyme(letters[len(onset) :], onset, tones) for onset in ("", *_ONSETS))


def looks_misspelt(word: str) -> bool:
    """Whether the word bears Vietnamese marks and yet is no syllable: two run together, a mark too many.

    Names of places and peoples written with a k at the end, a cluster at the beginning (Đắk, Krông) are let be.
    """
    plain = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    if plain.isascii() and "đ" not in word.lower():
        return False  # no marks: a word of another language as likely as not
    if word.isupper() and len(word) <= _LONGEST_SHORT:
        return False  # TWĐTN and the like
    if word[:1].isupper() and (word[-1:].lower() == "k" or word[1:2].lower() in set("rlơ") - {"ơ"}):
        return False
    return not is_syllable(word)


def _is_rhyme(rhyme: str, onset: str, tones: list[str]) -> bool:
    if onset == "gi" and rhyme in {"", "êc", "êm", "ên", "êng", "êt", "êp", "êu"}:
        rhyme = f"i{rhyme}"
    if onset == "qu":
        if f"u{rhyme}" not in _RHYMES and rhyme not in _RHYMES:
            return False
    elif rhyme not in _RHYMES:
        return False
    if tones and rhyme.endswith(_STOPS):
        return tones[0] in {_ACUTE, _DOT}
    return True


def _tone_misplaced(word: str) -> bool:
    """Whether a tone stands beside the ă, â, ê, ô, ơ or ư that should bear it (nghịêp for nghiệp)."""
    bears, wants = "", ""
    for char in unicodedata.normalize("NFC", word):
        letter, tones = _apart(char)
        bears = letter if tones else bears
        wants = letter if letter in _MARKED else wants
    return bool(bears and wants) and bears != wants


def _apart(word: str) -> tuple[str, list[str]]:
    """The letters without tones, and the tones."""
    split = unicodedata.normalize("NFD", word)
    tones = [char for char in split if char in _TONES]
    return unicodedata.normalize("NFC", "".join(char for char in split if char not in _TONES)), tones
