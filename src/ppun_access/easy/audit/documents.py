"""Audit rules, RLS-2: contributors, logo, page numbers.

While no person has reviewed a text, 2.1.1 and 2.2.x are « non conforme »: it is the truth.
Our writers put no logo: where it may stand, a person who looks answers.
"""

from __future__ import annotations

from ppun_access.easy.audit.model import Facts, Outcome, PagedFacts, Rule
from ppun_access.easy.audit.outcomes import (
    asked,
    conforming,
    not_applicable,
    to_check,
    wrong_as_whole,
)
from ppun_access.easy.audit.presentation import of_pages
from ppun_access.french.text.typography import counted

_UNREVIEWED = (
    "Le logo « Facile à lire » ne peut pas être mis : le texte n’est pas validé par des "
    "personnes handicapées intellectuelles."
)


def written_together(facts: Facts) -> Outcome:
    """RLS-2.1.1."""
    if facts.review.readings:
        times = counted(facts.review.readings, "atelier est noté", "ateliers sont notés")
        return conforming(f"{times} dans l’en-tête du texte.")
    message = "Aucun travail avec des personnes handicapées intellectuelles n’est noté."
    advice = (
        "Faites relire le texte par un atelier, puis notez-le dans l’en-tête : "
        "« relectures: [{atelier: …, date: …, participants: …}] »."
    )
    return wrong_as_whole(message, advice)


def logo_on_page(facts: Facts) -> Outcome:
    """RLS-2.2.1: a person puts the logo and says so, once the text is validated."""
    return _logo(facts, "le logo « Facile à lire » est-il près du texte, sur la page ?")


def logo_on_document(facts: Facts) -> Outcome:
    """RLS-2.2.2: the same on a cover."""
    if _validated(facts) and not facts.paged:
        return not_applicable("Ce texte n’a pas de document à couverture.")
    return _logo(facts, "le logo « Facile à lire » est-il sur la couverture ?")


def _logo(facts: Facts, question: str) -> Outcome:
    if _validated(facts):
        return asked(f"Regardez « {facts.document.title} » : {question}", "NC")
    advice = (
        "Faites-le relire par un atelier, puis signez-le : « ppun-access facile sign "
        f"{facts.document.id or 'ID'} »."
    )
    return wrong_as_whole(_UNREVIEWED, advice)


def _validated(facts: Facts) -> bool:
    return facts.review.validated and facts.review.readings > 0


def numbered(facts: Facts, paged: PagedFacts) -> Outcome:
    """RLS-2.3.1."""
    if paged.numbered is None:
        return to_check("Les pages du document sont-elles numérotées ?")
    if paged.numbered:
        return conforming("Les pages du document sont numérotées.")
    return wrong_as_whole("Les pages du document ne sont pas numérotées.", "Numérotez-les.")


def total(facts: Facts, paged: PagedFacts) -> Outcome:
    """RLS-2.3.2."""
    if paged.total_shown:
        return conforming("Chaque page dit combien il y en a : « 2 sur 5 ».")
    if paged.total_shown is None:
        return to_check("Chaque page dit-elle combien il y en a en tout ?")
    message = "Les pages ne disent pas combien il y en a en tout."
    return wrong_as_whole(message, "Écrivez « 2 sur 5 ».")


DOCUMENTS = (
    Rule(
        "RLS-2.1.1", "sans-relecture", written_together,
        "Seules les personnes concernées savent ce qui est facile pour elles. Le programme "
        "lit « relectures » dans l’en-tête du texte facile, sans les jours à venir.",
        "Un texte écrit et relu dans un atelier.", "Un texte qu’aucun atelier n’a relu.",
    ),
    Rule(
        "RLS-2.2.1", "sans-logo", logo_on_page,
        "Le logo dit qu’un texte est vraiment facile à lire. Il ne se met que sur un texte "
        "validé : relu par un atelier, puis signé. Le programme ne met pas de logo. Quand "
        "le texte est validé, une personne met le logo, regarde et répond.",
        "Le logo, près d’un texte relu.", "Pas de logo, ou un logo sans relecture.",
    ),
    Rule(
        "RLS-2.2.2", "sans-logo", logo_on_document,
        "Comme pour la page web : une personne répond quand le texte est validé.",
        "Le logo, sur la couverture d’un document relu.", "Une couverture sans logo.",
    ),
    Rule(
        "RLS-2.3.1", "pages-sans-numero", of_pages(numbered),
        "Le numéro aide à remettre les feuilles en ordre et à retrouver un passage.",
        "« Page 2 ».", "Des pages sans numéro.",
    ),
    Rule(
        "RLS-2.3.2", "pages-sans-total", of_pages(total),
        "Le total dit s’il manque une feuille.",
        "« Page 2 sur 5 ».", "« Page 2 », dans un document de 5 pages.",
    ),
)  # fmt: skip
