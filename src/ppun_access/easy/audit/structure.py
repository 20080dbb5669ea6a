"""Audit rules, RLS-4: short sentences, simple punctuation, lists, no footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from ppun_access.document.model import List, Note
from ppun_access.document.walk import HIDDEN, nodes
from ppun_access.easy.audit.model import AuditFinding, Check, Facts, Outcome, Passage, Rule
from ppun_access.easy.audit.outcomes import (
    NOT_RENDERED,
    asked,
    conforming,
    display_findings,
    failing,
    judged,
    node_finding,
    not_applicable,
    passage_finding,
    to_check,
)
from ppun_access.easy.audit.typed import lists_in_a_line, typed_notes
from ppun_access.french.lexical.morphology import is_finite, is_only_finite, readings
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.lexical.tenses import verbs_of
from ppun_access.french.text.typography import counted

_ASKED = 3
"""How many sentences a question quotes."""
_SPOKEN = ("phrase", "element", "definition", "case")


def sentences(facts: Facts) -> Iterator[Passage]:
    """Yield the passages that are sentences or stand for one; headings are apart."""
    return (p for p in facts.passages if p.kind in _SPOKEN)


def short(facts: Facts) -> Outcome:
    """RLS-4.1.1: the grid asks for one idea and gives no count; words are a practice."""
    most = facts.profile.sentence_words
    found = [
        passage_finding(
            passage, passage.text,
            f"Cette phrase a {words} mots. Pour être facile, elle en a {most} au plus.",
            f"Coupez-la en {max(2, -(-words // most))} phrases, une idée par phrase.",
        )
        for passage in sentences(facts)
        if (words := facts.measured(passage).words) > most
    ]  # fmt: skip
    if found:
        message = counted(len(found), "phrase est trop longue", "phrases sont trop longues")
        return failing(found, f"{message}.")
    if quoted := _to_ask(facts, _may_tell_more):
        return asked(f"Cette phrase dit-elle une seule idée : {quoted} ?", "C")
    return conforming(f"Aucune phrase n’a plus de {most} mots.")


def _may_tell_more(passage: Passage, facts: Facts) -> bool:
    if condition := _CONDITION.match(passage.prose):
        return has_several_clauses(passage.prose[condition.end() :], ())
    return has_several_clauses(passage.prose, facts.measured(passage).clauses)


_CONDITION = re.compile(r"(?:si|s['’](?=ils?\b)|quand|pour)\b[^,;:]{3,}?,\s", re.IGNORECASE)
"""« Si vous êtes malade, appelez »: when to do the one thing that the sentence tells."""


def _may_be_complex(passage: Passage, facts: Facts) -> bool:
    text = passage.prose
    out = is_out_of_order(text) or _delays_subject(text)
    return out or _may_tell_more(passage, facts)


def _to_ask(facts: Facts, doubt: Callable[[Passage, Facts], bool]) -> str:
    """Return the first sentences that a person should look at, quoted; none: nothing."""
    texts = [passage.text for passage in sentences(facts) if doubt(passage, facts)]
    listed = ", ".join(f"« {text} »" for text in texts[:_ASKED])
    more = len(texts) - _ASKED
    return f"{listed} (et {more} de plus)" if more > 0 else listed


_OPENER = re.compile(
    r"^(?:parce qu(?:e\b|['’])|puisqu(?:e\b|['’])|bien qu(?:e\b|['’])|alors qu(?:e\b|['’])|"
    r"afin (?:de\b|d['’]|qu)|étant donné|compte tenu|comme (?:il|elle|on|le|la|les|l['’])|"
    r"en [^\W\d_]{2,}ant\b(?!\s+que)|ayant\b|étant\b)",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"^(?:face|conformément|grâce|suite) (?:à|au|aux)\b|"
    r"^(?:dans le cadre|dans le contexte|en raison|en vue|en application|à l['’]issue|"
    r"à l['’]occasion|au regard|au titre|à la suite|au cours|indépendamment|en matière)"
    r" d(?:e|u|es|['’])|^(?:malgré|selon|outre|après avoir|sous réserve)\b",
    re.IGNORECASE,
)
_LONGEST_SETTING = 6
"""Words that may stand before the subject of a long sentence."""
_INCISE = re.compile(
    r",\s(?:et\s)?(?:qui|dont|où|lequel|laquelle|lesquels|lesquelles|pour|dans|selon|avec|"
    r"par|à|sans|comme|malgré|grâce)\b[^,;:]{3,}?,\s(?!et\b|ou\b|puis\b)"
)
_BEGINS_SUBJECT = re.compile(
    r",\s(?:les?|la|l['’]|une?|des|ces?|cet|cette|notre|nos|votre|vos|leurs?|il|ils|elle|"
    r"elles|on|nous|vous|je|j['’])"
)
_RANKED = re.compile(r"^(?:premi(?:er|ère)|second|seconde|derni(?:er|ère)|seule?)s?$", re.I)


def simple(facts: Facts) -> Outcome:
    """RLS-4.1.2: subject, verb, complement, « si possible »."""
    found = [
        passage_finding(passage, passage.text, why, advice)
        for passage in sentences(facts)
        for why, advice in (_complex(passage, facts),)
        if why
    ]
    if found:
        message = counted(len(found), "phrase est compliquée", "phrases sont compliquées")
        return failing(found, f"{message}.")
    if quoted := _to_ask(facts, _may_be_complex):
        return asked(f"Cette phrase est-elle assez simple : {quoted} ?", "C")
    return conforming(
        "Les phrases sont construites simplement : un sujet, un verbe, un complément."
    )


def _complex(passage: Passage, facts: Facts) -> tuple[str, str]:
    """Return why a sentence is no « sujet, verbe, complément », and what to do."""
    measured, text = facts.measured(passage), passage.prose
    clauses = measured.clauses
    if shape := _shape(text, _HARD_SHAPES):
        return shape
    if opener := _OPENER.match(text):
        return (
            f"La phrase commence par « {opener[0]} », avant l’idée principale.",
            "Commencez par l’idée principale, puis faites une autre phrase.",
        )
    if len(clauses) > facts.profile.clauses:
        listed = ", ".join(clauses)
        return (
            f"{len(clauses)} propositions sont emboîtées ({listed}).",
            "Faites une phrase de chacune.",
        )
    is_long = measured.words > facts.profile.sentence_words
    return (is_long and _shape(text, _LONG_SHAPES)) or ("", "")


_Shapes = tuple[tuple[Callable[[str], object], str, str], ...]


def _shape(text: str, shapes: _Shapes) -> tuple[str, str] | None:
    """Return why the first of ``shapes`` that a sentence has is hard, and what to do."""
    return next(((why, advice) for has, why, advice in shapes if has(text)), None)


_ACTOR = (
    r"(?:médecins?|maires?|mairie|juges?|parents?|président\w*|préfets?|préfecture|agents?|"
    r"direct(?:eur|rice)s?|employeurs?|propriétaires?|banque|caisse|école|tribunal|état|"
    r"région|département|commune|ville|services?|assistante? sociale?|pharmacien\w*|"
    r"infirmi\w+|professeurs?|enseignant\w*|enfants?|(?-i:[A-ZÀ-Ý])\w+)"
)
_CLEFT = re.compile(
    r"(?:c['’]est|ce sont|ce n['’]est pas)\s(?:"
    r"(?:à|aux?|chez|dans|en|par|pour|avec|sur|grâce|surtout|ainsi|là)\b.*\squ(?:e\b|['’])"
    rf"|(?:(?:les?|la|une?|des|leurs?|s(?:on|a|es))\s|l['’]|){_ACTOR}"
    r"\b.*?\squ(?:i|e)\b|(?:vo(?:tre|s)|no(?:tre|s))\s\w+\squi\b|(?:vous|nous|moi|toi|lui|elles?|eux)\squi\b)"
    r"|ce (?:que?|qui|dont)\b.*\sc['’](?:est|était)\b",
    re.IGNORECASE,
)
"""« C’est le médecin qui signe », « Ce qu’il faut faire, c’est appeler »."""
_CLAUSE_BETWEEN = re.compile(
    r",\s(?:parce que?|puisque?|bien que?|car|si|quand|lorsque?|qui|dont|où)\b[^,;:]+,\s"
    r"(?!et\b|ou\b)"
)


def _is_cut(text: str) -> bool:
    """Return whether words between two commas part a subject from its verb."""
    found = _SUBJECT_ASIDE.match(text)
    apart = found and is_finite(found[2]) and not _likely(found[1])
    return bool(apart) or bool(_CLAUSE_BETWEEN.search(text))


def _delays_subject(text: str) -> bool:
    """Return whether an infinitive, a list, a long setting stands before the subject."""
    subject = _BEGINS_SUBJECT.search(text)
    if subject and _SETTING.match(text):
        return len(text[: subject.start()].split()) > _LONGEST_SETTING
    first = re.match(r"[^\W\d_]+", text)
    if not first or not _BEGINS_SUBJECT.search(text) or is_given_name(first[0]):
        comma_list = first and re.match(r"[^\W\d_]+,\s[^\W\d_]+,", text)
        return bool(comma_list and first and not is_given_name(first[0]))
    if _RANKED.match(first[0]) or re.match(r"[^\W\d_]+,\s[^\W\d_]+,", text):
        return True
    known = readings(first[0].lower())
    return bool(known) and "inf" in known[0].verb


def _has_two_sentences(text: str) -> bool:
    """Return whether a verb stands on each side of a colon."""
    before, colon, after = text.partition(" :")
    return bool(colon) and any(verbs_of(before)) and any(verbs_of(after))


_DASH = re.compile(r"(?:(?<=\s)|^)[–—-](?=\s)|[–—]")
_MARKS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r";"), "un point-virgule", "Mettez un point, et commencez une phrase."),
    (
        re.compile(r"\([^()]*\)?|\)"), "des parenthèses",
        "Faites une phrase de ce qu’elles contiennent, ou retirez-le.",
    ),
    (re.compile(r"\[[^\[\]]*\]?|\]"), "des crochets", "Retirez-les."),
    (
        re.compile(r"…|\.{3,}"), "des points de suspension",
        "Mettez un point, ou dites « et d’autres choses ».",
    ),
    (_DASH, "un tiret", "Mettez un point ou une virgule."),
)  # fmt: skip
_RANGE = re.compile(r"(?<=\d)\s?[–—]\s?(?=\d)|(?<=\w)[–—](?=[A-ZÀ-Ý])")


def punctuation(facts: Facts) -> Outcome:
    """RLS-4.2.1: « - » is a dash; the hyphen of « Bourgogne-Franche-Comté » is none."""
    found = list(_marks(facts))
    return judged(
        found,
        "La ponctuation est simple.",
        f"{counted(len(found), 'signe est compliqué', 'signes sont compliqués')}.",
    )


def _marks(facts: Facts) -> Iterator[AuditFinding]:
    for passage in facts.passages:
        text = _RANGE.sub(" ", passage.prose)
        for pattern, what, advice in _MARKS:
            for found in pattern.finditer(text):
                shown = found[0].replace(HIDDEN, "(code)")
                message = f"Il y a {what} : « {shown} »."
                yield passage_finding(passage, shown, message, advice)


def list_look(*, ordered: bool) -> Check:
    """Return the check of RLS-4.3: lists look like lists."""

    def check(facts: Facts) -> Outcome:
        kind = "ordonnée" if ordered else "à puces"
        if typed := list(lists_in_a_line(facts, ordered=ordered)):
            return failing(typed, "Une liste est écrite à la suite, dans une phrase.")
        lists = (n for n in nodes(facts.document) if isinstance(n, List))
        if not any(one.ordered == ordered for one in lists):
            return not_applicable(f"Le texte n’a pas de liste {kind}.")
        rendered = facts.rendered
        texts = rendered.unmarked_numbers if ordered else rendered.unmarked_bullets
        if texts is None:
            return to_check(NOT_RENDERED)
        mark = "numéros" if ordered else "puces"
        wrong = f"Cette liste est montrée sans ses {mark}."
        findings = display_findings(texts, f"{wrong} Remettez-les.")
        return judged(findings, f"Les listes gardent leurs {mark}.", wrong)

    return check


def footnotes(facts: Facts) -> Outcome:
    """RLS-4.4.1."""
    found = [
        node_finding(
            node, "Une note fait quitter la phrase. Mettez son texte dans une phrase."
        )
        for node in nodes(facts.document)
        if isinstance(node, Note)
    ] + list(typed_notes(facts))
    return judged(
        found,
        "Le texte n’a pas de note de bas de page.",
        f"Le texte a {counted(len(found), 'note', 'notes')}.",
    )


STRUCTURE = (
    Rule(
        "RLS-4.1.1", "phrase-longue", short,
        "Une phrase courte dit une seule idée. Le RLS ne donne pas de nombre de mots : 12 "
        "pour le profil falc, 15 pour facile, 20 pour public sont des usages. Une personne "
        "regarde les phrases qui ont une relative, une autre proposition ou 2 verbes.",
        "La mairie ouvre à 9 heures.\nVous pouvez appeler avant.",
        "La mairie, qui ouvre à 9 heures, peut être appelée avant par toute personne qui "
        "le souhaite afin de prendre rendez-vous avec un agent.", textual=True,
    ),
    Rule(
        "RLS-4.1.2", "phrase-complexe", simple,
        "Un sujet, un verbe, un complément : l’ordre que tout le monde attend. Le "
        "programme voit les propositions emboîtées, les phrases qui ne commencent pas par "
        "l’idée principale, « c’est… qui », les mots entre deux virgules. Pour d’autres "
        "phrases courtes, une personne décide.",
        "La Région aide les communes.",
        "Parce que la Région veut aider, elle donne de l’argent.",
        textual=True, leeway=True,
    ),
    Rule(
        "RLS-4.2.1", "ponctuation", punctuation,
        "Le point, la virgule, les deux points et les guillemets suffisent. Le tiret est "
        "celui d’une incise, pas le trait d’union de « Bourgogne-Franche-Comté ».",
        "La Bourgogne-Franche-Comté est une région.\nElle dit : « Bienvenue ! »",
        "La région (la plus belle) est grande ; venez – vite…", textual=True,
    ),
    Rule(
        "RLS-4.3.1", "liste-sans-marque", list_look(ordered=True),
        "Les numéros disent l’ordre des étapes. Dans une phrase, « 1) », « 2) » ne font "
        "pas une liste.",
        "1. Ouvrez la page.\n2. Cliquez.", "Il faut : 1) ouvrir la page, 2) cliquer.",
        textual=True,
    ),
    Rule(
        "RLS-4.3.2", "liste-sans-marque", list_look(ordered=False),
        "Les puces montrent où chaque élément commence. Des puces dans une phrase ne font "
        "pas une liste.",
        "- le pain\n- le lait", "Achetez : • le pain • le lait.", textual=True,
    ),
    Rule(
        "RLS-4.4.1", "note", footnotes,
        "Chercher une note fait perdre le fil. « (1) », « ① », « * » en sont aussi.",
        "Une commune est une ville ou un village.",
        "La commune[^1] est petite.\n\n[^1]: Une ville ou un village.", textual=True,
    ),
)  # fmt: skip


# Sentences that tell more than one thing


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""« rendez-vous » is one."""
_SUBJECT = r"(?:je|tu|ils?|elles?|on|nous|vous)\b|(?:j|c)['’]"
_JOINED = re.compile(rf"(?:,|\bet|\bou|\bmais|\bcar|\bdonc|\bpuis)\s(?:{_SUBJECT})", re.I)
"""« …, il », « et vous »: a second clause, unless its verb is the first one."""
_CLITICS = r"(?:(?:ne|se|le|la|les|lui|leur|y|en|nous|vous)\s|[nlsm]['’])*"
_THEN = re.compile(
    rf"(?:,|\bet|\bou|\bmais|\bpuis)\s(?:puis\s)?{_CLITICS}([^\W\d_]+)", re.IGNORECASE
)
_ASIDE = re.compile(
    r",\s(?:et\s)?(?:qui|que|dont|où|lequel|laquelle|lesquels|lesquelles|pour|dans|selon|"
    r"avec|par(?! exemple)|à|sans|comme|malgré|grâce)\b[^,;:]+,\s(?!et\b|ou\b|puis\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf",\s[^,;:]+,\s{_CLITICS}([^\W\d_]+)", re.IGNORECASE)
"""« Le maire, un ami, vient »."""
_DETERMINER = r"(?:les?|la|l['’]|une?|des|ces?|cet|cette|notre|nos|votre|vos|\d)"
_DETERMINERS_TEXT = """
    le la les l un une des ce cet cette du au aux de d
    mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs chaque
"""
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())
_SUBJECT_ASIDE = re.compile(
    rf"((?:{_DETERMINER}\s?|(?=[A-ZÀ-Ý]))[^,;:]+),\s(?!et\b|ou\b)[^,;:]+,\s"
    rf"(?:{_CLITICS}|s['’])([^\W\d_]+)",
    re.IGNORECASE,
)
"""« Votre demande, une fois complète, part »."""
_PLACE_FIRST = re.compile(
    r"(?!en ce qu)(?:(?:dans|sur|sous|chez|devant|derrière|après|avant|à|aux?|en|de)\s"
    rf"(?:{_DETERMINER}\s?)?(?:[^\W\d_]+\s)|(?:ici|là|là-bas|alors|ainsi)\s)"
    rf"(?:se\s|s['’])?([^\W\d_]+)\s{_DETERMINER}",
    re.IGNORECASE,
)
"""« Dans la rue passe un bus »: the verb stands before its subject."""
_VERB_FIRST = re.compile(r"(?:est|sont|seront)\s[^\W\d_]+\s", re.IGNORECASE)
"""« Sont exclus les bus »."""


def has_several_clauses(text: str, clauses: tuple[str, ...]) -> bool:
    """Return whether a relative, a joined clause, a second verb may tell a second idea.

    ``clauses`` are the markers of the clauses that the sentence embeds.
    """
    if clauses or sum(1 for _ in _verbs(text)) > 1:
        return True
    begun = (_likely(text[: found.start()]) for found in _JOINED.finditer(text))
    return any(begun) or any(_goes_on(found, text) for found in _THEN.finditer(text))


def _goes_on(found: re.Match[str], text: str) -> bool:
    """Return whether a verb follows another: « aide et conseille », no « et Marie »."""
    words = ("", *_WORD.findall(text[: found.start()]))
    begun = any(
        is_finite(word) for before, word in pairwise(words) if before not in _DETERMINERS
    )
    return begun and found[1][0].islower() and _is_verb(found[1])


def is_out_of_order(text: str) -> bool:
    """Return whether an aside cuts the sentence, or its verb stands before its subject."""
    between = (_is_verb(found[1]) for found in _BETWEEN.finditer(text))
    place = _PLACE_FIRST.match(text)
    return bool(place and is_finite(place[1])) or bool(_ASIDE.search(text)) or any(between)


def _begins_with_verb(text: str) -> bool:
    """Return whether a verb stands before its subject: « Ici se trouve un plan »."""
    place = _PLACE_FIRST.match(text)
    return bool(_VERB_FIRST.match(text)) or bool(place and _likely(place[1]))


def _verbs(text: str) -> Iterator[str]:
    """Yield the finite verbs of ``text``; « Marie » is a name, « apprendre » infinitive."""
    for at, word in enumerate(_WORD.findall(text)):
        if (at == 0 or word[0].islower()) and _is_verb(word):
            yield word


def _is_verb(word: str) -> bool:
    ends = word.endswith(("r", "re"))
    return any(verbs_of(word)) and not (
        ends and any("inf" in one.verb for one in readings(word))
    )


def _likely(text: str) -> bool:
    """Return whether a word of ``text`` is a finite verb first of all: « passe », « aide ».

    « La place, » is a noun.
    """
    words = _WORD.findall(text.lower())
    return any(
        is_only_finite(word) and readings(word)[0].pos in ("VER", "AUX")
        for before, word in pairwise(("", *words))
        if before not in _DETERMINERS
    )


_CUT = (
    "Des mots entre deux virgules coupent la phrase.",
    "Mettez-les dans une autre phrase.",
)
_HARD_SHAPES: _Shapes = (
    (
        _CLEFT.match, "La phrase tourne autour de « c’est ».",
        "Dites qui fait quoi : « Le médecin signe. »",
    ),
    (
        _begins_with_verb, "Le verbe est avant le sujet.",
        "Commencez par dire de qui vous parlez.",
    ),
    (_is_cut, *_CUT),
)  # fmt: skip
"""Shapes that are hard however short the sentence is, why and what to do."""
_LONG_SHAPES: _Shapes = (
    (
        _delays_subject, "Le sujet n’est pas au début de la phrase.",
        "Commencez par dire qui fait l’action.",
    ),
    (
        _has_two_sentences, "Deux phrases sont jointes par « : ».",
        "Mettez un point entre les deux.",
    ),
    (_INCISE.search, *_CUT),
)  # fmt: skip
"""Those that are hard in a long sentence."""
