"""Elements of HTML that hold no text to read: they are left out, an editor is told."""

from __future__ import annotations

from bs4.element import PageElement, Tag

from ppun_access.readers.context import Context
from ppun_access.readers.html.left_open import LEFT_OPEN

WITHOUT_TEXT = {"script", "style", "template", "head", "noscript", "source", "input"}
_UNSAID = {"source", "input", "head"}
_NOT_TEXT = (
    "Ce qui est entre « <? » ou « <! » et « > » n’est pas du texte à lire : il n’est pas "
    "publié."
)


def tell_dropped(tag: Tag, context: Context) -> None:
    """Note that the content of ``tag`` is not published."""
    if tag.name not in _UNSAID and not tag.has_attr(LEFT_OPEN):
        message = (
            f"Le contenu de la balise <{tag.name}> n’est pas du texte à lire : "
            "il n’est pas publié."
        )
        context.tell("balise-retiree", message, tag)


def tell_instruction(element: PageElement, context: Context) -> None:
    """Note that what is meant for a program is not published."""
    context.tell("balise-retiree", _NOT_TEXT, element)
