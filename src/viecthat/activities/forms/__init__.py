"""Forms of activities, split as their pages are."""
