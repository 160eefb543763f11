"""Doubts: questions about figures that do not fit, each a named test with its evidence; never a block.

Pure Python and numpy, without Django and without a clock. Fill a `Facts` from the ledger, call `doubts_of`. What counts
as too much is data of the catalogue (`doubts.yaml`). What each test means: `docs/doubts.md`; how well they do:
`docs/bench/doubts.md`.

The public surface: `facts` (what goes in), `doubt.Doubt` (what comes out), `explained.EXPLAINED` (each test's name,
what it looks at, innocent reasons), `limits.shipped()`, and `combine.doubts_of(facts, limits)`.
"""
