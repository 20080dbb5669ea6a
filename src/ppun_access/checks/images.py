"""Check pictures: report those with no description, or with one that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ppun_access.checks.model import CheckOptions
from ppun_access.document.model import Document, Image
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Finding

_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)|(?:img|dsc|dscn|image|photo)[-_ ]?\d+|"
    r"(?:capture|screenshot)[-_ ]?(?:d[’']écran)?[-_ \d.:hà]*",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"(?:une? |l[’']|la |le )?(?:image|photo|photographie|illustration|visuel|dessin|logo|"
    r"schéma|graphique|picture|sans titre|untitled)",
    re.IGNORECASE,
)


def images(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the published pictures that have no description, or one that says nothing.

    A picture that is not published has its own finding: see ``transforms.images``.
    """
    for image in (node for node in nodes(document) if isinstance(node, Image)):
        words = plain_text(image).strip()
        if not words:
            message = _MISSING.format(_written(image.src, options.images))
            yield Finding("image-sans-description", message, image.pos, document.title, "")
        elif _FILE.fullmatch(words) or _WORD.fullmatch(words):
            yield Finding("description-vague", _VAGUE, image.pos, document.title, words)


def _written(src: str, images: Mapping[str, str]) -> str:
    """Return the address that the author wrote; all those of files that are the same."""
    return " ou ".join(at for at, place in images.items() if place == src) or src


_MISSING = (
    "L’image {0} n’a pas de description : qui ne la voit pas ne sait pas ce qu’elle "
    "montre. Écrivez-la entre les crochets : ![ce que montre l’image](fichier) ; dans "
    "Word ou LibreOffice, c’est le texte de remplacement, par un clic droit sur l’image. "
    "Si elle ne fait que décorer, dites-le : <!-- ppun: taire image-sans-description -->"
)
_VAGUE = (
    "La description de cette image ne dit pas ce qu’elle montre. Écrivez en une phrase ce "
    "qu’il faut en retenir."
)
