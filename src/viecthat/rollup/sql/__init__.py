"""The roll-up as plain SQL over Parquet: the same answer, on DuckDB or on Spark. Knows no Django."""
