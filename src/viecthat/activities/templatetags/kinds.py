"""Where the result of a kind of work is written when a register holds it."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def kind_page(code: str) -> str:
    """The page of the register that holds the kind's result; nothing where none does."""
    name = settings.VIECTHAT_KIND_PAGES.get(code, "")
    return reverse(name) if name else ""
