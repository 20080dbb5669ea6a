"""Where a noun or an adjective of the lexicon means something else."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppun_access.easy.draft.words.guard_words import OF, Guard


def _not_given(before: str, after: str) -> bool:
    """« à votre disposition » is no rule."""
    return not re.search(
        r"\b(?:libre|droit de|toutes?|à|mise|mettre)\s+(?:la|votre|leur|sa|notre)?\s*\Z",
        before,
    )


def known_rules(before: str, after: str) -> bool:
    """« des modalités de mise en œuvre » are ways to do, « les modalités » are rules.

    « les modalités prises » are measures; of two « modalités » none changes alone.
    """
    if re.match(r"[^,;.]{0,30}\bpris", after) or "modalité" in before + after:
        return False
    return bool(re.search(r"\b(?:les|ses|leurs|mêmes|ces)\s+\Z", before))


def disposition(before: str, after: str) -> bool:
    """« à votre disposition », « prendre ses dispositions » and a layout are no rules."""
    taken = re.search(r"\b(?:pren\w+|pris\w*)\s+(?:\w+\s+){0,3}\Z", before)
    layout = re.match(r"\s*(?:des (?:lieux|pièces|locaux|meubles)|d'esprit)", after)
    part = re.search(r"\barticle \S+ des\s+\Z", before)  # « article 1er des dispositions »
    bears = re.search(r"\bport(?:e|ent|ant)\s+\w+\s+\Z", before)  # « porte diverses… »
    act = re.search(r"\bactes?\b[^,;.]{0,40}\bde\s+\Z", before)  # « acte de disposition »
    return _not_given(before, after) and not (taken or layout or act or bears or part)


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
        r"\s+(?:du (?:prix|tarif|loyer|temps de travail|capital|délai)|de l'impôt|"
        r"des? peines?|de (?:ce|leur|son|votre) délai|de la (?:durée|te?om|taxe|tva))",
        after,
    )
    return bool(whole and what) and not apart


def augmentation(before: str, after: str) -> bool:
    """« percevoir une augmentation » is to be paid more; « augmenter d'une hausse »."""
    paid = re.search(
        r"\b(?:per[cç]|re[cç]|obt|demand|accord|bénéfici|refus)\w*\s+(?:une|d'une|l'|son)\s*\Z",
        before,
    )
    return not paid and "augment" not in before + after


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
    """Only before its noun: « courriers différents » would not be alike."""
    first = (
        r"\b(?:les?|des?|ces|aux?|pour|par|en|sur|dans|et|avec|leurs|ses|vos)\s+\Z|\bd'\Z"
    )
    fixed = re.match(r"\s+(?:droite|gauche|centre|aspects? du temps)", after)
    return bool(re.search(first, before) and re.match(r"\s+\w", after)) and not fixed


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
    owed = re.match(rf"\s+{OF}(?:{_BENEFIT})", after)
    again = re.search(r"\bvers(?:ement|[eé])", before + after)
    return bool(owed) and not again and not re.search(saving, before + after)


_SPECIAL = (
    r"(?:règle|procédure|disposition|régime|congé|formation|démarche|clause|délai|convention|"
    r"dispositif|suivi|situation|condition|garantie|aménagement|autorisation|mesure|statut|"
    r"registre|tarification|encadrement|accord|agrément|motif|aide|contrat|protection)s?"
)


def specifique(before: str, after: str) -> bool:
    """« une règle particulière »; a « particulier » is a person, « service » is a term."""
    more = re.match(r"\s*(?:à|aux?|des?|du|et|ou)\b|\s*d'", after)
    return not more and bool(re.search(rf"(?<![\w-]){_SPECIAL}\s+\Z", before))


_BOUGHT = (
    r"achat|billet|carte|certificat|séjour|transport|titre|abonnement|travaux|réparation|"
    r"expertise|formation|timbre|repas|location|visite|voyage|trajet|médicament|traitement|"
    r"consultation|acte|envoi|acheminement|installation|démarche|immatriculation|permis"
)


def cout(before: str, after: str) -> bool:
    """Tell what is bought, and has a price: « les coûts de production » are no prices."""
    one = re.search(r"\b(?:le|un|du|au)\s+\Z", before)
    return bool(one and re.match(rf"\s+{OF}(?:{_BOUGHT})", after))


_IN_CASE = re.compile(r"\s*(?:[,(.)]|\Z|(?:avec|entre)\b)")


def litige(before: str, after: str) -> bool:
    """« en cas de litige » is said of any quarrel; elsewhere it is a term of procedure."""
    return bool(re.search(r"\ben cas de\s+\Z", before) and _IN_CASE.match(after))


GUARDS: Mapping[str, Guard] = {
    "augmentation": augmentation,
    "coût": cout,
    "disposition": disposition,
    "divers": divers,
    "essentiel": essentiel,
    "hebdomadaire": hebdomadaire,
    "impact": impact,
    "levier": levier,
    "litige": litige,
    "modalité": known_rules,
    "objectif": objectif,
    "problématique": problematique,
    "réduction": reduction,
    "rémunération": remuneration,
    "spécifique": specifique,
    "usager": usager,
    "versement": versement,
    "élaboration": elaboration,
}
"""By entry: what precedes and what follows → it stands."""
