"""Where another verb of the lexicon does not mean what the easier one says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppun_access.easy.draft.words.guard_words import (
    CLITICS,
    Guard,
    not_before,
    takes,
    undergoes,
)
from ppun_access.easy.draft.words.prepositions import is_infinitive


def _not_que(before: str, after: str) -> bool:
    return not re.match(r"\s*(?:que\b|qu')", after)


def _no_work_of_art(before: str, after: str) -> bool:
    """Leave a film, which is directed, and a profit."""
    works = (
        r"objectif|ambition|potentiel|formation|utopie|objet\b|idéal|chiffre d'aff|"
        r"mission|actifs\b|gage\b|promenade|voyage|"
        r"film|clip|album|court|documentaire|série|épisode|émission|rêve|marge|bénéf"
    )
    return not re.search(rf"\b(?:{works})", before + after)


def _inside(before: str, after: str) -> bool:
    """« constitue » at the head has its subject after it."""
    return bool(re.search(r"\w\s*\Z", before))


def constituer(before: str, after: str) -> bool:
    """« vous constituez un dossier »: to make is not to be; nor is « constituer le délit ».

    « Paris et Lyon constituent une seule commune »: they only count as one.
    """
    made = not_before(
        r"dossiers?\b|équipes?\b|sociétés?\b|stocks?\b|réserves?\b|provisions?\b|fichiers?\b|"
        r"comités?\b|commissions?\b|listes?\b|associations?\b|garanties?\b|collections?\b|"
        r"gouvernement|jury|capital|partie civile|avocat|groupes?\b|bureau|droits?\b|"
        r"patrimoine|épargne|échantillon|panel|base de|bases de|bibliothèque"
    )
    persons = re.search(r"\b(?:je|tu|nous|vous|on)\s+(?:ne\s+|n')?\Z", before)
    joined = re.search(r"\b(?:et|ou)\s+\Z", before)  # « et est » is hard to say
    one_of = re.match(r"\s*(?:\w+\s+)?(?:une?|des)\s(?!seule?\b)", after)
    apart = persons or joined or not one_of
    return _inside(before, after) and not apart and made(before, after)


def realiser(before: str, after: str) -> bool:
    """« réaliser que » is to understand; a project that is « fait » is only drawn up."""
    project = re.search(r"\bprojets?\b", after[:40]) or re.search(
        r"\bprojets?\b[^,.;]{0,25}\Z", before
    )
    return not project and _no_work_of_art(before, after) and _not_que(before, after)


def souhaiter(before: str, after: str) -> bool:
    """« souhaiter la bienvenue », « nous vous souhaitons… » are wishes."""
    to_whom = re.search(r"\b(?:lui|leur|(?:je|nous|on) vous)\s+\Z", before)
    whether = re.match(r"[^,;.]*\bou (?:non|pas)\b", after)  # « qu'ils veuillent ou non »
    return not (to_whom or whether) and not_before(r"bienvenue|bon\b|bonne|joyeu|heureu")(
        before, after
    )


def possible(before: str, after: str) -> bool:
    """« s'il est possible » is « si l'on peut », with other words."""
    return not re.search(r"(?:\bs'|-)\Z", before)


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
    acts = re.match(
        rf"\s*à\s+{CLITICS}(?!permettre|exiger|imposer)[\w-]+(?:er|ir|re)\b", after
    )
    by_them = re.search(rf"\b(?:{who})s?\s+(?:ne\s+)?\Z", before)
    target = re.match(r"[^,;.]{0,90}(?:\d|\bd'ici\b)", after)
    led = re.match(r"\W*(?:pour|afin)\b", before)  # « Pour A, S sert à B »
    return bool(acts) and not (law or by_them or target or led)


def accompagner(before: str, after: str) -> bool:
    """« aider avec une aide » says it twice; who goes along a way does not help there."""
    way = re.search(r"\bjusqu|\btrajet|\bdéplacement|\bchez l|\bà l'école", after)
    return not (way or re.search(r"\baid", before + after))


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
    afar = r"courri|électronique|téléphone|à distance|internet"
    unsigned = rf"{afar}|échange|oral|verba|considér|réput"
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
    r"immatriculation|inscription|inspection|modification|nettoyage|paiement|"
    r"prélèvement|recherche|recrutement|retenue|saisie|travaux|vérification|"
    r"versement|visite|vote"
)


def proceder(before: str, after: str) -> bool:
    """Only an act is « fait »; a measure is taken, « la mise en examen » is a term."""
    whose = re.match(r"(?:leurs?|son|sa|ses|votre|vos)\s", after)
    return bool(re.match(rf"(?:l'|(?:\w+\s+){{0,2}})(?:{_DONE})", after)) and not whose


def justifier(before: str, after: str) -> bool:
    """« prouver son identité »; « prouver une assurance » is not said."""
    return bool(re.match(r"(?:[sv]on|sa|[sv]es|votre|vos|leurs?|la)\s|l'", after))


def recruter(before: str, after: str) -> bool:
    """Civil servants who pass a « concours » are not « embauchés », nor are jurors."""
    public = (
        r"\bconcours\b|\bmutation|détachement|militaire|armée|\bjur(?:y|és?)|bénévole|"
        r"volontaire|participant|testeu|patient|élève|étudiant|adhérent|donneu"
    )
    return not re.search(public, before + after)


_PART_OF_LAW = re.compile(
    r"\s+(?:à l'a(?:rticle|linéa|nnexe)|à la (?:page|partie|section)|"
    r"aux? (?:articles?|alinéas?|paragraphe|chapitre|titre|livre|point|[iv]+\b|\d))"
)


def mentionner(before: str, after: str) -> bool:
    """« cité à l'article 3 »; what a contract must say, or a register, is not « cité »."""
    people = rf"(?:{_WORKERS}|personne|jeune|ceux|celles?|celui|enfant|femme|homme)"
    return bool(_PART_OF_LAW.match(after)) and not re.search(rf"\b{people}\w*\s+\Z", before)


_STUDIED = (
    r"(?:demande|dossier|question|possibilité|pièce|candidature|situation|réclamation|offre|"
    r"proposition|recevabilité|projet|compatibilité)"
)


def examiner(before: str, after: str) -> bool:
    """Tell a file, which is studied, from a person whom a doctor examines, or a car."""
    body = r"médecin|médica|victime|patient|\banima|\bexpert"
    apart = re.search(body, before + after)
    return not apart and (takes(_STUDIED, after) or undergoes(_STUDIED, before))


def prendre_fin(before: str, after: str) -> bool:
    """Tell what lasts, and « finit », from decisions and rights, which lapse."""
    lasting = (
        r"contrat|bail|location|congé|mission|période|formation|stage|procédure|cdd|cdi|mandat|"
        r"délai|détachement|disponibilité|arrêt|séjour|apprentissage|mise à disposition"
    )
    return bool(re.search(rf"\b(?:{lasting})\b[^,;.:]{{0,30}}\Z", before))


def recommander(before: str, after: str) -> bool:
    """« il est recommandé de »; a « lettre recommandée » is no advice."""
    said = re.search(r"\bil (?:vous |leur |lui )?est (?:\w+ment )?(?:donc )?\Z", before)
    return bool(said and re.match(r"\s*(?:de\s|d')", after))


def accomplir(before: str, after: str) -> bool:
    """Tell steps and hours, which are « faits », from duties and periods."""
    done = r"(?:démarche|formalité|stage|heure|procédure)s?"
    taken = rf"\s+(?:[\w']+\s+|[ld]'){{0,2}}{done}\b"
    given = rf"\b{done}\b(?![^;.]*\b(?:actes?|période)s?\b)[^,;.]{{0,45}}\Z"
    return bool(re.match(taken, after) or re.search(given, before))


def appliquer(before: str, after: str) -> bool:
    """Leave a rate, and a law: it is not « sur » what it rules."""
    ruled = re.search(r"\b(?:lois?|droit|taux)\b[^,;.]{0,30}\Z", before)
    return not ruled and not re.match(r"(?:compter|partir|l'étranger|taux)\b", after)


GUARDS: Mapping[str, Guard] = {
    "accompagner": accompagner,
    "accomplir": accomplir,
    "achever": achever,
    "conclure": conclure,
    "constituer": constituer,
    "contribuer à": contribuer,
    "désigner": lambda before, after: "choi" not in before + after,
    "engendrer": lambda before, after: (
        not re.search(
            r"\b(?:économie|gain|recette|revenu|profit|bénéfice|emploi|richesse|valeur)",
            before[-40:] + after[:40],
        )
    ),
    "examiner": examiner,
    "figurer": lambda before, after: (
        not (
            re.search(r"\b(?:y|qui|que)\s+\Z", before)
            or not re.match(r"\s*(?:\w+\s+)?(?:dans|sur|parmi|en)\b", after)
        )
    ),
    "il est possible de": possible,
    "justifier de": justifier,
    "mentionner": mentionner,
    "mettre en place": mettre_en_place,
    "mettre à disposition": mettre_a_disposition,
    "modifier": modifier,
    "nécessiter": necessiter,
    "poursuivre": lambda _, after: (
        not re.match(
            r"\s*(?:[\w']+\s+|[ld]')?(?:finalité|buts?\b|objectif|justice|infraction|auteur)",
            after,
        )
    ),
    "prendre en charge": prendre_en_charge,
    "prendre fin": prendre_fin,
    "procéder à": proceder,
    "recommander": recommander,
    "recruter": recruter,
    "réaliser": realiser,
    "réduire": reduire,
    "souhaiter": souhaiter,
    "s’appliquer à": appliquer,
    "viser à": viser,
    "établir": etablir,
}
"""By entry: what precedes and what follows → it stands."""
