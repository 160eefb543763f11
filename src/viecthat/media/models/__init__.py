"""Tables of channels and series, split by concept."""

from viecthat.media.models.channel import Channel, ChannelCount
from viecthat.media.models.following import Followed
from viecthat.media.models.series import Item, Series

__all__ = ["Channel", "ChannelCount", "Followed", "Item", "Series"]
