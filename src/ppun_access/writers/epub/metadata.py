"""Make the accessibility metadata of a book: only what is true of this one.

Sources: EPUB Accessibility 1.1 and the Schema.org Accessibility Properties for
Discoverability Vocabulary. A book claims to conform where the settings say who certifies
it, and nothing in it contradicts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppun_access.document.model import Narration, credit
from ppun_access.writers.dates import day
from ppun_access.writers.epub.book import FRAME, EpubBook
from ppun_access.writers.epub.links import ORNAMENT, moves
from ppun_access.writers.epub.overlays import is_all_heard
from ppun_access.writers.html.xhtml import elements
from ppun_access.writers.labels import labelled
from ppun_access.writers.units import NBSP, as_sentence

UNDATED = "1980-01-01T00:00:00Z"
"""The time of the last change where nothing tells it: a clock would make the same
text give another file each day. What changes with the text is the identifier."""
PARTLY_HEARD = "Une partie du livre n’est pas dans le son."
"""What the summary of a book says when the voice could not say all of it."""
STANDARD = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
"""What a certified book conforms to, as ``dcterms:conformsTo`` writes it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The content of a book, for people who choose one that they can read."""

    pictures: bool
    described: bool
    """Every picture has words that describe it, unless it only decorates."""
    decorative: bool
    """There is no picture, or none that is more than an ornament."""
    moving: bool
    sound: bool
    all_said: bool
    """Whoever only listens misses nothing, but the lines of code."""
    code: bool


def facts(book: EpubBook) -> Facts:
    """Return the facts on the content of ``book``, without the pages around its texts."""
    pages = [page for page in book.pages() if page.kind not in FRAME]
    images = [image for page in pages for image in elements(page.root, "img")]
    telling = [image for image in images if image.get("role") != ORNAMENT]
    code = any(True for page in pages for _ in elements(page.root, "pre"))
    return Facts(
        pictures=bool(images),
        described=all((image.get("alt") or "").strip() for image in telling),
        decorative=not telling,
        moving=any(moves(item) for page in pages for item in page.pictures.values()),
        sound=any(page.overlay for page in pages),
        all_said=bool(pages) and all(p.overlay and is_all_heard(p.root) for p in pages),
        code=code,
    )


def accessibility(book: EpubBook) -> list[tuple[str, str]]:
    """Return the properties of schema.org that describe ``book``, name and value."""
    held = facts(book)
    return [
        *(("accessMode", mode) for mode in _modes(held)),
        *(("accessModeSufficient", modes) for modes in _sufficient(held)),
        *(("accessibilityFeature", feature) for feature in _features(held)),
        ("accessibilityHazard", "unknown" if held.moving else "none"),
        ("accessibilitySummary", " ".join(_summary(book, held))),
    ]


def _modes(held: Facts) -> Iterator[str]:
    yield "textual"
    if held.pictures:
        yield "visual"
    if held.sound:
        yield "auditory"


def _sufficient(held: Facts) -> Iterator[str]:
    if not held.pictures or held.described:
        yield "textual"
    if held.pictures:
        yield "textual,visual"
    if held.all_said and not held.code and (not held.pictures or held.described):
        yield "auditory"


def _features(held: Facts) -> Iterator[str]:
    yield from ("displayTransformability", "readingOrder", "structuralNavigation")
    yield from ("tableOfContents", "unlocked")
    if held.described and not held.decorative:
        yield "alternativeText"
    if held.sound:
        yield "synchronizedAudioText"


def _summary(book: EpubBook, held: Facts) -> Iterator[str]:
    if book.label:
        yield as_sentence(book.label)
    yield "Tout le texte peut être lu par un lecteur d’écran ou une plage braille."
    yield "Vous pouvez changer la taille des lettres, la police et les couleurs."
    yield "Le sommaire et les titres mènent à chaque partie."
    if held.sound:
        yield "Vous pouvez écouter le texte : la phrase lue est surlignée."
        yield from (f"{said}." for said in narrators(book))
        if not held.all_said:
            yield PARTLY_HEARD
    else:
        yield "Ce livre n’a pas de son."
    if held.code:
        yield "Les lignes de code sont seulement écrites."
    if held.pictures:
        yield (
            "Les images ne font que décorer." if held.decorative
            else "Les images ont une description." if held.described
            else "Certaines images n’ont pas de description."
        )  # fmt: skip
    if held.moving:
        yield "Une image peut bouger."
    yield standing(book, held)


def certifier(book: EpubBook, held: Facts) -> str:
    """Return who certifies ``book``, nobody for one that surely does not conform."""
    return book.certifier if held.described and not held.moving else ""


def standing(book: EpubBook, held: Facts) -> str:
    """Return the sentence that says whether someone certifies ``book``."""
    if name := certifier(book, held):
        norm = f"EPUB Accessibility 1.1 et WCAG{NBSP}2.1, niveau AA"
        return f"{labelled(f'Ce livre respecte {norm}', name)} le certifie."
    return "Personne n’a encore vérifié ce livre selon une norme d’accessibilité."


def narrators(book: EpubBook) -> list[str]:
    """Return who reads the book: people by their names, synthetic voices said to be so."""
    return list(dict.fromkeys(credit(n.voice, n.recorded) for n in _heard(book)))


def narrator_names(book: EpubBook) -> list[str]:
    """Return the same as ``media:narrator`` has them: a person's name alone."""
    return list(dict.fromkeys(map(_name, _heard(book))))


def _heard(book: EpubBook) -> Iterator[Narration]:
    return (p.narration for p in book.pages() if p.overlay and p.narration)


def _name(narration: Narration) -> str:
    if narration.recorded:
        return narration.voice.strip() or "Une personne"
    kind = "Voix de synthèse"
    return labelled(kind, narration.voice) if narration.voice else kind


def modified(book: EpubBook) -> str:
    """Return when the book last changed, as far as its text or its history says."""
    known = max(day(book.date), book.changed)
    return f"{known}T00:00:00Z" if known else UNDATED
