"""Vietnamese written with the fonts of before Unicode: TCVN3 (ABC, ".Vn…") and VNI. It looks right only in its font.

Text in them is told by letters that no Vietnamese word has in Unicode; what it says is offered, never taken unasked.
Sources: TCVN 5712:1993 (third table); the VNI convention of a letter followed by its mark.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3_FROM = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ"
    "¡¢§£¤¥¦"
)  # fmt: skip
_TCVN3_TO = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ĂÂĐÊÔƠƯ"
)  # fmt: skip
_TCVN3 = dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True))
# Signs that stand in no Vietnamese word, and capitals of the Latin-1 range after a small letter.
_LOOKS_TCVN3 = re.compile("[¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾\u00ad]|[a-zà-ÿ][ÆÇÈËÌÐÑÒÓÔÕÖ×ØÜÝÞß]|ß|÷|þ")
_LETTER = re.compile("[A-Za-zÀ-ỹ]")

_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX = dict(zip("áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_BREVE = dict(zip("éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True))


def _vni() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for vowel in "aeouy":
        for mark, tone in _TONES.items():
            pairs[vowel + mark] = vowel + tone
    for vowel in "aeo":
        pairs[vowel + "â"] = vowel + "\u0302"
        for mark, tone in _CIRCUMFLEX.items():
            pairs[vowel + mark] = vowel + "\u0302" + tone
    pairs["aê"] = "a\u0306"
    for mark, tone in _BREVE.items():
        pairs["a" + mark] = "a\u0306" + tone
    for letter, plain in (("ô", "o\u031b"), ("ö", "u\u031b")):
        pairs[letter] = plain
        for mark, tone in _TONES.items():
            pairs[letter + mark] = plain + tone
    pairs |= {"ñ": "đ", "æ": "i\u0309", "ó": "i\u0303", "ò": "i\u0323", "î": "y\u0323"}
    pairs |= {old.upper(): new.upper() for old, new in pairs.items()}
    pairs |= {old.capitalize(): new.capitalize() for old, new in list(pairs.items()) if len(old) > 1}
    pairs |= {old[0].upper() + old[1:]: new[0].upper() + new[1:] for old, new in list(pairs.items()) if len(old) > 1}
    return {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}


_VNI = _vni()
_VNI_LETTERS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# Sequences that no Vietnamese syllable has in Unicode.
_LOOKS_VNI = re.compile(
    "[aeouyôö][øûïåäëü]|[aeouö][ùõ](?![a-z])|a[áàãéèúêâ]|e[áàãâùõ]|u[ùõï]|o[âãùõ]|[öñæîïäåëøû]", re.IGNORECASE
)


def written_in_old_font(text: str) -> str | None:
    """What `text` says when it is written for an old font (TCVN3, VNI); None when it is not.

    To be asked of text as it came: the soft hyphen, a letter in TCVN3, is dropped by `names.normalise`.
    """
    if text.isascii() or not _LETTER.search(text):
        return None
    if _LOOKS_TCVN3.search(text):
        said = "".join(_TCVN3.get(letter, letter) for letter in text)
    elif _LOOKS_VNI.search(unicodedata.normalize("NFC", text)):
        said = _VNI_LETTERS.sub(lambda found: _VNI[found[0]], text)
    else:
        return None
    return unicodedata.normalize("NFC", " ".join(said.split()))
