"""Programming interfaces (OpenAPI, and the older blocks), summarised for people.

A description in a file, made for programs, is not read: the block leads to it.
"""

from __future__ import annotations

from dataclasses import replace

from ppun_access.document.build import inlines, link, para
from ppun_access.document.model import (
    Code,
    Div,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    Note,
    Para,
    Pos,
    Text,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers.gitbook_making import NBSP, Blocks, Making, as_one_list
from ppun_access.readers.gitbook_tags import BlockTag
from ppun_access.readers.spaces import merged


def operation(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return the summary of an operation of an API: its name, how it is called."""
    address = _address(tag) or tag.get("name")
    called = " ".join(filter(None, (tag.get("method").upper(), address)))
    title = tag.get("summary")
    if tag.name == "api-method" and not title:
        title, held = _named(held)
    title = title or f"Service web {called}".strip()
    how = (para(f"Adresse du service web{NBSP}: ", Code(called), "."),) if called else ()
    return _section(title, how, tag, held, making)


def schemas(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return the names of the models of an API, over the link to their description."""
    written = tag.get("schemas") or tag.get("schema")
    names = ", ".join(filter(None, map(str.strip, written.split(","))))
    title = f"Modèles de données{NBSP}: {names}" if names else "Modèles de données"
    return _section(title, (), tag, held, making)


def _section(
    title: str, how: tuple[Para, ...], tag: BlockTag, held: Blocks, making: Making
) -> Blocks:
    """Return a part that leads to a description; a finding where it says no more."""
    pos = making.pos(tag)
    description = tag.get("src") or tag.get("spec")
    if description and not any(isinstance(node, List) for node in nodes(Div(held))):
        message = _UNREAD.format(description)
        making.tell("interface-non-lue", message, tag, tag.source)
    source = tag.get("src") or tag.get("url")
    links = {n.href for n in nodes(Div(held)) if isinstance(n, Link)}
    if source and source not in links:
        how = (*how, para(link(source, "Description complète, pour les programmes"), "."))
    placed = tuple(replace(line, pos=pos) for line in how)
    return (Div((*placed, *as_one_list(held)), "section", title, pos=pos),)


_UNREAD = (
    "La description de ce service web (« {} ») est faite pour les programmes : elle n’est "
    "pas lue. La page mène à elle, mais ne dit rien des paramètres, des réponses ni des "
    "modèles. Écrivez l’essentiel dans la page."
)


def _named(held: Blocks) -> tuple[str, Blocks]:
    """Return the name that an operation of the old way begins with, and what follows."""
    match held:
        case (Heading() as name, *rest) if not any(
            isinstance(node, Link | Note | Image) for node in nodes(name)
        ):
            return plain_text(name), tuple(rest)
        case _:
            return "", held


def _address(tag: BlockTag) -> str:
    base = tag.get("baseUrl") or tag.get("host")
    return base.rstrip("/") + tag.get("path") if base else tag.get("path")


_PLACES = {
    "path": "dans l’adresse",
    "query": "dans la requête",
    "header": "dans l’en-tête",
    "body": "dans le corps",
    "cookie": "dans un cookie",
    "formData": "dans le formulaire",
}


def parameter(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return a parameter of an operation as one item of a list."""
    facts = [_PLACES.get(tag.get("in"), tag.get("in")), tag.get("type")]
    needed = tag.get("required").lower()
    facts += ["obligatoire" if needed == "true" else "facultatif" if needed else ""]
    told = ", ".join(filter(None, facts))
    words = inlines("Paramètre ", Code(tag.get("name")), f" ({told})" if told else "")
    return _item(words, held, making.pos(tag))


def response(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return what an operation answers as one item of a list."""
    status = tag.get("status") or tag.get("httpCode")
    about = tag.get("description")
    words = f"Réponse {status}".strip()
    line = f"{words}{NBSP}: {about}" if about else words
    return _item(inlines(line), held, making.pos(tag))


def _item(words: tuple[Inline, ...], held: Blocks, pos: Pos) -> tuple[List]:
    """Return a list of one item, its words joined to the paragraph that follows."""
    match held:
        case (Para() as first, *rest):
            line = (*words, Text(f"{NBSP}: "), *first.children)
            item = ListItem((Para(tuple(merged(line)), pos=pos), *rest))
        case _:
            item = ListItem((Para(words, pos=pos), *held))
    return (List((item,), ordered=True, pos=pos),)


def api_name(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return the name of an operation, in the old way of writing it, as a heading.

    ``operation`` makes it its title.
    """
    match held:
        case (Para() as line,):
            return (Heading(3, line.children, pos=line.pos),)
        case _:
            return held
