"""Tables of figures of any layout: where the headings, units and figures stand, and what each cell says.

Pure Python. A sheet's cells come in (`documents.grids`); a layout, names of units, guesses of indicators and faults by
cell come out. Nothing is decided here that an officer can't change: `docs/tables.md`.
"""
