"""Where a text stands, in the words of those who work on it, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from ppun_access.commands.reviews import Review
from ppun_access.document.model import Document
from ppun_access.easy.review.ties import Tie, Unit, changes, units, unlinked_paragraphs
from ppun_access.easy.review.version import fingerprint
from ppun_access.errors import PpunError
from ppun_access.readers import read
from ppun_access.readers.space.pages import PageFile
from ppun_access.report import Severity
from ppun_access.tools.git import Repository
from ppun_access.writers.units import count

WRITE, READ, SEE = "ecrire", "atelier", "voir"
"""The screens that a next step leads to, by the ends of their addresses."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of a text; ``screen`` is where its next step, ``step``, is done."""

    name: str
    group: str
    """The heading of the texts that are in it."""
    step: str
    screen: str
    about: str


STATES: MappingProxyType[str, State] = MappingProxyType(
    {
        "a-revoir": State(
            "À revoir", "À revoir : le texte complet a changé", "Revoir ce texte", WRITE,
            "Le texte complet a changé depuis l’écriture du texte facile.",
        ),
        "illisible": State(
            "À corriger", "À corriger", "Corriger ce texte", WRITE,
            "Le fichier du texte facile ne peut pas être lu.",
        ),
        "brouillon": State(
            "Brouillon", "Brouillons à finir", "Continuer ce brouillon", WRITE,
            "Le texte facile est commencé.",
        ),
        "a-relire": State(
            "À relire", "À faire relire", "Préparer la relecture", READ,
            "Le texte facile est écrit. Des personnes concernées doivent le relire.",
        ),
        "relu": State(
            "Relu", "Relus, à faire valider", "Faire valider ce texte", READ,
            "Des personnes concernées ont lu ce texte, tel qu’il est maintenant.",
        ),
        "absent": State(
            "À écrire", "À écrire", "Écrire ce texte", WRITE,
            "Il n’y a pas encore de texte facile.",
        ),
        "valide": State(
            "Validé", "Validés", "Voir ce texte", SEE,
            "Des personnes concernées ont relu et validé ce texte.",
        ),
    }
)  # fmt: skip
"""The states, the most urgent first."""
DONE = "valide"
"""That of a text which has nothing more to be done."""


def state_of(review: Review) -> str:
    """Return the key in ``STATES`` of the state of a text.

    A draft is to be read by people once nothing is left to be written in it; so is a text
    that changed after they read it.
    """
    if review.easy is None:
        return "illisible" if review.path.is_file() else "absent"
    if review.source_changed:
        return "a-revoir"
    if review.is_read and review.state in ("relu", "valide"):
        return review.state
    return "brouillon" if any(left(review)) else "a-relire"


def left(review: Review) -> Iterator[str]:
    """Yield what is still to be written in a text, or why it cannot be read."""
    if review.easy is None:
        yield from (f.message for f in review.findings if review.path.is_file())
        return
    if passages := review.to_write:
        yield f"{count(len(passages), 'passage')} à écrire."
    if units := review.unlinked:
        yield f"{count(len(units), 'paragraphe')} du texte complet sans passage facile."
    for one in review.findings:
        if one.severity > Severity.INFO and one.code in _UNFINISHED:
            yield _UNFINISHED[one.code]


_UNFINISHED = {
    "fait-perdu": "Des faits du texte complet ne sont pas dits : une date, une somme, un "
    "lieu…",
    "premiere-personne": "Le texte parle à la première personne, sans accord de l’auteur.",
}
"""What keeps a draft from being shown to people, by the code of its finding."""


# What changed


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
