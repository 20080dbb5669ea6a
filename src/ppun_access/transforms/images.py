"""Resolve pictures: a place in the site if the file is there, else their description."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from ppun_access.document.model import Div, Document, Figure, Image, Node, Para, Pos
from ppun_access.document.sources import is_hidden
from ppun_access.document.walk import plain_text, walk
from ppun_access.report import Finding, Report
from ppun_access.transforms.model import TransformOptions


def images(document: Document, options: TransformOptions, report: Report) -> Document:
    """Point the pictures of ``document`` at the site; describe those that are missing.

    Why one that is there is not shown is told once.
    """
    told = set[str]()

    def tell(image: Image, pos: Pos | None) -> None:
        why = options.unfit.get(image.src, "")
        if not why or image.src not in told:
            report.add(_left_out(image, pos, document.title, why))
        told.add(image.src)

    def place(node: Node) -> Node | tuple[Node, ...]:
        match node:
            case Image() if node.src in options.images:
                return replace(node, src=options.images[node.src])
            case Figure() if node.image.src not in options.images.values():
                tell(node.image, node.pos)
                return _described(node)
            case _:
                return node

    def describe(node: Node) -> Node | tuple[Node, ...]:
        if isinstance(node, Image) and node.src not in options.images.values():
            tell(node, node.pos)
            return node.children
        return node

    return walk(walk(document, place), describe)


def _described(figure: Figure) -> tuple[Node, ...]:
    lines = [line for line in (figure.image.children, figure.caption) if line]
    if not lines:
        return ()
    paras = tuple(Para(line, pos=figure.pos) for line in lines)
    return (Div(paras, "description", pos=figure.pos),)


def _left_out(image: Image, pos: Pos | None, page: str, why: str) -> Finding:
    """Return the finding on a picture that is not published; ``why`` if its file exists."""
    words = plain_text(image)
    advice = "Ajoutez le fichier à cet endroit, ou retirez l’image de la page."
    if why:
        code = "image-illisible"
        cause = f"L’image {image.src} n’est pas publiée : {why}"
        advice = "Réduisez-la, ou enregistrez-la à nouveau en PNG ou en JPEG."
    elif image.src.startswith(("http:", "https:", "//")):
        code = "image-distante"
        cause = f"L’image {image.src} est sur un autre site : elle n’est pas publiée"
    elif is_hidden(unquote(image.src)):
        code = "image-absente"
        cause = f"L’image {image.src} est cachée (un nom y commence par « . »)"
        advice = "Mettez-la dans un autre dossier, ou retirez-la de la page."
    else:
        code = "image-absente"
        cause = f"L’image {image.src} n’est pas dans le dossier des pages"
    kept = "sa description est gardée." if words else "elle n’a pas de description."
    message = f"{cause} ; {kept} {advice}"
    return Finding(code, message, pos, page, words)
