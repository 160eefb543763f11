"""Pages of courses and clubs."""
