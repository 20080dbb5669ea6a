"""The pictures that a passage may have: one's own, those of the team, our drawings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import count

from ppun_access.atelier.writing.desk import Opened
from ppun_access.atelier.writing.told import read_passage
from ppun_access.document.sources import slug
from ppun_access.easy.draft import pictograms as drawn
from ppun_access.errors import InputError
from ppun_access.project.pictos import FOLDER, Picto, add_picto, load_pictos, picture_file
from ppun_access.readers import read_bytes
from ppun_access.runtime.untrusted_files import MB
from ppun_access.serving.published import media_type
from ppun_access.writers.picture_privacy import without_traces
from ppun_access.writers.picture_sizes import kind_of, size_of, too_large
from ppun_access.writers.svg_rebuilding import rebuilt

LICENCES = {
    "CC BY 4.0": "Tout le monde, en disant qui l’a faite (CC BY 4.0)",
    "CC0 1.0": "Tout le monde, sans rien demander (CC0 1.0)",
    "licence : tous droits réservés": "Personne : elle ne sert qu’ici",
}
"""What is recorded → what it means, for who adds a picture."""
_SAID = {
    "description": "ce que montre l’image",
    "auteur": "qui a fait cette image",
    "licence": "qui peut la reprendre",
}


def pictures_for(opened: Opened, number: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what a passage may show, in groups: what suits its words first.

    Each picture has its name and its description.
    """
    page = read_passage(opened.text.passages[number], opened.around.source.lang)
    fit = {one.pictogram.name: one.pictogram.shows for one in drawn.proposals(page)}
    own = {name: one.description for name, one in _records(opened).items() if one.licence}
    every = {name: one.shows for name, one in drawn.pictograms().items()}
    for title, found in (
        ("Pour ce passage", fit),
        ("Les images de l’équipe", own),
        ("Toutes les images", {n: s for n, s in every.items() if n not in fit}),
    ):
        if found:
            yield title, found


def drawing(opened: Opened, name: str) -> tuple[bytes, str] | None:
    """Return a picture that may be chosen, and its media type; None when there is none."""
    if one := drawn.pictograms().get(name.removesuffix(".svg")):
        return one.drawing, media_type("a.svg")
    if name not in _records(opened):
        return None
    root, reach = opened.review.root, opened.project.project.reach
    path = picture_file(f"{FOLDER}/{name}", (root,), root, reach)
    return (read_bytes(path, reach.limits.picture * MB), media_type(name)) if path else None


def chosen(opened: Opened, name: str) -> str:
    """Return the address of a picture in an easy text; the team has it from now on.

    Raises InputError when there is no such picture.
    """
    if one := drawn.pictograms().get(name):
        record = Picto(drawn.LICENCE, drawn.AUTHOR, drawn.SOURCE, one.shows)
        root, reach = opened.review.root, opened.project.project.reach
        add_picto(f"{name}.svg", one.drawing, record, root, reach)
        return f"{FOLDER}/{name}.svg"
    if drawing(opened, name) is None:
        raise InputError("Cette image n’est plus là.", next_step="Choisissez-en une autre.")
    return f"{FOLDER}/{name}"


def added(opened: Opened, content: bytes, asked: Mapping[str, str]) -> str:
    """Put a picture among those of the team, under a name that is not taken; return it.

    Raises InputError for what is no picture, is too large, or lacks its words.
    """
    said = {key: " ".join(asked.get(key, "").split()) for key in _SAID}
    for key, words in _SAID.items():
        if not said[key]:
            raise InputError(f"Il manque {words}.", next_step="Écrivez-le, et recommencez.")
    content, suffix = _checked(content)
    root, records = opened.review.root, _records(opened)
    stem = slug(said["description"])[:40].strip("-") or "image"
    names = (f"{stem}{f'-{n}' if n > 1 else ''}{suffix}" for n in count(1))
    name = next(
        one for one in names
        if one not in records and not os.path.lexists(root / FOLDER / one)
    )  # fmt: skip
    record = Picto(said["licence"], said["auteur"], "", said["description"])
    add_picto(name, content, record, root, opened.project.project.reach)
    return name


def _checked(content: bytes) -> tuple[bytes, str]:
    """Return a picture and its suffix; a drawing is rebuilt without what could act."""
    _, suffix = kind_of(content) or ("", "")
    if suffix not in (".png", ".jpg", ".svg"):
        why, what = "n’est pas un fichier PNG, JPEG ou SVG", "Choisissez un autre fichier."
    elif too_large(content):
        why, what = "a trop de points", "Réduisez cette image, puis recommencez."
    elif suffix == ".svg" and (made := rebuilt(content)):
        return made, suffix
    elif suffix != ".svg" and size_of(content):
        return without_traces(content), suffix
    else:
        why, what = "ne peut pas être lue : elle est abîmée", "Choisissez une autre image."
    raise InputError(f"Cette image {why}.", next_step=what)


def _records(opened: Opened) -> dict[str, Picto]:
    root = opened.review.root
    return dict(load_pictos(root, opened.project.project.reach))
