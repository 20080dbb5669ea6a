"""What changed in a source since its easy text was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ppun_access.commands.reviews import Review
from ppun_access.document.model import Document
from ppun_access.easy.review.ties import Tie, Unit, changes, units, unlinked_paragraphs
from ppun_access.easy.review.version import fingerprint
from ppun_access.errors import PpunError
from ppun_access.readers import read
from ppun_access.readers.space.pages import PageFile
from ppun_access.tools.git import Repository

EASY, BEFORE = "Le texte facile dit", "Le texte complet disait"


Moved = tuple[str, str, str]
"""Who said something (the easy text, or the source before), what, and what the source says
now: empty where the paragraph is gone."""


def moved(review: Review) -> tuple[Moved, ...]:
    """Return what changed since a text was written; nothing where nobody can tell."""
    if review.easy is None or not review.source_changed:
        return ()
    if review.ties:
        found = changes(review.ties, review.units)
        return tuple((EASY, one.passage, now) for one, now in found)
    return moved_since(review, review.record.stamp)


def moved_since(review: Review, stamp: str) -> tuple[Moved, ...]:
    """Return what changed since the source had the digest ``stamp``, if git knows it."""
    if review.origin is None or not stamp:
        return ()
    lang, now = review.source.lang, review.stamp
    before = _units(review.origin.page, lang, stamp, now)
    ties = tuple(Tie((unit.digest,), 0, unit.text) for unit in before)
    new = unlinked_paragraphs(ties, review.units) if ties else ()
    return (
        *((BEFORE, tie.passage, now) for tie, now in changes(ties, review.units)),
        *((BEFORE, "", unit.text) for unit in new),
    )


@lru_cache(256)
def _units(page: PageFile, lang: str, stamp: str, now: str) -> tuple[Unit, ...]:
    """Return the paragraphs of the source that had a digest, none where git has it not.

    It is looked for again once the source is another one, whose digest is ``now``.
    """
    with suppress(PpunError, OSError):
        found = (one for one in _versions(page, lang) if fingerprint(one) == stamp)
        return next(map(units, found), ())
    return ()


def _versions(page: PageFile, lang: str) -> Iterator[Document]:
    """Yield the texts of a page as git has them, the newest first."""
    if repository := Repository.containing(page.path):
        with TemporaryDirectory() as folder:
            file = Path(folder) / page.path.name
            for content in repository.versions(page.path, page.most):
                file.write_bytes(content)
                yield from read(
                    file, lang=lang, root=Path(folder), title=page.title, reach=page.reach,
                    mkdocs=page.mkdocs,
                )  # fmt: skip
