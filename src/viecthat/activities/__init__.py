"""Work, recorded once, where it happened: activities with who took part, what came of it and what shows it."""
