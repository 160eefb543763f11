"""What reviews have done in the background, split by concept."""

from viecthat.reviews.tasks.reminding import remind_of_open_items

__all__ = ["remind_of_open_items"]
