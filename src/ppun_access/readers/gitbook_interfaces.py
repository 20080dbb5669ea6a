"""Programming interfaces (OpenAPI, and the older blocks), summarised for people."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ppun_access.document.build import inlines, link, para
from ppun_access.document.model import (
    Block,
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
    Strong,
    Text,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers.gitbook_includes import inside
from ppun_access.readers.gitbook_making import NBSP, Blocks, Making, as_one_list
from ppun_access.readers.gitbook_tags import BlockTag
from ppun_access.readers.openapi import Operation, Part, find_model, find_operation
from ppun_access.readers.spaces import merged

DESCRIPTIONS = (".yaml", ".yml", ".json")
"""How the names end of the files that describe an interface."""
_ASSETS = ".gitbook/assets/"


def operation(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return the summary of an operation of an API: its name, how it is called.

    What the file that describes it says is there when that file is in the space.
    """
    pos = making.pos(tag)
    told = _described(tag, held, making)
    address = _address(tag, told.address if told else "") or tag.get("name")
    called = " ".join(filter(None, (tag.get("method").upper(), address)))
    title = tag.get("summary")
    if tag.name == "api-method" and not title:
        title, held = _named(held)
    title = title or (told.title if told else "") or f"Service web {called}".strip()
    how = [para(f"Adresse du service web{NBSP}: ", Code(called), ".")]
    source = tag.get("src") if _is_there(tag, making) else tag.get("url")
    links = {n.href for n in nodes(Div(held)) if isinstance(n, Link)}
    if source and source not in links:
        how.append(para(link(source, "Description complète, pour les programmes"), "."))
    placed = tuple(replace(p, pos=pos) for p in how[0 if called else 1 :])
    said = tuple(as_one_list(_summary(told, tag, making))) if told else ()
    return (Div((*placed, *said, *as_one_list(held)), "section", title, pos=pos),)


def described_in(tag: BlockTag, folder: str) -> tuple[str, ...]:
    """Return where in the space the file may be that describes what a tag names.

    >>> described_in(BlockTag("", "openapi", (("src", "../api.yaml"),)), "guides")
    ('api.yaml',)
    """
    source, spec = tag.get("src"), tag.get("spec")
    if source:
        names = [inside(source, folder)]
    elif spec.lower().endswith(DESCRIPTIONS):
        names = [inside(spec, folder), inside(_ASSETS + spec, "")]
    else:
        places = (_ASSETS, "") if spec else ()
        names = [inside(f"{at}{spec}{end}", "") for at in places for end in DESCRIPTIONS]
    return tuple(name for name in names if name.lower().endswith(DESCRIPTIONS))


def _is_there(tag: BlockTag, making: Making) -> bool:
    """Tell whether what a tag names can be read: in the space, or at an address."""
    names = described_in(tag, posixpath.dirname(making.name))
    return "//" in tag.get("src") or any(name in making.files for name in names)


def _described(tag: BlockTag, held: Blocks, making: Making) -> Operation | None:
    """Return what the file that a tag names says; a finding when it is not read."""
    source = tag.get("src") or tag.get("spec")
    if not source:
        return None
    names = described_in(tag, posixpath.dirname(making.name))
    name = next((one for one in names if one in making.files), "")
    found, why = None, _BROKEN
    if not name:
        why = _ABSENT
    else:
        try:
            path = tag.get("path") or tag.get("name")
            found = find_operation(making.files[name], path, tag.get("method"))
            why = "n’a pas cette opération (attributs « path » et « method »)"
        except ValueError:
            pass
    if found is None and not any(isinstance(node, List) for node in nodes(Div(held))):
        making.tell("interface-non-lue", _UNREAD.format(source, why), tag, tag.source)
    return found


_BROKEN = "n’est pas bien écrite, ou est trop longue"
_ABSENT = "n’est pas un fichier .yaml ou .json du dossier des pages, de 2 Mo au plus"
_UNREAD = (
    "La description de ce service web (« {} ») {} : ce qu’elle dit des paramètres, des "
    "réponses ou des modèles n’est pas publié. Corrigez ce fichier ou son nom, ou "
    "écrivez l’essentiel dans la page."
)
_KINDS = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "array": "liste",
    "object": "objet",
    "file": "fichier",
}
"""The kinds of values of a description, in words."""


def _summary(told: Operation, tag: BlockTag, making: Making) -> Iterator[Block]:
    """Yield what the description of an operation says, as the older blocks say it."""
    pos = making.pos(tag)
    if told.deprecated:
        yield replace(
            para("Ce service web est déprécié\N{NO-BREAK SPACE}: il va disparaître."),
            pos=pos,
        )
    yield from _prose(told.text, tag, making)
    for part in told.parameters:
        words = _words("Paramètre ", part, optional=True)
        yield from _item(words, _prose(part.text, tag, making), pos)
    if body := told.body or (Part("") if told.fields else None):
        words = _words("Corps de la requête", body)
        yield from _with_fields(words, body, told.fields, tag, making)
    for part in told.answers:
        words = inlines(f"Réponse {part.name}" if part.name else "Autres réponses")
        yield from _item(words, _prose(part.text, tag, making), pos)


def _with_fields(
    words: tuple[Inline, ...], whole: Part, fields: Iterable[Part], tag: BlockTag,
    making: Making,
) -> tuple[List]:  # fmt: skip
    """Return a list of one item: what a body or a model is, then its fields."""
    pos = making.pos(tag)
    items = tuple(
        item
        for part in fields
        for made in _item(_words("Champ ", part), _prose(part.text, tag, making), pos)
        for item in made.items
    )
    held = (List(items, pos=pos),) if items else ()
    return _item(words, (*_prose(whole.text, tag, making), *held), pos)


def _words(what: str, part: Part, *, optional: bool = False) -> tuple[Inline, ...]:
    needed = "obligatoire" if part.required else "facultatif" if optional else ""
    kind = _KINDS.get(part.kind, part.kind)
    told = ", ".join(filter(None, (_PLACES.get(part.place, part.place), kind, needed)))
    name = (Code(part.name),) if part.name else ()
    return inlines(what, *name, f" ({told})" if told else "")


def _prose(text: str, tag: BlockTag, making: Making) -> Blocks:
    """Return Markdown of a description; its headings are words in bold."""
    return tuple(
        Para((Strong(block.children),), pos=block.pos)
        if isinstance(block, Heading)
        else block
        for block in (making.markdown(text, tag) if text else ())
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


def _address(tag: BlockTag, told: str) -> str:
    base = tag.get("baseUrl") or tag.get("host") or told
    return base.rstrip("/") + tag.get("path") if base else tag.get("path")


def schemas(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return the names of the models of an API, over the link to their description."""
    written = tag.get("schemas") or tag.get("schema")
    every = list(filter(None, re.split(r"\s*,\s*", written)))
    names = ", ".join(every)
    title = f"Modèles de données{NBSP}: {names}" if names else "Modèles de données"
    models = tuple(as_one_list(_models(every, tag, making)))
    return (Div((*models, *held), "section", title, pos=making.pos(tag)),)


def _models(names: Iterable[str], tag: BlockTag, making: Making) -> Iterator[Block]:
    """Yield what the file that a tag names says of some models; a finding without it."""
    places = described_in(tag, posixpath.dirname(making.name))
    text = next((making.files[one] for one in places if one in making.files), "")
    why = _ABSENT if not text else ""
    for name in dict.fromkeys(names):
        try:
            found = find_model(text, name) if text else None
            why = why or ("" if found else f"n’a pas de modèle « {name} »")
        except ValueError:
            found, why = None, _BROKEN
        if found:
            yield from _with_fields(_words("Modèle ", found[0]), *found, tag, making)
    if why and (source := tag.get("src") or tag.get("spec")):
        making.tell("interface-non-lue", _UNREAD.format(source, why), tag, tag.source)


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
