"""The kind of a text: aid or service, procedure, news or event, policy or message, other.

Rules only: the words of the title, then how often those of the body stand in a hundred. A
person who writes « genre » in the settings or in the front matter decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from ppun_access.document.model import Document
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.parse.text import plain, unaccented

Genre = Literal["aide", "demarche", "actualite", "politique", "autre"]
GENRES: tuple[Genre, ...] = get_args(Genre)
KEY = "genre"
LABELS: Mapping[Genre, str] = {
    "aide": "une aide ou un service",
    "demarche": "une démarche",
    "actualite": "une actualité ou un événement",
    "politique": "une politique ou un message",
    "autre": "un autre texte",
}


def genre_named(written: str) -> Genre | None:
    """Return the kind that a person wrote, with or without its accents; None for no kind.

    >>> genre_named("Démarche"), genre_named("roman")
    ('demarche', None)
    """
    flat = unaccented(written.strip())
    return next((genre for genre in GENRES if genre == flat), None)


_TITLES: Mapping[Genre, re.Pattern[str]] = {
    "aide": re.compile(
        r"\b(?:aides?|bourses?|allocations?|primes?|chèques?|pass|subventions?|prêts?|"
        r"indemnités?|prestations?|réductions?|crédits? d'impôt|exonérations?|tarifs?|"
        r"appels? à projets|fonds|dispositif|garanties?|accompagnement|congés?|conseil en|"
        r"contrat|crèches?|médiathèques?|bibliothèques?|piscine|cantine|"
        r"locations?|restauration scolaire|portage|navette|déchets|encombrants|"
        r"déchèteries?|service (?:de|d')|pensions?|médaille|protection|droits?)\b",
        re.I,
    ),
    "demarche": re.compile(
        r"\A(?:comment\b|[a-zà-ÿ]+(?:er|ir|re) (?:une?|son|sa|ses|le|la|les|des|votre)\b|"
        r"s['e ]?\w+(?:er|ir|re)\b)|\b(?:inscriptions?|déclaration|demande|carte|"
        r"passeport|permis|recensement|titre de séjour|acte de|autorisation|attestation|"
        r"certificat|formalités|démarches?|dépôt|recours|règlement|procédure)\b",
        re.I,
    ),
    "actualite": re.compile(
        r"\b(?:inaugur\w+|ouvre|ouverture|lance|fête|festival|salon|journées?|semaine|"
        r"rendez-vous|réunion publique|exposition|concours|forum|concert|spectacle|marché|"
        r"budget participatif|enquête publique|travaux|vote|résultats|nouveau|nouvelle|"
        r"taux|conseil (?:municipal|communautaire)|comptes?[- ]rendus?|délibérations?|"
        r"barrée?s?|fermée?s?|réaménagement|circulation|déviation|coupures?|"
        r"participez|venez|rencontres?|assises|colloque|mois de|inscrivez)\b",
        re.I,
    ),
    "politique": re.compile(
        r"\b(?:politique|stratégie|plan (?:d'action|de|départemental|régional|national|"
        r"climat)|feuille de route|schéma|édito\w*|orientations?|engagements?|doctrine|"
        r"charte|ambitions?|priorités|rapport|bilan|contrat de ville|mot d|message|"
        r"partager|transition|pour tous)\b",
        re.I,
    ),
}
_BODIES: Mapping[Genre, re.Pattern[str]] = {
    "aide": re.compile(
        r"\b(?:bénéfici\w+|montants?|plafonds?|éligib\w+|avez droit|ont droit|est versée?|"
        r"prise en charge|prend en charge|financ(?:e|ée?s?|ement)|allocation|prime|"
        r"subvention|aide (?:financière|de)|remboursé\w*|gratuit\w*)\b",
        re.I,
    ),
    "demarche": re.compile(
        r"\b(?:vous devez|doit être|formulaires?|dossier|justificatifs?|demande|déposer|"
        r"pièces|en ligne|mairie|préfecture|délai|déclar\w+|transmettre|adresser|"
        r"inscriptions?|obligatoire|dans les \d+)\b",
        re.I,
    ),
    "actualite": re.compile(
        r"\b(?:(?:lun|mar|mercre|jeu|vendre|same)di \d|dimanche \d|rendez-vous|"
        r"entrée libre|a lieu|aura lieu|auront lieu|se tiendra|se déroule\w*|inaugur\w+|"
        r"venez|participez|programme|cette année|dernier|prochain|a été voté|édition)\b",
        re.I,
    ),
    "politique": re.compile(
        r"\b(?:territoires?|enjeux?|ambitions?|stratégi\w+|objectifs?|élus|citoyens|"
        r"collectivités?|transition|priorités?|axes?|politiques? publiques?|nous|notre|nos|"
        r"développement|orientations?|acteurs|usages|engagements?|partenaires)\b",
        re.I,
    ),
}
_TITLE_WEIGHT = 4.0
_LEAST = 1.5
"""Signs for a hundred words, the title's included, that a kind needs."""


def genre_of(document: Document, set_by_hand: str = "") -> Genre:
    """Return the kind of a text: what a person said, else what its words show.

    ``set_by_hand`` is the one of the settings, which wins over the front matter.
    """
    told = (set_by_hand, dict(document.meta.front).get(KEY, ""))
    if named := next((found for one in told if (found := genre_named(one))), None):
        return named
    text = plain(plain_text(document))
    hundreds = max(1.0, len(text.split()) / 100)
    scores = {
        genre: _TITLE_WEIGHT * bool(_TITLES[genre].search(plain(document.title)))
        + len(_BODIES[genre].findall(text)) / hundreds
        for genre in _TITLES
    }
    best = max(scores, key=lambda genre: scores[genre])
    return best if scores[best] >= _LEAST else "autre"
