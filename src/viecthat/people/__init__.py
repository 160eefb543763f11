"""Persons. Memberships, posts and registers stand on this floor later; here is who took part."""
