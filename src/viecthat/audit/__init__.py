"""Who changed which register when: every tracked table keeps its own history, written by the database itself."""
