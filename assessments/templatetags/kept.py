"""What a process works out once for its pages. These tags are there without `{% load %}`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as plain_url
from django.template.loader_tags import BlockNode
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, get_urlconf, reverse
from django.urls.resolvers import URLResolver
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

ADDRESSES_MOST = 4096
"""The most addresses that a process keeps: those of pages that are open now."""

DRAWN_MOST = 100
"""For how many values a process keeps what is drawn once for each."""


class KeptURL(URLNode):
    """Django's own, which keeps the addresses that it finds: a page asks for up to a hundred."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        if self.kwargs or ":" in name:  # Where a name with a namespace leads depends on the page.
            return super().render(context)
        given = [one.resolve(context) for one in self.args]
        try:
            found = address(site(), name, *given)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar is None:
            return conditional_escape(found) if context.autoescape else found
        context[self.asvar] = found
        return ""


Site = tuple[URLResolver, str]


def site() -> Site:
    """All that decides where a name leads: to ask for it takes longer than to find an address."""
    return get_resolver(get_urlconf()), get_script_prefix()


@lru_cache(maxsize=ADDRESSES_MOST, typed=True)
def address(of: Site, name: str, *given: object) -> str:
    """Where the name leads. Raises `NoReverseMatch` where it leads nowhere."""
    return reverse(name, args=given)


@register.tag
def url(parser: Parser, token: Token) -> KeptURL:
    """Django's `{% url %}`, to the letter."""
    node = plain_url(parser, token)
    return KeptURL(node.view_name, node.args, node.kwargs, node.asvar)


class Once(template.Node):
    """Draws what is in it the first time only, for each of the values that it names."""

    def __init__(self, inside: NodeList, of: Sequence[FilterExpression]) -> None:
        self.inside, self.of = inside, of
        self.drawn: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = [one.resolve(context) for one in self.of]
        # The classes too: a text that is safe is drawn in another way than its equal.
        key = (*values, *[value.__class__ for value in values])
        drawn = self.drawn.get(key)
        if drawn is None:
            if len(self.drawn) >= DRAWN_MOST:
                self.drawn.clear()
            drawn = self.drawn[key] = self.inside.render(context)
        return drawn


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """`{% once %}…{% endonce %}`: around what is the same on every page and for all readers; and
    `{% once value… %}` around what is the same for the same values, which are of no reader.

    It is kept with the template that it is in, for as long as that is. Raises
    `TemplateSyntaxError` around a block, which a page could fill.
    """
    of = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    if inside.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("What is drawn once has no blocks.")
    return Once(inside, of)
