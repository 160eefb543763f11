"""Forms of the library and of quizzes."""
