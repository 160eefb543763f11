"""The one place that adds up: dated trees, facts and measures in, typed tables out. Knows no Django and no names."""
