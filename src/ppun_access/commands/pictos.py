"""``facile pictos``: propose pictograms for an easy text, show those that are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ppun_access.commands.facile import write_version
from ppun_access.commands.reviews import Review, reviews
from ppun_access.commands.texts import Outcome
from ppun_access.easy.draft import pictograms as drawn
from ppun_access.easy.draft.pictograms import Pictogram, Proposal
from ppun_access.errors import UsageError, did_you_mean
from ppun_access.french.text.typography import counted
from ppun_access.project.pictos import FOLDER, Picto, add_picto
from ppun_access.project.project import shown_pictograms
from ppun_access.report import Report
from ppun_access.settings.reach import Reach


def pictos(source: Path, id_: str, words: Sequence[str], report: Report) -> Outcome:
    """Return what an easy text may show; with ``words``, have it show these pictograms.

    Raises UsageError for a word that has no pictogram: nothing is changed then.
    """
    found = reviews((source,), id_, report)
    review = found.written(id_)
    assert review.easy is not None
    proposed = drawn.proposals(review.easy, shown_pictograms(review.easy))
    if words:
        return _choose(review, _chosen(words, proposed), proposed, found.project.reach)
    return _listed(review, proposed)


def _listed(review: Review, proposed: Sequence[Proposal]) -> Outcome:
    if not proposed:
        return Outcome(f"{review.id} : aucun pictogramme à proposer.")
    count = counted(len(proposed), "pictogramme proposé", "pictogrammes proposés")
    lines = [f"{review.id} : {count}."]
    for one in proposed:
        name, shows = one.pictogram.name, one.pictogram.shows
        lines += ["", f"{name} : {shows}", f"  ligne {one.line}, « {one.passage} »"]
    after = (
        "Choisissez ceux qui aident à comprendre, et tapez leurs noms, par exemple : "
        f"ppun-access facile pictos {review.id} {proposed[0].pictogram.name}"
    )
    see = "Le rapport de l’équipe montre ces dessins, sous la version simplifiée."
    return Outcome("\n".join(lines), (see, after))


def _chosen(words: Sequence[str], proposed: Sequence[Proposal]) -> tuple[Pictogram, ...]:
    """Return the pictograms of words, or of their own names, each once."""
    known: Mapping[str, Pictogram] = {
        **{one.word.lower(): one.pictogram for one in proposed},
        **drawn.by_word(),
        **drawn.pictograms(),
    }
    found = dict[str, Pictogram]()
    for word in words:
        asked = word.lower().replace("’", "'")
        if asked not in known:
            raise UsageError(
                f"Aucun pictogramme pour « {word} ». Rien n’a été changé.",
                next_step=f"{did_you_mean(asked, list(known))}Les pictogrammes du "
                f"programme : {', '.join(drawn.pictograms())}.",
            )
        found[known[asked].name] = known[asked]
    return tuple(found.values())


def _choose(
    review: Review, chosen: Sequence[Pictogram], proposed: Sequence[Proposal], reach: Reach
) -> Outcome:
    """Put drawings in ``pictos/`` and their lines in the text, where one is proposed."""
    places = {one.pictogram.name: one for one in proposed}
    new = [one for one in chosen if _line(one) not in review.text]
    here = {places[one.name].line: _line(one) for one in new if one.name in places}
    for one in new:
        record = Picto(drawn.LICENCE, drawn.AUTHOR, drawn.SOURCE, one.shows)
        add_picto(f"{one.name}.svg", one.drawing, record, review.root, reach)
    if here:
        write_version(review, _with_lines(review.text, here))
    told = [_told(one, one in new, places.get(one.name), review) for one in chosen]
    return Outcome("\n".join(told), tuple(_after(review, bool(here))))


def _line(one: Pictogram) -> str:
    return f"![]({FOLDER}/{one.name}.svg)"


def _told(one: Pictogram, is_new: bool, place: Proposal | None, review: Review) -> str:
    if not is_new:
        return f"{one.name} : {review.path} le montre déjà."
    file = review.root / FOLDER / f"{one.name}.svg"
    if place:
        return f"{one.name} : {file}, montré avant le passage « {place.passage} »."
    return (
        f"{one.name} : {file}. Aucun passage ne dit ce mot : collez cette ligne avant le "
        f"vôtre, dans {review.path} : {_line(one)}"
    )


def _with_lines(text: str, lines: Mapping[int, str]) -> str:
    """Return a text with pictures, each alone before the line of its number."""
    rows = text.split("\n")
    for place in sorted(lines, reverse=True):
        rows[place - 1 : place - 1] = [lines[place], ""]
    return "\n".join(rows)


def _after(review: Review, has_changed: bool) -> Iterator[str]:
    if not has_changed:
        return
    yield "Regardez la page : retirez du texte la ligne d’un dessin qui n’aide pas."
    if review.state in ("relu", "valide"):
        yield "Les images ont changé : un atelier doit relire ce texte."
    folder = review.root / FOLDER
    yield f"Gardez ce changement : git add {review.path} {folder} && git commit"
