"""Where an expression of time or of a figure does not mean what the easier one says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppun_access.easy.draft.parse.verbs import finite_tags
from ppun_access.easy.draft.words.guard_words import Guard


def in_the_course(before: str, after: str) -> bool:
    """« épuisé pendant une année » would last the whole year."""
    return not re.match(
        r"\s*(?:d'une?\b|du temps|des? (?:siècles?|âges?|temps)|(?:du|de la|de l')\s?"
        r"(?:marché|change|bourse|euro|dollar|jour\b))",
        after,
    )


def following(before: str, after: str) -> bool:
    """« fait suite à », « donner suite à » are verbs."""
    verb = r"(?:fai\w+|font|fera|feront|fît|donn\w+)(?: (?:pas|plus|aucune))?"
    return not re.search(rf"\b(?:{verb}|la|par|une|de|sans|aucune|en)\s*\Z", before)


def later(before: str, after: str) -> bool:
    """« à terme échu » is a way to pay."""
    return not re.match(r"\s*(?:échu|national|régional|de\b|d')", after)


def before_noun(before: str, after: str) -> bool:
    """« sa vie durant », « trois siècles durant » have their noun before them."""
    times = r"vie|ans|années?|mois|siècles?|semaines?|jours|journées?|heures|nuits?"
    return bool(re.match(r"\s*\w", after)) and not re.search(rf"\b(?:{times})\s*\Z", before)


def at_the_end(before: str, after: str) -> bool:
    """« après » is later than « à la fin de »: not where a date or a right hangs on it."""
    year = re.match(r"\s+de (?:la |l'|cette |leur |sa )?(?:\w+ )?année\b", after)
    late = re.search(r"en même temps|\bdernier|au plus tard|le jour", before + after)
    return not (late or year)


def nowadays(before: str, after: str) -> bool:
    """No « aujourd'hui » twice."""
    return "aujourd'hui" not in before + after


def from_now(before: str, after: str) -> bool:
    """« peut désormais », at the head; « seront… désormais » is no « maintenant »."""
    verb = re.search(r"([^\W\d_]+)\s+\Z", before)
    if verb is None:
        return not before.strip(" «")
    return any(tag.startswith("ind:pre") for tag in finite_tags(verb[1]))


_LASTING = (
    r"accompagnement|année|atelier|arrêt|bataille|campagne|cérémonie|championnat|concert|"
    r"conférence|constitution|construction|consultation|contrôle|crise|débat|déplacement|"
    r"démarche|échanges\b|élection|enquête|entretien|épreuve|étape|examen|exposition|festival|"
    r"fête|formation|guerre|instruction|match|mission|mondia|mois|période|permanence|phase|"
    r"préparation|procédure|production|projet|rencontre|réunion|saison|séance|"
    r"séjour|session|sommet|stage|tournoi|travaux|trajet|traitement|transport|vacances|"
    r"visite|voyage"
)


def during(before: str, after: str) -> bool:
    """Only what lasts: « lors d'un accident », « lors de l'inscription » are moments."""
    if re.match(r"\s*de tou", after) or re.search(r"\bau plus tard\s+\Z", before):
        return False
    return bool(
        re.match(rf"\s*(?:du|des|d'|de)\s*(?:\w+\s|l')?(?:\w+\s)?(?:{_LASTING})", after)
    )


def deadline(before: str, after: str) -> bool:
    """« dans les » needs several days or months."""
    days = re.match(r"\s*de\s+(?:[2-9]|1\d|deux|trois|quatre|cinq|six|dix)", after)
    whom = re.search(r"\w[éi]e?s\s+\Z", before)  # « les parents accompagnés dans les »
    return bool(days) and not whom


_FIGURE = (
    r"(?:\d|une?\s+(?:an|mois|jour|semaine|heure|mètre|hectare|kilo|euro|tiers|quart|milli)|"
    r"deux\b|trois\b|quatre\b|cinq\b|six\b|sept\b|huit\b|neuf\b|dix\b|"
    r"douze\b|quinze\b|vingt\b|trente\b|cent\b|mille\b)"
)


def figure(before: str, after: str) -> bool:
    """« dans la limite de 500 € », « supérieur à deux mois »: only a figure is counted."""
    return bool(re.match(rf"\s*(?:de\s+|d'|à\s+){_FIGURE}", after))


def compared(before: str, after: str) -> bool:
    """« une surface supérieure à 20 m² », « le prix est supérieur à 5 € », and no other.

    « égale ou supérieure à » has two adjectives; in « l'ancienneté du salarié supérieure à
    un an » it would be the worker who is « de plus d'un an ».
    """
    near = re.search(
        r"(?:\b(?:est|sont|être|soit|soient|était|étaient|sera|seront|reste|restent)|"
        r"\b(?:une?|les?|la|ces?|cette|de|leurs?|[sv]otre|[sv]os|[sv]on|sa)\s+[\w-]+|"
        r"(?:\b[dl]')[\w-]+)\s+\Z",
        before,
    )
    far = re.search(r"\b(?:du|des|de la|de l'|ou|ni|et)\s?[\w-]*\s+\Z|\bni\b", before)
    two = re.search(r"\b(?:inférieur|supérieur|éga(?:l|ux)\b|égale)", before + after)
    return figure(before, after) and bool(near) and not (far or two)


_CAPPED = re.compile(
    r",\s*\Z|\b(?:limit|compris|défini|fix|plafon|maxim|rédui|baiss|dimin)\w*[^.;]{0,60}\Z"
)


def up_to(before: str, after: str) -> bool:
    """« remboursé dans la limite de 50 € », where nothing else sets a limit."""
    return figure(before, after) and not _CAPPED.search(before)


def on_the_day(before: str, after: str) -> bool:
    """« à la date du 2 mai » has its day, « reporté à la date de » its preposition."""
    moved = r"\b(?:limit|report|repouss|avanc|fix|ramen)\w*\s+\Z|\b(?:ou|et)\s+\Z"
    known = r"\s*(?:du\s+(?!\d)|de\s+(?:la|l'|son|sa|leur|votre|cette|ce)\b)"
    return bool(re.match(known, after)) and not re.search(moved, before)


GUARDS: Mapping[str, Guard] = {
    "actuellement": nowadays,
    "au cours de": in_the_course,
    "dans la limite de": up_to,
    "dans un délai de": deadline,
    "désormais": from_now,
    "durant": before_noun,
    "d’un montant de": figure,
    "d’une durée de": figure,
    "inférieur à": compared,
    "lors de": during,
    "pour une durée de": figure,
    "pour une période de": figure,
    "suite à": following,
    "supérieur à": compared,
    "sur tout le territoire": later,
    "à la date de": on_the_day,
    "à l’issue de": at_the_end,
    "à terme": later,
}
"""By entry: what precedes and what follows → it stands."""
