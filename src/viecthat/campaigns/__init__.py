"""Campaigns: teams, calls for volunteers, sign-up, hours, weekly figures."""
