"""Links: those to another page lead to its text, those to nowhere keep their words."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ppun_access.document.model import Document, Link, Node
from ppun_access.document.walk import plain_text, walk
from ppun_access.report import Finding, Report, Severity
from ppun_access.transforms.model import TransformOptions


def links(document: Document, options: TransformOptions, report: Report) -> Document:
    """Point the links between pages at the site.

    A link to a file or a place that the site does not have becomes its words, with a
    finding; addresses with a scheme are left alone.
    """
    folder = posixpath.dirname(document.meta.source.partition("#")[0])

    def lead(node: Node) -> Node | tuple[Node, ...]:
        if not isinstance(node, Link) or _is_elsewhere(node.href):
            return node
        path = unquote(urlsplit(node.href).path)
        page = posixpath.normpath(posixpath.join(folder, path)) if path else ""
        if page in options.pages:
            return replace(node, href=options.pages[page])
        message = (
            f"Le lien vers « {node.href} » ne mène nulle part dans le site : ses mots sont "
            "gardés. Donnez l’adresse complète (https://…) ou celle d’une page du dossier."
        )
        words = plain_text(node)
        report.add(
            Finding("lien-mort", message, Severity.WARNING, node.pos, document.title, words)
        )
        return node.children

    return walk(document, lead)


def _is_elsewhere(href: str) -> bool:
    """Tell whether an address has a scheme or a host: the writers judge these."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)
