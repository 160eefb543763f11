"""Passwords in tests: the same algorithm at a price that suits a throw-away account."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Django's takes 100 MB and half a second for each."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
