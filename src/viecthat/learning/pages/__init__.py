"""Pages of the library and of quizzes."""
