"""Audit rules, RLS-3: pictures, tables, charts.

Without a picture, 3.1.x are « non conforme ».
"""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.document.model import (
    Block,
    Callout,
    Div,
    Image,
    Para,
    Table,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.audit.model import AuditFinding, Check, Facts, Outcome, Rule
from ppun_access.easy.audit.outcomes import (
    conforming,
    failing,
    not_applicable,
    of_whole,
    to_check,
)
from ppun_access.french.text.typography import counted

_NONE = "Le texte n’a pas d’illustration."


def pictures(facts: Facts) -> int:
    """Return how many pictures the text shows."""
    return sum(isinstance(node, Image) for node in nodes(facts.document))


def tables(facts: Facts) -> tuple[Table, ...]:
    """Return the tables of the text."""
    return tuple(node for node in nodes(facts.document) if isinstance(node, Table))


def illustrated(facts: Facts) -> Outcome:
    """RLS-3.1.1."""
    number = pictures(facts)
    if number:
        return conforming(f"Le texte a {counted(number, 'illustration', 'illustrations')}.")
    return _without("Ajoutez une image à chaque idée importante.")


def relevant(facts: Facts) -> Outcome:
    """RLS-3.1.2."""
    if not pictures(facts):
        return _without("Choisissez des images qui montrent ce que dit le texte.")
    return to_check("Chaque image aide-t-elle à comprendre le texte à côté d’elle ?")


def _without(advice: str) -> Outcome:
    return failing(of_whole("sans-illustration", f"{_NONE} {advice}"), _NONE)


def about_pictures(question: str, least: int = 1) -> Check:
    """Return a check that a person makes, when there are ``least`` pictures."""

    def check(facts: Facts) -> Outcome:
        if pictures(facts) >= least:
            return to_check(question)
        alone = _NONE if least == 1 else "Le texte n’a pas plusieurs illustrations."
        return not_applicable(alone)

    return check


MOST_COLUMNS, MOST_ROWS = 4, 10
"""Of a table that is read at a glance, the row of its headers apart."""


def simple_tables(facts: Facts) -> Outcome:
    """RLS-3.6.1: no merged cell."""
    found = tables(facts)
    if not found:
        return not_applicable("Le texte n’a pas de tableau.")
    complex_ = [
        AuditFinding(
            "tableau-complexe",
            "Ce tableau a des cases fusionnées. Faites un tableau simple, ou une liste.",
            " ".join(plain_text(table).split())[:80],
            table.pos.line if table.pos else None,
            table.pos.file if table.pos else "",
        )
        for table in found
        if any(c.colspan > 1 or c.rowspan > 1 for row in table.rows for c in row.cells)
    ]
    if complex_:
        return failing(complex_, "Un tableau a des cases fusionnées.")
    if big := next((size for table in found if (size := _too_big(table))), ""):
        return to_check(f"Un tableau a {big} : est-il assez simple pour les lecteurs ?")
    return conforming("Les tableaux sont simples.")


def _too_big(table: Table) -> str:
    """Return « 12 colonnes et 40 lignes » of a table that is large, else nothing."""
    columns = max((len(row.cells) for row in table.rows), default=0)
    rows = len(table.rows) - 1
    if columns <= MOST_COLUMNS and rows <= MOST_ROWS:
        return ""
    shown = counted(columns, "colonne", "colonnes"), counted(rows, "ligne", "lignes")
    return " et ".join(shown)


def simple_charts(facts: Facts) -> Outcome:
    """RLS-3.6.2: a picture may be a chart, which only a person sees."""
    if not pictures(facts):
        return not_applicable("Le texte n’a pas de graphique.")
    return to_check("S’il y a des graphiques, sont-ils simples ?")


def described(facts: Facts) -> Outcome:
    """RLS-3.6.3: a text stands beside each table."""
    found = tables(facts)
    if not found:
        if pictures(facts):
            return to_check("S’il y a des graphiques, un texte dit-il ce qu’ils montrent ?")
        return not_applicable("Le texte n’a ni tableau ni graphique.")
    alone = [
        AuditFinding(
            "tableau-sans-texte",
            "Rien ne dit ce que montre ce tableau. Écrivez-le dans une phrase avant lui.",
            " ".join(plain_text(table).split())[:80],
            table.pos.line if table.pos else None,
            table.pos.file if table.pos else "",
        )
        for table in _alone(facts.document.blocks)
    ]
    if alone:
        return failing(alone, "Un tableau n’a pas de texte à côté de lui.")
    return to_check("Le texte à côté de chaque tableau dit-il ce qu’il montre ?")


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
    return to_check("Le texte qui décrit le tableau ou le graphique est-il juste ?")


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
        about_pictures("Chaque image donne-t-elle un seul message ?"),
        "Une image qui dit deux choses ne se comprend pas.",
        "Une personne qui téléphone.", "Une foule où chacun fait autre chose.",
    ),
    Rule(
        "RLS-3.3.1", "image-adaptee",
        about_pictures("Les images conviennent-elles aux lecteurs, à leur âge ?"),
        "Des adultes ne veulent pas de dessins pour enfants.",
        "Des photos d’adultes, pour des adultes.", "Un ourson, pour parler du vote.",
    ),
    Rule(
        "RLS-3.4.1", "image-style",
        about_pictures("Les images ont-elles toutes le même style ?", least=2),
        "Des styles mêlés font croire à des sujets différents.",
        "Que des photos, ou que des dessins.", "Une photo, puis un dessin, puis un logo.",
    ),
    Rule(
        "RLS-3.5.1", "image-meme-sens",
        about_pictures("Une même image veut-elle toujours dire la même chose ?", least=2),
        "Une image est comme un mot : elle garde son sens.",
        "Le même téléphone, chaque fois qu’il faut appeler.",
        "Un téléphone pour « appeler », puis pour « acheter un téléphone ».",
    ),
    Rule(
        "RLS-3.6.1", "tableau-complexe", simple_tables,
        "Dans un tableau à cases fusionnées, on ne sait plus quelle case va où. "
        f"Au-delà de {MOST_COLUMNS} colonnes ou de {MOST_ROWS} lignes (un usage), une "
        "personne décide.",
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
