"""Writes of the library, of commitments and of quizzes."""
