"""Reads of the library and of quizzes."""
