"""Where a noun or an adjective of the lexicon means something else, for `guards.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping


def usager(before: str, after: str) -> bool:
    """Names of bodies, and who uses a road or water, keep « usagers »."""
    body = r"(?:commission|comité|association|représentant|conseil|maison|club)s?"
    named = re.search(rf"\b{body}\s+(?:des\s+|d')\Z|\bélus,\s+des\s+\Z", before)
    return not named and not re.match(r"\s+(?:de la route|de l'eau|ou clients)", after)


def objectif(before: str, after: str) -> bool:
    """Leave a lens, « une convention d'objectifs », and what has a figure or is a name."""
    lens = re.search(r"caméra|appareil|photo", before[-30:] + after[:30])
    name = re.search(r"\b(?:d'|de\s+|par\s+)\Z", before)
    more = r"d[eu]s? (?:réduction|baisse|hausse|développement)"
    figure = re.search(r"\d|%", before[-40:] + after[:60]) or re.match(
        rf"\s+(?:quantifi|chiffr|(?:initialement )?fixé|{more})", after
    )
    return not (lens or name or figure)


def reduction(before: str, after: str) -> bool:
    """« une réduction de moitié », of a price or a tax, is a discount."""
    whole = re.search(r"(?:\b(?:la|une|cette|sa|leur|objectifs? de)\s|l')\Z", before)
    what = re.match(r"\s+(?:de la|de l'|des|du|de leurs?|de [sc]es|de [sc]et?)\s*", after)
    apart = re.match(
        r"\s+(?:du (?:prix|tarif|loyer|temps de travail|capital)|de l'impôt|des? peines?)",
        after,
    )
    return bool(whole and what) and not apart


def impact(before: str, after: str) -> bool:
    """« impact carbone », « projets à impact » are terms; « notre effet » is not said."""
    if re.search(r"\b(?:notre|nos|votre|vos|mon|mes)\s+\Z", before):
        return False
    return bool(re.match(r"\s+(?:[^,;.]{0,45}\s)?sur\s", after)) and not re.match(
        r"\s+(?:carbone|de balles?)", after
    )


def levier(before: str, after: str) -> bool:
    """Keep a lever that is no means « pour » something, or that is given."""
    return bool(re.match(r"\s+(?:\w+ )?pour\b", after)) and "bénéfici" not in before[-20:]


def essentiel(before: str, after: str) -> bool:
    """« services essentiels », « essentiel du contrat » are terms, « l'un des » ranks."""
    ranked = re.search(r"\bl'une? des\b[^,;.]{0,25}\Z|\bservices?\s+\Z", before)
    return not ranked and not re.match(r"\s+du (?:contrat|dossier)", after)


def divers(before: str, after: str) -> bool:
    """« faits divers », « divers droite », « travaux divers » are set."""
    fixed = r"(?:faits?|frais|questions?|bois|travaux|dépenses?)\s+\Z"
    return not re.search(fixed, before) and not re.match(
        r"\s+(?:droite|gauche|centre|aspects? du temps)", after
    )


def hebdomadaire(before: str, after: str) -> bool:
    """Hours and money are « par semaine », a rest is not."""
    unit = re.search(
        r"(?:\b(?:heures?|euros|séances?|cours|visites?|navettes?)|€)\s+\Z", before
    )
    return bool(unit) and not re.match(r"\s+(?:de\b|d')", after)


def elaboration(before: str, after: str) -> bool:
    """Wine is made, a plan is prepared; « l'élaboration du PLU » is a step of the law."""
    apart = r"vins?|fromages?|bières?|produits?|documents?\b|plu|plans? loca|scot"
    return not re.match(rf"\s+(?:de|du|des)\s+(?:{apart})", after)


def problematique(before: str, after: str) -> bool:
    """« identifié comme problématique » is an adjective; what one meets is a problem."""
    adjective = re.search(r"\b(?:comme|est|sont|très|plus|aussi)\s+\Z", before)
    met = r"\b(?:fai\w+ face|fac\w|répond\w*|rencontr\w+|résou\w+|connai\w+|confront\w+)\b"
    problem = re.search(rf"{met}[^,;.]{{0,25}}\Z", before) or re.match(
        rf"[^,;.]{{0,25}}{met}", after
    )
    return not adjective and not problem


def remuneration(before: str, after: str) -> bool:
    """Only what a worker is paid, in one word: producers, deposits and books have none."""
    worker = r"salari|employeu|apprenti|smic|contrat de travail|fonctionnaire|\bagents?\b"
    other = (
        r"capital|dépôts?\b|actionn|épargne|prêt|risque|notaire|avocat|prestat|auteur|"
        r"dividende|producteur|dirigeant|gérant|mandat|intérêts?\b|taux\b|saisie|horaire|"
        r"exploitation|artiste|comprise|équitable|considéré|minimale|trimestr|journalière|"
        r"à demi"
    )
    whose = r"\b(?:la|sa|votre|leur|cette)\s+\Z"
    around = before[-60:] + after[:60]
    return bool(
        re.search(whose, before) and re.search(worker, before + after)
    ) and not re.search(rf"\b(?:{other})", around)


_BENEFIT = (
    r"aide|allocation|bourse|capital|cotisation|indemnité|loyer|pension|prestation|prime|"
    r"rente|salaire|somme|subvention|acompte|rémunération"
)


def versement(before: str, after: str) -> bool:
    """Money that is owed is paid; what one puts in a savings plan is not."""
    saving = r"assurance-vie|\bpea\b|\bplan\b|épargne|\bpel\b|livret|retrait|placement"
    owed = re.match(
        rf"\s+[^,;.]{{0,30}}\b(?:d'|de |du |des )[^,;.]{{0,12}}\b(?:{_BENEFIT})", after
    )
    return bool(owed) and not re.search(saving, before + after)


GUARDS: Mapping[str, Callable[[str, str], bool]] = {
    "divers": divers,
    "essentiel": essentiel,
    "hebdomadaire": hebdomadaire,
    "impact": impact,
    "levier": levier,
    "objectif": objectif,
    "problématique": problematique,
    "élaboration": elaboration,
    "réduction": reduction,
    "usager": usager,
    "litige": lambda before, _: bool(re.search(r"\b(?:en cas de|un|tout)\s+\Z", before)),
    "rémunération": remuneration,
    "spécifique": lambda before, after: (
        not (
            re.match(r"\s*(?:à|aux?|des?|du)\b", after)
            or re.search(r"solidarité\s+\Z", before)
        )
    ),
    "versement": versement,
}
"""By entry: what precedes and what follows → it stands."""
