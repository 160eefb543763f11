"""A library to learn from: codes people commit to, good practice, quizzes taken on the phone."""
