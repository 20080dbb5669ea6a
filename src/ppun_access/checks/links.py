"""Check link texts: report empty, vague or ambiguous ones, and bare addresses.

A screen reader lists links without the sentence around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ppun_access.checks.model import CheckOptions
from ppun_access.document.model import Document, Image, Link, Table
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Finding

VAGUE = frozenset(
    """
    ici|là|par ici|cliquez ici|cliquer ici|clique ici|cliquez|cliquez-ici|cliquez là|
    cliquez sur ce lien|cliquez sur le lien|appuyez ici|voir ici|lire ici|c’est ici|
    c'est par ici|lien|le lien|ce lien|un lien|lien ici|suivez ce lien|suivre ce lien|
    via ce lien|sur ce lien|à ce lien|lire la suite|lire plus|la suite|suite|lire|
    en lire plus|
    en savoir plus|en savoir +|savoir plus|pour en savoir plus|plus|plus d’infos|
    plus d’info|plus d’informations|plus d’information|plus de détails|voir|voir plus|
    voir la suite|voir le lien|voir la page|détails|découvrir|découvrez|consulter|consultez|
    accéder|accès|télécharger|téléchargez|téléchargement|site|le site|ce site|site web|
    site internet|page|la page|cette page|document|le document|ce document|fichier|
    here|click here|read more|link
    """.replace("\n", "")
    .replace("’", "'")
    .replace("    ", "")
    .split("|")
)
"""Words that say nothing of where a link leads."""
_ADDRESS = re.compile(r"https?://\S+|[\w.-]+\.[a-z]{2,6}/\S+", re.IGNORECASE)
"""A whole address; the name of a site, « www.exemple.fr », is easy to say and to type."""


_VARIANTS = re.compile(r"\Ahttps?://(?:www\.)?|(?:/fr)?/?\Z", re.IGNORECASE)
"""What two addresses of a page differ by: « http://a.fr », « https://www.a.fr/fr/ »."""


def links(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the links whose words say nothing, or the same for two places.

    In a table, the row says which one a link is.
    """
    tables = (node for node in nodes(document) if isinstance(node, Table))
    in_table = {id(node) for table in tables for node in nodes(table)}
    targets: dict[str, str] = {}
    for parts in _links(document):
        link = parts[0]
        text = " ".join("".join(map(plain_text, parts)).split())
        code = _fault(link, text)
        target = _VARIANTS.sub("", link.href)
        if (
            not code
            and id(link) not in in_table
            and targets.setdefault(text.casefold(), target) != target
        ):
            code = "lien-ambigu"
        if code:
            message = _MESSAGES[code].format(text)
            yield Finding(code, message, link.pos, document.title, text or link.href)


_MESSAGES = {
    "lien-vide": "Ce lien n’a pas de mots : personne ne peut le suivre. Écrivez-en, ou "
    "retirez-le.",
    "lien-vague": "Le lien « {0} » ne dit pas où il mène. Écrivez ce qu’on y trouve, par "
    "exemple « le calendrier des aides » plutôt que « cliquez ici ».",
    "lien-adresse": "Ce lien montre son adresse, qu’une voix lit caractère par caractère. "
    "Écrivez plutôt le nom de la page : [le nom de la page](adresse).",
    "lien-ambigu": "Deux liens s’appellent « {0} » et mènent à des pages différentes. "
    "Donnez à chacun les mots de sa page.",
}


def _links(document: Document) -> Iterator[tuple[Link, ...]]:
    """Yield each link, in the parts that its sentences cut it into."""
    every = (node for node in nodes(document) if isinstance(node, Link))
    for _, parts in groupby(every, lambda link: id(link.pos or link)):
        yield tuple(parts)


def _fault(link: Link, text: str) -> str:
    """Return the code of the fault of one link, else nothing."""
    if not text:
        pictures = any(isinstance(node, Image) for node in nodes(link))
        return "" if pictures else "lien-vide"
    if _bare(text) in VAGUE:
        return "lien-vague"
    return "lien-adresse" if _ADDRESS.fullmatch(text) else ""


def _bare(text: str) -> str:
    """Return the words of a link without arrows, marks and brackets around them."""
    low = text.casefold().replace("’", "'")
    return re.sub(r"^[^\w+]+|[^\w+]+$", "", low)
