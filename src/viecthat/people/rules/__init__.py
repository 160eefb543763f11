"""Who may see and do what with people, split by concept."""
