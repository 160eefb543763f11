"""Tables of the portal, split by concept."""

from viecthat.news.models.article import (
    MOST_BODY,
    Article,
    ArticleDay,
    ArticlePicture,
    ArticleVersion,
    Picture,
)
from viecthat.news.models.comment import Comment, CommentContact, KnownAddress
from viecthat.news.models.figure import ArticleFigure
from viecthat.news.models.following import Followed
from viecthat.news.models.portal import Category, Portal, PortalLink

__all__ = [
    "MOST_BODY",
    "Article",
    "ArticleDay",
    "ArticleFigure",
    "ArticlePicture",
    "ArticleVersion",
    "Category",
    "Comment",
    "CommentContact",
    "Followed",
    "KnownAddress",
    "Picture",
    "Portal",
    "PortalLink",
]
