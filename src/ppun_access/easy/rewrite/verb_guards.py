"""Where a verb of the lexicon does not mean what the easier one says, for `guards.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ppun_access.easy.rewrite.prepositions import is_infinitive


def possible(before: str, after: str) -> bool:
    """« s'il est possible » is « si l'on peut », with other words."""
    return not re.search(r"(?:\bs'|-)\Z", before)


def percevoir(before: str, after: str) -> bool:
    """Only money is received; « percevoir une différence » is to see it."""
    money = (
        r"salaires?|rémunérations?|allocations?|indemnités?|aides?|primes?|pensions?|rentes?|"
        r"revenus?|sommes?|prestations?|loyers?|subventions?|bourses?|retraites?"
    )
    taken = rf"\s*(?:ou non\s+)?(?:[\w']+\s+|[ld]'){{0,2}}(?:{money})\b"
    given = rf"\b(?:{money})\s+(?:\w+\s+|qu'|n')*\Z"
    return bool(re.match(taken, after) or re.search(given, before))


_HELD = (
    r"protections?|droits?|aides?|allocations?|indemnités?|prestations?|primes?|subventions?|"
    r"crédits? d'impôt|congés?|jours?|temps|statut|garanties?|prise en charge|réductions?|"
    r"autorisations?|formations?|surveillance|suivi|logements?|pensions?|majorations?"
)


def beneficier(before: str, after: str) -> bool:
    """Only a right, money or a service is what somebody « has »; a fortune has nothing."""
    held = rf"\s*(?:du\s|des\s|de\s|d')?\s*(?:\w+\s+|[ld]'){{0,2}}(?:{_HELD})\b"
    thing = re.search(
        r"\b(?:patrimoine|logement|bien|projet|contrat)s?\b[^,;.]{0,20}\Z", before
    )
    return bool(re.match(held, after)) and not thing


_PAPER = (
    r"licences?|visas?|titres?|numéros?|certificats?|permis|cartes?|attestations?|diplômes?|"
    r"autorisations?|agréments?|formations?|documents?|récépissés?|labels?"
)


def delivrer(before: str, after: str) -> bool:
    """Tell a paper or a number, which is given, from a prisoner, who is set free."""
    paper = rf"\b(?:{_PAPER})\b"
    taken = re.match(rf"\s*(?:[\w']+\s+|[ld]'){{0,2}}{paper}", after)
    return bool(taken or re.search(rf"{paper}[^.;]{{0,90}}\Z", before))


def disposer(before: str, after: str) -> bool:
    """« disposer de ses biens » is to do with them as one likes."""
    whose = r"l'ordre|son|sa|ses|leurs?|notre|nos|votre|vos"
    own = re.match(rf"\s*(?:librement\b|(?:de )?(?:{whose})\b)", after)
    return not own and not re.search(r"\b(?:librement|droit de|liberté de)\s+\Z", before)


_SENT = (
    r"(?:lettre|courri|dossier|demande|formulaire|document|rapport|avis|copie|convocation|"
    r"notification|mail|message|déclaration|attestation|justificatif|décision|réponse|"
    r"réclamation|pièce|facture|recours|mise en demeure|certificat|chèque|colis|acte|"
    r"invitation|relevé|liste|bulletin|reconduite)"
)


def adresser(before: str, after: str) -> bool:
    """Only what can be sent: « biens adressés à la demande finale » are not."""
    sent = rf"\s*(?!à\b|aux?\b)(?:[\w']+\s+|[ld]'){{0,3}}{_SENT}"
    if re.match(r"[^.;]{0,80}\bauprès\b", after):
        return False
    return bool(re.match(sent, after) or re.search(rf"\b{_SENT}[^,;.]{{0,40}}\Z", before))


_CLITICS = r"(?:(?:ne pas|n'|l[ea]s?|l'|y|en|mieux)\s*)*"


def viser(before: str, after: str) -> bool:
    """Somebody who aims at something is of no use for it; a law does not serve.

    « sert à permettre » is heavier than « vise à permettre »; « vise à tripler d'ici 2024 »
    is a target.
    """
    who = (
        r"gouvernement|ministre|ministère|état|commission|parlement|france|région|commune|"
        r"ville|département|entreprise|association|nous|on|je|vous|qu'il|qu'elle"
    )
    law = re.search(r"\b(?:loi|ordonnance|décret|arrêté|circulaire)\b[^;.]{0,60}\Z", before)
    acts = re.match(rf"\s*à\s+{_CLITICS}(?!permettre)[\w-]+(?:er|ir|re)\b", after)
    by_them = re.search(rf"\b(?:{who})s?\s+(?:ne\s+)?\Z", before)
    target = re.match(r"[^,;.]{0,90}(?:\d|\bd'ici\b)", after)
    return bool(acts) and not (law or by_them or target)


def accompagner(before: str, after: str) -> bool:
    """« aider les élèves avec une aide » says the same word twice."""
    return not re.search(r"\baid", before + after)


def reduire(before: str, after: str) -> bool:
    """« réduire l'armée à 100 000 hommes » says how far; « à néant » destroys."""
    joined = r"\s+(?:les?|la|l')\s?\w+ et (?:les?\b|la\b|l')"
    far = re.match(rf"\s*(?:-|(?:à|aux?|et|ou)\b|,)|{joined}", after) or re.search(
        r"\sà (?:\w+ )?\d|\sà néant|\sau silence|\sen (?:cendres|esclavage)", after[:70]
    )
    kept = r"(?:rythme|vitesse|apport|difficulté|fracture|taille|handicap)"
    return not far and not re.match(rf"\s+(?:les?|la|leurs?|ses|sa)\s+{kept}", after)


def contribuer(before: str, after: str) -> bool:
    """« participer à » takes a noun only."""
    verb = r"\s*à\s+(?::|\w+[ei]r\b)"
    found = re.match(r"\s*(?:à|aux?)\s+", after)
    return bool(
        found and not re.match(verb, after) and not is_infinitive(after[found.end() :])
    )


_SIGNED = r"(?:contrat|convention|accord|avenant|pacte|marché|bail|partenariat|cdd|cdi)s?"


def conclure(before: str, after: str) -> bool:
    """Tell a contract, which is signed, from a meeting; of two none changes alone."""
    if re.search(r"\bconcl(?:u|ure)\w*\b", before + after):
        return False
    unsigned = r"courriel|téléphone|échange|oral|verba|à distance|internet|considér|réput"
    if re.search(rf"\b(?:{unsigned})", before[-60:] + after[:60]):
        return False
    taken = rf"\s+(?:[\w']+\s+|[ld]'){{0,3}}{_SIGNED}\b"
    return bool(
        re.match(taken, after) or re.search(rf"\b{_SIGNED}\b[^,;.:]{{0,45}}\Z", before)
    )


def mettre_en_place(before: str, after: str) -> bool:
    """Care and measures are not created."""
    kept = (
        r"accompagnement|mentorat|surveillance|suivi|cure|mesure|tutelle|contrôle|ventilation|"
        r"barrière|signalisation|panneau|équipement|action"
    )
    return not re.match(rf"\s+(?:[\w']+\s+|de l'|l'){{0,3}}(?:{kept})", after)


_WORKERS = r"(?:salariée?|agent|personnel|travailleu|fonctionnaire|employée?|main-d'œuvre)"
_SHARED = r"(?:api|outil|donnée|document|ressource|service|format|information|guide|jeu)"


def mettre_a_disposition(before: str, after: str) -> bool:
    """« un salarié mis à disposition » is lent; « à disposition des écoles » tells whom."""
    lent = re.search(rf"\b{_WORKERS}\w*\s+(?:\w+\s+)?\Z", before)
    whom = re.match(rf"\s+(?:du|des|de)\b(?!\s+{_SHARED})", after)
    return not lent and not whom


_MONEY = (
    r"frais|soins?|dépenses?|coûts?|solde|loyers?|montants?|factures?|travaux|cotisations?|"
    r"salaires?|€|euros|%"
)


def prendre_en_charge(before: str, after: str) -> bool:
    """People are looked after; only costs are paid, not « à hauteur de » something."""
    return not re.match(r"\s+à (?:hauteur\b|\d)", after) and bool(
        re.search(rf"(?:\b|(?<=\s))(?:{_MONEY})", before[-50:] + " | " + after[:45])
    )


def transmettre(before: str, after: str) -> bool:
    """Tell what can be sent, data included, from know-how and what is told."""
    if re.search(r"\binformations?\s+\Z", before):
        return False
    sent = rf"(?:{_SENT}|information|donnée|compte|arrêt\b|bilan|résultat)"
    return bool(
        re.match(rf"[^,;.:]{{0,40}}\b{sent}", after)
        or re.search(rf"\b{sent}[^,;.:]{{0,40}}\Z", before)
    )


def modifier(before: str, after: str) -> bool:
    """« remplacer ou modifier » tells one from the other; a law is amended."""
    law = r"l'article|l'arrêté|la loi|le décret|l'ordonnance|le code|le règlement"
    other = re.search(r"\b(?:remplac|chang)\w+[^.;]{0,20}\Z|\bl(?:[ea]s?\s+|')\Z", before)
    return not other and not re.match(rf"\s+(?:{law})", after)


def necessiter(before: str, after: str) -> bool:
    """« la grève ne demande pas que… », « celle-ci demande » are of somebody who asks."""
    asks = re.match(r"\s*(?:de\b|d'|(?:pas |plus |aussi )?qu(?:e\b|'))", after)
    who = r"\b(?:l[ea]s?|il|elle|ils|elles|celles?-ci|ceux-ci|celui-ci|qui l[ea]s?)"
    return not asks and not re.search(rf"(?:{who}\s+|\bl')\Z", before)


def achever(before: str, after: str) -> bool:
    """« un logement achevé » is a term, « la théorie est finie » is over."""
    being = r"est|sont|être|été|était|étaient|soit|soient|serait|sera|seront|fut|furent"
    return not re.search(rf"\b(?:{being})\s+(?:pas\s+|aujourd'hui\s+)?\Z", before)


_PAPERS = (
    r"\b(?:accord|acte|attestation|avis|bilan|bulletin|calendrier|certificat|constat|contrat|"
    r"convention|devis|diagnostic|document|état|facture|inventaire|liste|offre|plan|planning|"
    r"procès-verba|programme|projet|rapport|règlement|testament|titre)"
)


def etablir(before: str, after: str) -> bool:
    """« établir une liste » is to write it; a firm, a link, a truth are not « faits »."""
    return bool(
        re.search(_PAPERS + r"\w*[^,.;]{0,25}\Z", before)
        or re.match(rf"\s*(?:[\w']+\s+|[ld]')?(?:[\w']+\s+)?{_PAPERS}", after)
    )


_DONE = (
    r"achat|affichage|analyse|calcul|changement|consultation|contrôle|demande|démarche|"
    r"déclaration|embauche|enquête|enregistrement|essai|état|évaluation|examen|expertise|"
    r"immatriculation|inscription|inspection|licenciement|modification|nettoyage|paiement|"
    r"prélèvement|recherche|recrutement|réduction|retenue|saisie|travaux|vente|vérification|"
    r"versement|visite|vote"
)


def proceder(before: str, after: str) -> bool:
    """Only an act is « fait »; a measure is taken, « la mise en examen » is a term."""
    law = re.match(r"licenciement pour\b", after)
    return bool(re.match(rf"(?:l'|(?:\w+\s+){{0,2}})(?:{_DONE})", after)) and not law


def justifier(before: str, after: str) -> bool:
    """« prouver son identité »; « prouver une assurance » is not said."""
    return bool(re.match(r"(?:[sv]on|sa|[sv]es|votre|vos|leurs?|la)\s|l'", after))


def recruter(before: str, after: str) -> bool:
    """Civil servants who pass a « concours » are not « embauchés », nor are soldiers."""
    public = r"\bconcours\b|\bmutation|détachement|militaire|armée"
    return not re.search(public, before + after)


_PART_OF_LAW = re.compile(
    r"\s+(?:à l'a(?:rticle|linéa|nnexe)|à la (?:page|partie|section)|"
    r"aux? (?:articles?|alinéas?|paragraphe|chapitre|titre|livre|point|[iv]+\b|\d))"
)


def mentionner(before: str, after: str) -> bool:
    """« cité à l'article 3 »; what a contract must say, or a register, is not « cité »."""
    return bool(_PART_OF_LAW.match(after))


def appliquer(before: str, after: str) -> bool:
    """Leave a rate, and a law: it is not « sur » what it rules."""
    ruled = re.search(r"\b(?:lois?|droit|taux)\b[^,;.]{0,30}\Z", before)
    return not ruled and not re.match(r"(?:compter|partir|l'étranger|taux)\b", after)


GUARDS: Mapping[str, Callable[[str, str], bool]] = {
    "accompagner": accompagner,
    "achever": achever,
    "conclure": conclure,
    "contribuer à": contribuer,
    "mentionner": mentionner,
    "mettre en place": mettre_en_place,
    "mettre à disposition": mettre_a_disposition,
    "modifier": modifier,
    "nécessiter": necessiter,
    "prendre en charge": prendre_en_charge,
    "réduire": reduire,
    "transmettre": transmettre,
    "désigner": lambda before, after: "choi" not in before + after,
    "poursuivre": lambda _, after: (
        not re.match(
            r"\s*(?:[\w']+\s+|[ld]')?(?:finalité|buts?\b|objectif|justice|infraction|auteur)",
            after,
        )
    ),
    "remettre": lambda before, after: (
        not (
            re.match(r"\s*(?:en\b|à (?:jour|neuf|niveau|plat|plus|zéro)\b)", after)
            or re.search(r"requête|,\s*\Z", before)
            or "recommandé" in after
        )
    ),
    "communiquer": lambda before, after: not re.search(r"\bavis\b", before + after),
    "examiner": lambda before, after: (
        not re.search(r"médecin|médica|victime|patient|\banima", before + after)
    ),
    "figurer": lambda before, after: (
        not (
            re.search(r"\b(?:y|qui|que)\s+\Z", before)
            or not re.match(r"\s*(?:\w+\s+)?(?:dans|sur|parmi|en)\b", after)
        )
    ),
    "justifier de": justifier,
    "procéder à": proceder,
    "recruter": recruter,
    "s’appliquer à": appliquer,
    "établir": etablir,
}
"""By entry: what precedes and what follows → it stands."""
