# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools>=4.55", "brotli>=1.1"]
# ///
"""Give a font the OpenType feature `tnum` (digits of one width), so that columns of figures line up.

Be Vietnam Pro has proportional digits only. Its licence (OFL 1.1) reserves no font name, so the result keeps it.

Use: uv run tools/tabular_digits.py IN.woff2 OUT.woff2
IN is the Latin file of one weight, the one that holds the digits (npm package @fontsource/be-vietnam-pro).
"""

import argparse
from copy import deepcopy
from pathlib import Path

from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

DIGITS = "0123456789"


def add_tabular_digits(font: TTFont) -> None:
    """Add to `font` ten digits as wide as its widest and the feature that swaps them in; refuse a second time."""
    features = font["GSUB"].table.FeatureList.FeatureRecord
    if any(record.FeatureTag == "tnum" for record in features):
        raise SystemExit("This font already has tabular digits.")
    plain_names = [font.getBestCmap()[ord(digit)] for digit in DIGITS]
    width = max(font["hmtx"].metrics[name][0] for name in plain_names)
    swaps = {name: add_centred_copy(font, name, width) for name in plain_names}
    font.setGlyphOrder(font["glyf"].glyphOrder)
    add_feature(font["GSUB"].table, "tnum", buildLookup([buildSingleSubstSubtable(swaps)]))


def add_centred_copy(font: TTFont, name: str, width: int) -> str:
    """Add a copy of glyph `name` in the middle of `width` font units and return the name of the copy."""
    copy_name = f"{name}.tnum"
    advance, bearing = font["hmtx"].metrics[name]
    shift = (width - advance) // 2
    copy = deepcopy(font["glyf"][name])
    copy.coordinates.translate((shift, 0))
    font["glyf"][copy_name] = copy
    copy.recalcBounds(font["glyf"])
    font["hmtx"].metrics[copy_name] = (width, bearing + shift)
    return copy_name


def add_feature(gsub: otTables.GSUB, tag: str, lookup: otTables.Lookup) -> None:
    """Add `lookup` as feature `tag` to every script and language of the font, in the order the format asks for."""
    gsub.LookupList.Lookup.append(lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag = tag
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [len(gsub.LookupList.Lookup) - 1]
    records = gsub.FeatureList.FeatureRecord
    place = sum(other.FeatureTag <= tag for other in records)
    records.insert(place, record)
    for script in gsub.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(entry.LangSys for entry in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            kept = [index + 1 if index >= place else index for index in system.FeatureIndex]
            system.FeatureIndex = sorted([*kept, place])


def main() -> None:
    parser = argparse.ArgumentParser(description="Add tabular digits to a font.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    font = TTFont(arguments.source, recalcTimestamp=False)
    add_tabular_digits(font)
    font.flavor = "woff2"
    font.save(arguments.target)


if __name__ == "__main__":
    main()
