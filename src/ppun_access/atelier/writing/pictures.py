"""The pictures that a passage may have: those of the team, those of the program."""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.atelier.writing.desk import Opened
from ppun_access.atelier.writing.told import read_passage
from ppun_access.easy.draft import pictograms as drawn
from ppun_access.errors import InputError
from ppun_access.project.pictos import FOLDER, Picto, add_picto, load_pictos, picture_file
from ppun_access.readers import read_bytes
from ppun_access.runtime.untrusted_files import MB
from ppun_access.serving.media_types import media_type


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


def _records(opened: Opened) -> dict[str, Picto]:
    root = opened.review.root
    return dict(load_pictos(root, opened.project.project.reach))
