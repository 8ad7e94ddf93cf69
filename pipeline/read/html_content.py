"""Which part of a web page is the document: a known portal's element, else what is left without menus and the like."""

import re
from functools import cache
from typing import TYPE_CHECKING

from corpora.folding import fold
from corpora.portals import portals

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["main_content", "words"]

_NEVER = ("script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "audio",
          "video", "select", "textarea", "button", "input", "datalist", "head", "title", "link", "meta", "nav",
          "dialog")  # fmt: skip
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:menu|navbar|navigation|breadcrumbs?|sidebar|footer|topbar|toolbar|banner|advert\w*|ads|quangcao"
    r"|related|lienquan|share|social|comments?|binhluan|login|dangnhap|popup|modal|cookie|pagination|tags?|captcha)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOTTO = re.compile(r"doc lap\W{1,5}tu do\W{1,5}hanh phuc")
_BLOCKS = ("div", "td", "section", "article", "main", "ul", "ol", "table", "aside", "header", "footer", "form")


@cache
def _holders() -> tuple[str, ...]:
    return tuple(holder for portal in portals() for holder in portal.holders)


class _Sizes:
    """Characters of text in every element, and how many of them are links; one pass, however deep the page is."""

    def __init__(self, root: "_Element") -> None:
        self.elements = list(root.iter("*"))
        self.text: dict[_Element, int] = {}
        self.linked: dict[_Element, int] = {}
        self.links: dict[_Element, int] = {}
        for element in reversed(self.elements):
            text, linked, links = _own(element.text), 0, 0
            for child in element:
                text += self.text.get(child, 0) + _own(child.tail)
                linked += self.linked.get(child, 0)
                links += self.links.get(child, 0)
            is_link = element.tag == "a"
            self.text[element] = text
            self.linked[element] = text if is_link else linked
            self.links[element] = links + is_link


def _own(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0


def words(element: "_Element") -> str:
    """The text of an element on one line."""
    return " ".join(" ".join(str(piece) for piece in element.itertext()).split())


def _drop(element: "_Element") -> None:
    """Empty an element; the text behind it stays. (Taking it out would join texts at quadratic cost.)"""
    del element[:]
    element.text = None


def _clean(root: "_Element") -> None:
    """Take out what is never text: scripts, controls, what the page itself hides."""
    from lxml import etree

    etree.strip_elements(root, *_NEVER, with_tail=False)
    for element in list(root.iter("*")):
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if (hidden or _HIDDEN.search(element.get("style", ""))) and element.tag not in ("html", "body"):
            _drop(element)


def _by_portal(sizes: _Sizes) -> "_Element | None":
    """The element in which a known portal keeps the document."""
    named: dict[str, _Element] = {}
    for element in sizes.elements:
        if sizes.text[element]:
            if element.get("id"):
                named.setdefault(f"#{element.get('id')}", element)
            for word in element.get("class", "").split():
                named.setdefault(f".{word}", element)
    return next((named[holder] for holder in _holders() if holder in named), None)


def _is_furniture(element: "_Element", sizes: _Sizes) -> bool:
    """Menus, footers, lists of links: by role, by name, or because they are links and little else."""
    if element.get("role", "").lower() in _FURNITURE_ROLES or element.tag in ("footer", "aside"):
        return True
    if element.tag == "header" and next(element.iterancestors("article", "main"), None) is None:
        return True
    if _FURNITURE.search(f"{element.get('id', '')} {element.get('class', '')}"):
        return True
    return sizes.links[element] >= 4 and sizes.linked[element] > 0.7 * sizes.text[element]


def _mottoes(sizes: _Sizes) -> "list[_Element]":
    """The elements, small ones, in which the motto of a letterhead stands."""
    return [
        element
        for element in sizes.elements
        if element.tag in ("p", "td", "div", "span", "b", "strong", "center", "font")
        and 20 <= sizes.text[element] < 400
        and _MOTTO.search(fold(words(element)))
    ]


def _without_furniture(body: "_Element", sizes: _Sizes) -> None:
    """Take menus and the like out; what holds a letterhead or most of the page is none of them."""
    whole = sizes.text[body]
    keep = {up for motto in _mottoes(sizes) for up in (motto, *motto.iterancestors())}
    for element in sizes.elements:
        candidate = element.tag in _BLOCKS and element is not body and element not in keep
        if candidate and sizes.text[element] <= 0.6 * whole and _is_furniture(element, sizes):
            _drop(element)


def _around_motto(body: "_Element") -> "_Element":
    """The smallest element with the letterhead and most of the text: the document itself; else the whole body."""
    sizes = _Sizes(body)
    for motto in _mottoes(sizes):
        for ancestor in motto.iterancestors("div", "article", "main", "section"):
            if sizes.text.get(ancestor, 0) > 0.6 * sizes.text[body]:
                return ancestor
    return body


def main_content(root: "_Element") -> "_Element":
    """The element that holds the document; the tree is changed: what is no text is taken out of it.

    What is taken for furniture is never most of the page: nothing is lost by a wrong guess.
    """
    _clean(root)
    found = _by_portal(_Sizes(root))
    if found is not None:
        return found
    body = root.find("body")
    body = root if body is None else body
    _without_furniture(body, _Sizes(body))
    return _around_motto(body)
