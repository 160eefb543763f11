"""Data shipped with the program: areas, indicators, document types and their names; no tables, no Django."""
