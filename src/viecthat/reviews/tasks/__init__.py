"""What reviews have done in the background, split by concept."""

from viecthat.reviews.tasks.documents import forget, make
from viecthat.reviews.tasks.reminding import remind_of_open_items
from viecthat.reviews.tasks.subscribing import tell_of_reviews

__all__ = ["forget", "make", "remind_of_open_items", "tell_of_reviews"]
