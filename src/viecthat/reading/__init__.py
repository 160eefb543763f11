"""Figures read out of Vietnamese prose: every number that says an amount, with its span, unit, qualifier and kind.

Pure Python, without Django and without a clock. What a number is counted with and which names hold numbers is data of
the catalogue (`reading_words.yaml`, `reading_names.yaml`). How it reads, and how well: `docs/reading.md`.
"""
