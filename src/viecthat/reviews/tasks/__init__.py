"""What reviews have done in the background, split by concept."""

from viecthat.reviews.tasks.documents import forget, make
from viecthat.reviews.tasks.reminding import remind_of_open_items

__all__ = ["forget", "make", "remind_of_open_items"]
