"""Where a connecting word or an adverb does not mean what the easier one says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppun_access.easy.draft.parse.verbs import past_participles
from ppun_access.easy.draft.words.guard_words import BEING, CLITICS, Guard, not_before
from ppun_access.easy.draft.words.prepositions import is_infinitive
from ppun_access.french.lexical.morphology import readings


def opens(before: str, after: str) -> bool:
    """At the head of a sentence, or after a comma or « et »."""
    return bool(re.search(r"(?:\A|,|\bet|\()\s*\Z", before))


def _not_first(before: str, after: str) -> bool:
    return bool(before.strip(" «(-")) and not re.search(r"\baussi\b", before + after)


def _no_negation(before: str, after: str) -> bool:
    return not re.search(r"(?:\bne\b|\bn')\s*[^,.;]{0,25}\Z", before)


_REQUIRED = re.compile(
    r"\b(?:doi\w+|devr\w+|devez|faut|oblig\w+|inform[eéo]\w*|précis\w+|indiqu\w+|mention\w+|"
    r"contien\w+|comport\w+|vérifi\w+|fix\w+|consult\w+|transm\w+|tenue?s?|au vu|bilan|"
    r"instruction|décret|article)\b"
)
"""What must be told, checked or read has no mere examples."""


def notamment(before: str, after: str) -> bool:
    """Only one of several is an example: « , notamment les… », « ce sont notamment ».

    « le contrat précise notamment le prix » tells what must stand in it.
    """
    example = (
        r"\s*(?::|(?:les?|la|des|une?|ceux|celles?|celui|pour|"
        r"sur|auprès|chez|être)\b|l'|en \w+ant\b)"
    )
    if not re.search(r"(?:\w\s?[,(]|\b(?:ce sont|peu(?:t|vent)))\s*\Z", before):
        return False
    if _REQUIRED.search(before):
        return False
    most = r"\s*(?:(?:par|pour|dans|sur) )?l[ea]s? (?:plus|moins)\b|\s*par rapport"
    named = bool(re.match(example, after)) and not re.match(most, after)
    if re.search(r"\bet\s+\Z", before) or _is_goal(before, after):
        return False
    one = re.search(r"[^sxz\W]\s*,\s*\Z", before)
    if one and re.match(r"\s*(?:l[ea]s?\b|l'|des\b|une?\b)", after):
        return False  # « près d'un puits de lumière, notamment les étoffes »
    return named and _no_negation(before, after)


def _is_goal(before: str, after: str) -> bool:
    """« , notamment pour les aider » tells the goal; « vous pouvez… » has several."""
    goal = re.match(rf"\s*pour\s+{CLITICS}(?=\w)", after)
    free = re.search(r"\bp(?:eut|euvent|ouvez|ouvons|ourr\w+)\b", before)
    return bool(goal and is_infinitive(after[goal.end() :])) and not free


def ainsi_que(before: str, after: str) -> bool:
    """« ainsi que » is « comme » before a clause, and no link after « c'est »."""
    clause = (
        r"\s*+(?:(?:l'|le|la|les)?\s*+\w*\s*+(?:montr|indiqu|prévoi|soulign|rappel|préci)|"
        r"lorsqu|quand|si\b|s'|dans (?:quel|laquel|lesquel)|comment|où\b|de\b|d'|à\b|"
        r"je\b|tu\b|il\b|elle\b|on\b|nous\b|vous\b|ils\b|elles\b|c'|cela\b|pour\b|par\b)"
    )
    # « l'identification des sites ainsi que des exemples »: « et » would join the sites.
    shared = re.search(r"\b(?:des|du|de|d')\s*[^\W\d_]+\s*\Z", before)
    if shared and re.match(r"\s*(?:des?|du|d')(?:\b|\s)", after):
        return False
    # « en être informé ainsi que des motifs » has no « des » to go with.
    alone = re.match(r"\s*des\b", after) and not re.search(r"\bd(?:es|u)\b", before)
    if alone or re.search(r"\bet\b[^;:.()]{0,70}\Z", before):
        return False  # « A et B et C »
    # « doit être étudiée ainsi que l'aide »: « et » joins no noun to a verb.
    told = re.search(r"\bêtre\s+(?:\w+ment\s+)?\w+\s*\Z", before)
    return not (told or re.match(clause, after)) and not re.search(
        r"(?:\b(?:est|sont|était|fut|c'est)(?:\s+\w+)?|,)\s*\Z", before
    )


def davantage(before: str, after: str) -> bool:
    """Alone at the end, « plus » reads as a negation."""
    return _no_negation(before, after) and bool(re.match(r"\s+(?:de|d'|que|qu')", after))


def very_much(before: str, after: str) -> bool:
    """« fortement développé » qualifies an adjective: « beaucoup » cannot."""
    return bool(re.search(r"\b(?:a|ont|avait|ait)\s*\Z", before)) or bool(
        re.match(r"\s*(?:[,.;]|les?\b|la\b|l'|des?\b|du\b|aux?\b|à\b|sur\b|\Z)", after)
    )


def likewise(before: str, after: str) -> bool:
    """« également répartis » means in equal parts; « aussi utile que » compares."""
    apart = re.match(
        r"\s*(?:répart|partag|distant|pas\b|proch|connu|\w+\s+qu(?:e\b|'))", after
    )
    return _not_first(before, after) and not apart and not _would_compare(before, after)


def _would_compare(before: str, after: str) -> bool:
    """« être également clair »: « être aussi clair » would compare."""
    word = re.match(r"\s*([^\W\d_]+)", after)
    if word is None or not re.search(r"\bêtre\s+\Z", before):
        return False
    quality = any(one.pos == "ADJ" for one in readings(word[1]))
    return quality and not past_participles(word[1])


def closes(before: str, after: str) -> bool:
    """« devront au préalable faire » has no place for « avant »."""
    return bool(re.match(r"\s*[,.;:)]", after))


def after_pause(before: str, after: str) -> bool:
    """« apprendre à savoir » is a verb, « , à savoir » says what is meant."""
    return bool(re.search(r"[,:(]\s*\Z", before))


def contrast(before: str, after: str) -> bool:
    """« mais » opens a clause: « il doit cependant payer » has another order."""
    return bool(re.search(r"(?:\A\W*|;\s*)\Z", before)) and not re.match(
        r"\s*(?:que\b|qu')", after
    )


_MEMBER = (
    r"\s*(?:(?:les?|la|des?|du|aux?|à|dans|pour|par|sur|chez|en|ceux|celles?|leurs?|ses|son|"
    r"sa)\b|[ld]')"
)


def above_all(before: str, after: str) -> bool:
    """« , en particulier les légumes » picks from what precedes; a first one goes on."""
    if re.search(r"\b(?:surtout|principalement)\b", before + after):
        return False
    return bool(re.search(r"\w\s?[,(]\s*\Z", before) and re.match(_MEMBER, after))


def aim(before: str, after: str) -> bool:
    """« il s'agit d'aider » tells an aim; after a condition it tells what must be done."""
    found = re.match(r"\s*(?:de\s+|d')", after)
    opens = re.search(r"(?:\A|,\s)\W*\Z", before)
    # « En lisant, il s'agit de… »: who reads is not « le but ».
    leads = re.search(
        r"\b(?:pour|afin|si|lorsque|quand|donc|aussi)\b|\bs'il|\ben \w+ant\b", before
    )
    if re.search(r"\bpour (?:[\w']+ )?\w+(?:er|ir|re)\b|\bpartir\b", after):
        return False  # a way to the goal that follows
    return bool(found and opens and not leads and is_infinitive(after[found.end() :]))


def quickly(before: str, after: str) -> bool:
    """« rapidement et efficacement » are of one form; « vite » comes before « malade »."""
    return not re.search(r"(?:,|\bdeven\w+ \w+)\s*\Z", before) and not re.match(
        r"\s*et\b", after
    )


def like(before: str, after: str) -> bool:
    """« tel que calculé » names no example, « fort comme des murs » compares."""
    named = re.match(r"\s+(?:les?|la|l'|leurs?|[cs]es)(?:\b|(?<='))", after)
    so = rf"\b{BEING}\s+\Z"  # « est telle que »
    return bool(named and re.search(r"\w,?\s+\Z", before)) and not re.search(so, before)


def even(before: str, after: str) -> bool:
    """No « même » twice."""
    return not re.match(r"\s*même\b", after) and not re.search(r"\bmême\b", before)


def as_one(before: str, after: str) -> bool:
    """« , comme ville, elle… » and « c'est comme » compare: only just after a word."""
    free = re.search(r"\w\s+\Z", before) and not re.search(r"\bc'est\s+\Z", before)
    # « décider en tant que maire de partir », « aider en tant que victime, … telle »
    parted = re.match(
        r"(?:[\s']*[\w-]+){1,2}\s+(?:de\s|d'|à\s)\s*[\w']*(?:er|ir|re)\b", after
    )
    suffers = re.match(r"[\s']*(?:victime|témoin|tel(?:le)?s?\b)", after)
    if re.search(r"\b(?:les|des|ces|aux)\s+\w+s\s+\Z|\b(?:voir|trouver)\s+\Z", before):
        return False  # « les entités comme ville » are some of them
    return bool(free) and not (parted or suffers) and not after.startswith(" de ")


def generally(before: str, after: str) -> bool:
    """« plus généralement » compares; « en outre en général » has two « en » in a row."""
    if re.search(r"\ben\s+\w+,?\s+\Z", before) or re.match(r",?\s+en\b", after):
        return False
    return not re.search(r"\b(?:plus|très|moins|aussi|assez|trop|si)\s+\Z", before)


def otherwise(before: str, after: str) -> bool:
    """« À défaut, » opens a clause; « à défaut d'accord » is « sans »."""
    head = re.search(r"(?:\A\W*|[;,]\s*|\bet\s+|\bou,?\s+)\Z", before)
    return bool(head and re.match(r"\s*,", after))


GUARDS: Mapping[str, Guard] = {
    "ainsi que": ainsi_que,
    "antérieurement": closes,
    "au préalable": closes,
    "cependant": contrast,
    "considérablement": very_much,
    "davantage": davantage,
    "de surcroît": opens,
    "d’autre part": opens,
    "d’une part": opens,
    "en conséquence": opens,
    "en outre": opens,
    "en particulier": above_all,
    "en revanche": contrast,
    "en tant que": as_one,
    "fortement": very_much,
    "généralement": generally,
    "il s’agit": aim,
    "immédiatement": not_before(r"supérieur|inférieur|voisin|exigible|applicable|exécut"),
    "largement": very_much,
    "lorsque": lambda before, _: not re.search(r"\bque\s+\Z", before),  # « que quand »
    "notamment": notamment,
    "néanmoins": contrast,
    "par ailleurs": opens,
    "par conséquent": opens,
    "postérieurement": closes,
    "préalablement": closes,
    "rapidement": quickly,
    "significativement": very_much,
    "tel que": like,
    "toutefois": contrast,
    "voire": even,
    "à défaut": otherwise,
    "à savoir": after_pause,
    "également": likewise,
}
"""By entry: what precedes and what follows → it stands."""
