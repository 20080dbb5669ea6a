"""Hold the state of a page being written, and make the attributes of its tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from ppun_access.document.model import Clip, Narration, Node, Note
from ppun_access.report import Finding, Report
from ppun_access.writers.characters import clean, direction

FRAME_IDS = (
    "titre", "contenu", "ecouter", "telecharger", "texte", "notes", "lsf",
    "lecteur", "reglages", "vitesse", "aller", "suivre", "cliquer", "muet",
)  # fmt: skip
"""Ids that the frame of a page uses; the text may not take them."""


@dataclass(slots=True)
class Rendering:
    """The state of one page; ``root`` leads from it to the root of the site."""

    report: Report
    page: str
    root: str = ""
    clips: Mapping[str, Clip] = field(default_factory=dict)
    ids: set[str] = field(default_factory=lambda: set(FRAME_IDS))
    notes: list[Note] = field(default_factory=list)
    """The footnotes met so far; their numbers are their places."""
    tables: int = 0
    in_link: bool = False
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Path in the site of a picture → its width and height."""
    leftward: bool = False
    """Some of the page is written from right to left: other passages say their way."""


def clips_of(narration: Narration | None) -> dict[str, Clip]:
    """Return the clips of ``narration`` by the id of the node that they say."""
    return {clip.node_id: clip for clip in narration.clips} if narration else {}


def timing(clip: Clip | None) -> str:
    """Return the attributes that say when a node is heard, in seconds."""
    if clip is None:
        return ""
    return f' data-begin="{clip.begin:.3f}" data-end="{clip.end:.3f}"'


def attributes(node: Node, r: Rendering) -> str:
    """Return the id, language and timing of ``node`` as attributes, with a space before."""
    parts = []
    if node.id and _take(node, r):
        parts.append(f' id="{attribute(node.id)}"')
    if node.lang:
        parts.append(tongue(node.lang, r))
    return "".join(parts) + timing(r.clips.get(node.id))


def tongue(lang: str, r: Rendering) -> str:
    """Return a language and its direction as attributes, with a space before each."""
    way = direction(lang)
    r.leftward |= way == "rtl"
    message = f' dir="{way}"' if way and r.leftward else ""
    return f' lang="{attribute(lang)}"{message}' if lang else ""


def characters(text: str) -> str:
    """Return ``text`` cleaned and escaped, to stand between tags."""
    return escape(clean(text), quote=False)


def attribute(value: str) -> str:
    """Return ``value`` cleaned and escaped, to stand in an attribute."""
    return escape(clean(value))


def element(tag: str, content: str, attrs: str = "") -> str:
    """Return an element, or nothing when it would be empty."""
    return f"<{tag}{attrs}>{content}</{tag}>" if content.strip() else ""


def wrapped(tag: str, content: str, attrs: str) -> str:
    """Return an element; a space alone needs no tag, nor does what says nothing more."""
    if tag == "span" and not attrs:
        return content
    return element(tag, content, attrs) or content


def _take(node: Node, r: Rendering) -> bool:
    """Reserve the id of ``node``; note when it is already taken."""
    if node.id not in r.ids and not any(c.isspace() for c in node.id):
        r.ids.add(node.id)
        return True
    message = f"deux passages de la page portent le même repère « {node.id} »"
    r.report.add(Finding("repere-double", message, pos=node.pos, page=r.page))
    return False
