"""What each block of GitBook becomes: one function a tag, all in our own model.

``HOLDERS`` hold other blocks, ``ALONE`` do not; ``docs/readers.md`` tells what each is in
every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ppun_access.document.build import callout, inlines, link, para
from ppun_access.document.model import (
    Block,
    CalloutKind,
    Code,
    Div,
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
from ppun_access.french.spoken.times import MONTHS
from ppun_access.french.text.dates import parse_date
from ppun_access.readers.gitbook.tags import (
    NBSP,
    Blocks,
    BlockTag,
    Maker,
    Making,
    texts,
)

# Parts and notes

_CALLOUTS: Mapping[str, CalloutKind] = {
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
}


def _hint(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    kind = _CALLOUTS.get(tag.get("style"), "info")
    return (callout(kind, inlines(tag.get("title")), held, making.pos(tag)),)


def _titled(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return blocks under the title of their tag, if it has one, in bold."""
    title = tag.get("title")
    return (Para((Strong((Text(title),)),), pos=making.pos(tag)), *held) if title else held


def _tabs(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    return (Div(held, "tabs", pos=making.pos(tag)),)


def _tab(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    return (Div(held, "tab", tag.get("title"), pos=making.pos(tag)),)


def _in_order(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return what stands side by side, or is only for some, one after the other."""
    return held


def _conditional(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    message = (
        "Ce passage n’est montré qu’à certaines personnes dans GitBook : ici, il est "
        "publié pour tout le monde. Retirez-le s’il ne doit pas l’être."
    )
    making.tell("bloc-conditionnel", message, tag)
    return held


def _prompt(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    title = tag.get("description") or tag.get("title")
    title = title or "Demande à copier dans un assistant"
    return (Div(held, "section", title, pos=making.pos(tag)),)


def _code(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    title = tag.get("title")
    pos = making.pos(tag)
    named = (Para((Text(f"{title}{NBSP}:"),), pos=pos),) if title else ()
    return (*named, *held)


# Steps and dated entries


def _step(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return a list of one step: ``_stepper`` joins them."""
    item = ListItem(_titled(tag, held, making))
    return (List((item,), ordered=True, pos=making.pos(tag)),)


def _stepper(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    return tuple(_as_one_list(held))


def _as_one_list(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, numbered lists that follow one another as one, numbers going on."""
    waiting: List | None = None
    number = 1
    for block in blocks:
        if isinstance(block, List) and block.ordered:
            number += len(block.items)
            if waiting is None:
                waiting = replace(block, start=number - len(block.items))
            else:
                waiting = replace(waiting, items=(*waiting.items, *block.items))
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield block
    if waiting is not None:
        yield waiting


def _update(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return an entry of a journal, under its date."""
    tags = ", ".join(filter(None, map(str.strip, tag.get("tags").split(","))))
    pos = making.pos(tag)
    about = (Para((Text(f"Sujets{NBSP}: {tags}."),), pos=pos),) if tags else ()
    title = _day(tag.get("date")) or tag.get("title") or "Mise à jour"
    return (Div((*about, *held), "section", title, pos=pos),)


def _day(written: str) -> str:
    """Return a date in words, as it is written when it is no date."""
    found = parse_date(written)
    if found is None:
        return written
    day = "1er" if found.day == 1 else str(found.day)
    return f"{day} {MONTHS[found.month - 1]} {found.year}"


# Links to pages, files and other sites


def _page(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return a link to a page; its words are its address, until its title is known."""
    if any(isinstance(node, Link) for node in nodes(Div(held))):
        return held
    href = tag.get("url") or tag.get("page")
    return (*_linked(href, (Text(href),) if href else (), making.pos(tag)), *held)


def _linked(href: str, words: tuple[Inline, ...], pos: Pos, after: str = "") -> Blocks:
    """Return a paragraph that is a link, and what is said after it."""
    if not href and not words:
        return ()
    line: tuple[Inline, ...] = (Link(words, href, pos=pos),) if href else words
    return (Para((*line, *inlines(after)), pos=pos),)


_HOSTS = (
    ("Vidéo", r"youtube|youtu\.be|vimeo|dai\.?ly|peertube|\btube|video|loom\.com"),
    ("Carte", r"umap|openstreetmap|/maps|carto"),
    ("Formulaire", r"form|sondage|enquete|airtable|demarche|grist"),
    ("Diaporama", r"/presentation/|slides|genial\.?ly|canva"),
    ("Son", r"soundcloud|spotify|deezer|podcast|audio"),
)
"""What is found at an address, by what the address holds."""


_SERVICES = (
    ("YouTube", r"youtube(-nocookie)?\.com|youtu\.be"),
    ("Vimeo", r"vimeo\.com"),
    ("Dailymotion", r"dailymotion\.com|dai\.ly"),
    ("OpenStreetMap", r"openstreetmap\.(org|fr)"),
    ("Canva", r"canva\.com"),
    ("Genially", r"genial\.ly|genially\.com"),
    ("SoundCloud", r"soundcloud\.com"),
    ("Spotify", r"spotify\.com"),
    ("Deezer", r"deezer\.com"),
)
"""Services that people know by a name, and their hosts."""
_LEGIBLE = 60
"""Characters at most of an address that is read."""


def _embed(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return a link to what GitBook shows in a frame: what it is, where, and its title."""
    url, pos = tag.get("url") or tag.get("src"), making.pos(tag)
    host, held = _host(url), _captioned(tag, held, making)
    kind = next((n for n, pattern in _HOSTS if re.search(pattern, url, re.I)), "Contenu")
    service = _service(host)
    if words := _one_line(held):
        name = f"{kind} {service or f'sur {host}'}{NBSP}: "
        return _linked(url, (Text(name), *words), pos)
    if not any(map(plain_text, held)):
        message = (
            f"Ce contenu du site {host} n’est pas décrit : dites en une phrase ce qu’on y "
            "trouve, entre {% embed %} et {% endembed %}."
        )
        making.tell("contenu-sans-description", message, tag, url)
    name = f"{kind} sur {service}" if service else kind
    return (*_linked(url, (Text(f"{name}{NBSP}: {_legible(url)}"),), pos), *held)


def _service(host: str) -> str:
    at = r"(?:^|\.)(?:{})$"
    return next((n for n, its in _SERVICES if re.search(at.format(its), host)), "")


def _legible(url: str) -> str:
    """Return an address as people say it: no scheme, no query, its start if it is long."""
    host, path = _host(url) if "//" in url else "", unquote(_path(url)).rstrip("/")
    video = re.search(r"/watch\?(?:.*&)?v=([\w-]+)|/(?:embed|shorts)/([\w-]+)", url)
    if video and _service(host) == "YouTube":
        return f"youtu.be/{video[1] or video[2]}"
    said = " ".join(f"{host}{path}".split()).removeprefix("www.")
    return said if len(said) <= _LEGIBLE else f"{said[:_LEGIBLE].rstrip()}…"


def _file(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return a link to a file, which says what it is."""
    src, pos = tag.get("src") or tag.get("url"), making.pos(tag)
    name, held = unquote(_path(src).rpartition("/")[2]), _captioned(tag, held, making)
    kind = name.rpartition(".")[2].upper() if "." in name[1:] else ""
    about = f" (fichier {kind})" if kind and len(kind) < 6 else " (fichier)"
    if words := _one_line(held):
        return _linked(src, words, pos, about)
    named = (Text(name or src),) if src else ()
    return (*_linked(src, named, pos, about if name else ""), *held)


def _captioned(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return what a tag holds, or its caption when that is all that it has."""
    caption = tag.get("caption") or tag.get("title") or tag.get("description")
    if held or not caption:
        return held
    return (Para((Text(caption),), pos=making.pos(tag)),)


def _one_line(held: Blocks) -> tuple[Inline, ...]:
    """Return the words of a caption that can be those of a link."""
    match held:
        case (Para() as line,) if plain_text(line).strip():
            others = any(isinstance(n, Link | Note | Image) for n in nodes(line))
            return () if others else line.children
        case _:
            return ()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "un autre site"
    except ValueError:
        return "un autre site"


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return url


# Programming interfaces: a description, made for programs, is not read


def _operation(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return a part that tells how an operation is called, and leads to its description."""
    parts = (tag.get("method").upper(), tag.get("path") or tag.get("name"))
    called = " ".join(filter(None, parts))
    how = (para(f"Adresse du service web{NBSP}: ", Code(called), "."),) if called else ()
    return _described(f"Service web {called}".strip(), how, tag, held, making)


def _schemas(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return the names of the models of an API, over the link to their description."""
    written = tag.get("schemas") or tag.get("schema")
    names = ", ".join(filter(None, map(str.strip, written.split(","))))
    title = f"Modèles de données{NBSP}: {names}" if names else "Modèles de données"
    return _described(title, (), tag, held, making)


def _described(
    title: str, how: tuple[Para, ...], tag: BlockTag, held: Blocks, making: Making
) -> Blocks:
    pos, source = making.pos(tag), tag.get("src") or tag.get("url")
    if description := tag.get("src") or tag.get("spec"):
        message = (
            f"La description de ce service web (« {description} ») est faite pour les "
            "programmes : elle n’est pas lue. La page mène à elle, mais ne dit rien des "
            "paramètres, des réponses ni des modèles. Écrivez l’essentiel dans la page."
        )
        making.tell("interface-non-lue", message, tag, tag.source)
    if source and all(n.href != source for n in nodes(Div(held)) if isinstance(n, Link)):
        how = (*how, para(link(source, "Description complète, pour les programmes"), "."))
    placed = tuple(replace(line, pos=pos) for line in how)
    return (Div((*placed, *held), "section", title, pos=pos),)


# What is not known


def _include(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    return making.include(tag)


_SAID = (
    "title", "titre", "description", "caption", "légende", "legende", "summary", "alt",
    "label",
)  # fmt: skip
"""Attributes whose value a reader of the page would see, whatever the tag."""
_LEADS = ("url", "src", "page", "href", "content", "path")
"""Those that lead to a page or a file."""
_SET = re.compile(
    r"(?i)(?:full-?)?width|height|size|align|colou?r|style|type|kind|theme|icon|class|id"
    r"|overflow|line-?numbers|expandable|expanded|open|visible|hidden|layout|mode|data-.*"
)
"""Those that say how a tag looks: no reader of the page would see them."""


def unsaid(tag: BlockTag, made: Blocks, making: Making) -> Blocks:
    """Return the words of a known tag that are not in what it became."""
    values = [tag.words, *(tag.get(name) for name in _SAID)]
    if not any(values):
        return ()
    said = "\0".join(texts(Div(made)))
    pos = making.pos(tag)
    left = (v for v in dict.fromkeys(values) if v and not _is_in(v, said))
    return tuple(Para((Text(value),), pos=pos) for value in left)


def _is_in(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def unknown(tag: BlockTag, held: Blocks, making: Making) -> Blocks:
    """Return what an unknown tag leaves: its words, and a finding."""
    message = (
        f"Le bloc {{% {tag.name} %}} n’est pas connu : "
        "son texte est gardé, sans sa mise en forme."
    )
    making.tell("bloc-inconnu", message, tag)
    pos = making.pos(tag)
    values = [value for name, value in tag.attributes if _is_said(name, value)]
    words = words_of(tag)
    said = (Para((Text(words),), pos=pos),) if words else ()
    urls = [value for value in values if _is_web(value)]
    return (*said, *(b for url in urls for b in _linked(url, (Text(url),), pos)))


def words_of(tag: BlockTag) -> str:
    """Return the words of a tag, addresses aside, as one line of text."""
    values = (v for k, v in tag.attributes if _is_said(k, v) and not _is_web(v))
    return " : ".join(filter(None, (tag.words, *values)))


def _is_said(name: str, value: str) -> bool:
    """Tell whether an attribute of an unknown tag holds words, or leads somewhere."""
    if name in (*_SAID, *_LEADS):
        return bool(value)
    return (
        not _SET.fullmatch(name)
        and bool(re.search(r"[^\W\d_]{2}", value))
        and (value.lower() not in ("true", "false", "none", "null"))
    )


def _is_web(value: str) -> bool:
    return value.startswith(("https://", "http://")) and not re.search(r"\s", value)


HOLDERS: Mapping[str, Maker] = {
    "hint": _hint,
    "tabs": _tabs,
    "tab": _tab,
    "stepper": _stepper,
    "step": _step,
    "columns": _in_order,
    "column": _in_order,
    "updates": _in_order,
    "update": _update,
    "content-ref": _page,
    "page-ref": _page,
    "embed": _embed,
    "file": _file,
    "code": _code,
    "code-tabs": _tabs,
    "code-tabs-item": _tab,
    "prompt": _prompt,
    "if": _conditional,
    "openapi": _operation,
    "openapi-operation": _operation,
    "openapi-webhook": _operation,
    "openapi-schemas": _schemas,
    "openapi-schemas-item": _schemas,
}
"""Tags that hold blocks until their ``end``, and what they become."""
OPTIONAL = ("embed", "file", "page-ref", "openapi", "openapi-operation")
"""Those that may also stand alone, without an end."""
SIBLINGS = ("tab", "step", "column", "update", "code-tabs-item")
"""Those that one of the same name ends, for none is inside another."""
ALONE: Mapping[str, Maker] = {"include": _include}
BRANCHES = ("else", "elif", "elseif")
"""What parts a conditional passage: all of it is published."""
