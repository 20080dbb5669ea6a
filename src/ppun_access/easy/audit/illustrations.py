"""Audit rules, RLS-3: pictures, tables, charts.

Without a picture, 3.1.x are « non conforme ».
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ppun_access.document.model import Block, Callout, Div, Image, Para, Table
from ppun_access.document.walk import nodes, plain_text, shown_text
from ppun_access.easy.audit.model import Check, Facts, Outcome, Rule
from ppun_access.easy.audit.outcomes import (
    asked,
    conforming,
    failing,
    node_finding,
    not_applicable,
    wrong_as_whole,
)
from ppun_access.french.text.typography import counted

_SHOWN = 3
"""How many pictures a question names."""
_NONE = "Le texte n’a pas d’illustration."


def pictures(facts: Facts) -> int:
    """Return how many pictures the text shows."""
    return sum(isinstance(node, Image) for node in nodes(facts.document))


def _asked_of_pictures(facts: Facts, question: str) -> Outcome:
    """Ask a question of the first pictures, which are named by their descriptions."""
    images = (node for node in nodes(facts.document) if isinstance(node, Image))
    told = (" ".join(plain_text(image).split()) or image.src for image in images)
    shown = ", ".join(f"« {text} »" for text in islice(told, _SHOWN))
    return asked(f"Avec {shown} : {question}", "C")


def tables(facts: Facts) -> tuple[Table, ...]:
    """Return the tables of the text."""
    return tuple(node for node in nodes(facts.document) if isinstance(node, Table))


def illustrated(facts: Facts) -> Outcome:
    """RLS-3.1.1."""
    number = pictures(facts)
    if number:
        return conforming(f"Le texte a {counted(number, 'illustration', 'illustrations')}.")
    return _without(
        "Ajoutez une image à chaque idée importante : « ppun-access facile pictos » en "
        "propose."
    )


def relevant(facts: Facts) -> Outcome:
    """RLS-3.1.2."""
    if not pictures(facts):
        return _without("Choisissez des images qui montrent ce que dit le texte.")
    question = "chaque image aide-t-elle à comprendre le texte à côté d’elle ?"
    return _asked_of_pictures(facts, question)


def _without(advice: str) -> Outcome:
    return wrong_as_whole(_NONE, advice)


def about_pictures(question: str, least: int = 1) -> Check:
    """Return a check that a person makes, when there are ``least`` pictures."""

    def check(facts: Facts) -> Outcome:
        if pictures(facts) >= least:
            return _asked_of_pictures(facts, question)
        alone = _NONE if least == 1 else "Le texte n’a pas plusieurs illustrations."
        return not_applicable(alone)

    return check


MOST_HEADERS, MOST_ROWS = 5, 10
"""The glossary of the RLS says « environ 5 en-têtes »; it does not count rows."""


def simple_tables(facts: Facts) -> Outcome:
    """RLS-3.6.1: no merged cell, headers at the edges, about five of them."""
    found = tables(facts)
    if not found:
        return not_applicable("Le texte n’a pas de tableau.")
    complex_ = [
        node_finding(
            table, f"Ce tableau a {why}. Faites un tableau plus simple, ou une liste.",
            _begins(table),
        )
        for table in found
        if (why := _why_complex(table))
    ]  # fmt: skip
    if complex_:
        return failing(complex_, "Un tableau est compliqué.")
    if big := next(filter(_is_big, found), None):
        headers = counted(_headers(big), "en-tête", "en-têtes")
        rows = counted(_rows(big), "ligne", "lignes")
        question = f"Le tableau « {_begins(big)} » a {headers} et {rows}. Est-il simple ?"
        return asked(question, "NC" if _rows(big) > 2 * MOST_ROWS else "C")
    return conforming("Les tableaux sont simples.")


def _why_complex(table: Table) -> str:
    """Return what makes a table complex, nothing when it is simple."""
    if any(c.colspan > 1 or c.rowspan > 1 for row in table.rows for c in row.cells):
        return "des cases fusionnées"
    inside = (cell for row in table.rows[1:] for cell in row.cells[1:])
    if any(cell.header for cell in inside):
        return "des en-têtes au milieu"
    if (headers := _headers(table)) > MOST_HEADERS + 1:
        return f"{headers} en-têtes, pour environ {MOST_HEADERS}"
    return ""


def _is_big(table: Table) -> bool:
    return _headers(table) > MOST_HEADERS or _rows(table) > MOST_ROWS


def _headers(table: Table) -> int:
    """Return how many headers a table has: those of its columns, or of its rows."""
    columns = max((len(row.cells) for row in table.rows), default=0)
    rows = sum(row.cells[0].header for row in table.rows[1:] if row.cells)
    return max(columns, rows)


def _rows(table: Table) -> int:
    return len(table.rows) - 1


def _begins(table: Table) -> str:
    return " ".join(plain_text(table).split())[:80]


def simple_charts(facts: Facts) -> Outcome:
    """RLS-3.6.2: a picture may be a chart, which only a person sees."""
    if not pictures(facts):
        return not_applicable("Le texte n’a pas de graphique.")
    return _asked_of_pictures(facts, "si c’est un graphique, est-il simple ?")


def described(facts: Facts) -> Outcome:
    """RLS-3.6.3: a text stands beside each table."""
    found = tables(facts)
    if not found:
        if pictures(facts):
            question = "si c’est un graphique, un texte dit-il ce qu’il montre ?"
            return _asked_of_pictures(facts, question)
        return not_applicable("Le texte n’a ni tableau ni graphique.")
    alone = [
        node_finding(
            table,
            "Rien ne dit ce que montre ce tableau. Écrivez-le dans une phrase avant lui.",
            _begins(table),
        )
        for table in _alone(facts.document.blocks)
    ]
    if alone:
        return failing(alone, "Un tableau n’a pas de texte à côté de lui.")
    beside = _beside(facts.document.blocks, found[0])
    question = f"« {beside} » dit-il ce que montre le tableau « {_begins(found[0])} » ?"
    return asked(question, "C")


def _beside(blocks: tuple[Block, ...], table: Table) -> str:
    """Return the caption of a table, or the paragraph that touches it."""
    if table.caption:
        return shown_text(table.caption)
    for at, block in enumerate(blocks):
        if block is table:
            near = (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2])
            return next((shown_text(b.children) for b in near if isinstance(b, Para)), "")
        if isinstance(block, Div | Callout) and (found := _beside(block.blocks, table)):
            return found
    return ""


def _alone(blocks: tuple[Block, ...]) -> Iterator[Table]:
    """Yield the tables without a caption that no paragraph touches."""
    for at, block in enumerate(blocks):
        match block:
            case Table():
                beside = (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2])
                if not block.caption and not any(isinstance(b, Para) for b in beside):
                    yield block
            case Div() | Callout():
                yield from _alone(block.blocks)
            case _:
                pass


def description_fits(facts: Facts) -> Outcome:
    """RLS-3.6.4."""
    if not tables(facts) and not pictures(facts):
        return not_applicable("Le texte n’a ni tableau ni graphique.")
    if not tables(facts):
        return _asked_of_pictures(facts, "si c’est un graphique, son texte est-il juste ?")
    beside = _beside(facts.document.blocks, tables(facts)[0])
    return asked(f"« {beside} » dit-il bien ce qui est dans le tableau ?", "C")


ILLUSTRATIONS = (
    Rule(
        "RLS-3.1.1", "sans-illustration", illustrated,
        "Une image aide à comprendre et à se souvenir.",
        "Une photo de la mairie, près du texte sur la mairie.", "Un texte sans image.",
    ),
    Rule(
        "RLS-3.1.2", "sans-illustration", relevant,
        "Une image qui ne montre pas l’idée embrouille. Sans image, la règle n’est pas "
        "suivie ; avec des images, une personne décide.",
        "Un bus, pour parler du bus.", "Un coucher de soleil, pour parler du bus.",
    ),
    Rule(
        "RLS-3.2.1", "image-un-message",
        about_pictures("chaque image donne-t-elle un seul message ?"),
        "Une image qui dit deux choses ne se comprend pas.",
        "Une personne qui téléphone.", "Une foule où chacun fait autre chose.",
    ),
    Rule(
        "RLS-3.3.1", "image-adaptee",
        about_pictures("les images conviennent-elles aux lecteurs, à leur âge ?"),
        "Des adultes ne veulent pas de dessins pour enfants.",
        "Des photos d’adultes, pour des adultes.", "Un ourson, pour parler du vote.",
    ),
    Rule(
        "RLS-3.4.1", "image-style",
        about_pictures("les images ont-elles toutes le même style ?", least=2),
        "Des styles mêlés font croire à des sujets différents.",
        "Que des photos, ou que des dessins.", "Une photo, puis un dessin, puis un logo.",
    ),
    Rule(
        "RLS-3.5.1", "image-meme-sens",
        about_pictures("une même image veut-elle toujours dire la même chose ?", least=2),
        "Une image est comme un mot : elle garde son sens.",
        "Le même téléphone, chaque fois qu’il faut appeler.",
        "Un téléphone pour « appeler », puis pour « acheter un téléphone ».",
    ),
    Rule(
        "RLS-3.6.1", "tableau-complexe", simple_tables,
        "Dans un tableau à cases fusionnées, on ne sait plus quelle case va où. Le RLS dit "
        f"« environ {MOST_HEADERS} en-têtes » : avec {MOST_HEADERS + 1}, ou plus de "
        f"{MOST_ROWS} lignes, une personne décide.",
        "Deux colonnes, un titre pour chacune.", "Un titre qui couvre trois colonnes.",
    ),
    Rule(
        "RLS-3.6.2", "graphique-complexe", simple_charts,
        "Le programme ne voit pas ce que montre une image : une personne décide.",
        "Deux barres, avec leurs nombres.", "Un camembert à douze parts.",
    ),
    Rule(
        "RLS-3.6.3", "tableau-sans-texte", described,
        "Un tableau ne se comprend pas seul.",
        "Une phrase avant le tableau : « Ce tableau donne les horaires. »",
        "Un tableau entre deux titres.",
    ),
    Rule(
        "RLS-3.6.4", "tableau-texte-juste", description_fits,
        "Une personne compare le texte et le tableau.",
        "« Le bus passe à 8 heures et à 9 heures. »", "« Voir le tableau. »",
    ),
)  # fmt: skip
