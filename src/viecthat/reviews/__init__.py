"""Where a unit stands against what it undertook: sơ kết and tổng kết."""
