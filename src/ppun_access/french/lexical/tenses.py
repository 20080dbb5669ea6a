"""Find verbs that are not in the affirmative present.

Precise before complete: a form counts when the table of forms knows it as nothing else (or
nearly), or when the words beside it leave no doubt. « va changer » is a present; « dit »,
« finit » and « porte » may be one, and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ppun_access.french.lexical.morphology import Reading, readings


@dataclass(frozen=True, slots=True)
class VerbForm:
    """Words of a sentence, ``start`` to ``end``, and what they are: a name of ``KINDS``."""

    kind: str
    start: int
    end: int
    lemma: str = ""


_TOKEN = re.compile(
    r"(?:[cdjlmnst]|qu|lorsqu|puisqu|quoiqu|jusqu)['’]|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]|\d+",
    re.IGNORECASE,
)
_TENSES = {
    "ind:imp": "imparfait",
    "ind:pas": "passé simple",
    "ind:fut": "futur",
    "cnd:pre": "conditionnel",
    "sub:pre": "subjonctif",
    "sub:imp": "subjonctif",
}
_OTHERS = 0.05
"""Of the uses of a form: those as a noun, an adjective… that leave it a verb."""

_AVOIR_TEXT = """
    ai as a avons avez ont
"""
_AVOIR = frozenset(_AVOIR_TEXT.split())
_AVOIR_INVERTED_TEXT = """
    a-t-il a-t-elle a-t-on ont-ils ont-elles avez-vous
"""
_AVOIR_INVERTED = frozenset(_AVOIR_INVERTED_TEXT.split())
_ETRE_TEXT = """
    suis es est sommes êtes sont
"""
ETRE = frozenset(_ETRE_TEXT.split())
_IMPERFECT_TEXT = """
    étais était étions étiez étaient avais avait avions aviez avaient
"""
_IMPERFECT = frozenset(_IMPERFECT_TEXT.split())
_MOVES_TEXT = """
    aller apparaître arriver décéder descendre devenir entrer intervenir monter mourir
    naître partir parvenir passer provenir redevenir rentrer repartir rester retourner
    revenir sortir survenir tomber venir
"""
MOVES = frozenset(_MOVES_TEXT.split())
"""Their compound past has « être »: never a passive."""
_SELF_TEXT = """
    s’ se m’ me t’ te
"""
SELF = frozenset(_SELF_TEXT.split())
_ADVERBS_TEXT = """
    pas plus jamais rien point très trop tôt bien mal aussi encore déjà toujours tant
    tout beaucoup peu assez souvent vraiment enfin donc ainsi également même mieux
    ensuite depuis récemment presque surtout partiellement
"""
_ADVERBS = frozenset(_ADVERBS_TEXT.split())
_DETERMINERS_TEXT = """
    le la les l’ un une des du de d’ au aux ce cet cette ces mon ma mes ton ta tes son
    sa ses notre nos votre vos leur leurs chaque quel quelle quels quelles tout toute tous
    toutes aucun aucune plusieurs quelques certains certaines
"""
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())
_NO_VERB_IN_ANT_TEXT = """
    avant devant pendant durant suivant moyennant nonobstant concernant cependant
    maintenant autant tant pourtant quant auparavant dorénavant soi-disant étant
    important enfant restant montant courant touchant
"""
_NO_VERB_IN_ANT = frozenset(_NO_VERB_IN_ANT_TEXT.split())
_WISHED = re.compile(
    r"\b(?:fau(?:t|dra|drait)|pour|afin|avant|bien|sans|jusqu['’]à ce|"
    r"de (?:sorte|manière|façon)|"
    r"(?:veu|voul|souhait|attend|demand|propos|préfèr|préfér|exig)[^\W\d_]*|"
    r"(?:important|nécessaire|utile|possible|mieux|temps))\s"
    r"que\s(?:nous|vous)\s(?:(?:ne|le|la|les|lui|leur|y|en|nous|vous)\s|[nl]['’])*\Z",
    re.IGNORECASE,
)
_OWN_SUBJUNCTIVE = frozenset({"avoir", "être", "faire", "pouvoir", "savoir"})
"""Verbs whose subjunctive is spelt as no imperfect."""

_NEGATION = re.compile(
    r"\b(?:ne\s|n['’])(?:[^\s,;:.]{1,30}\s{1,3}){0,3}?[^\s,;:.]{0,30}?\b"
    r"(?:pas|plus|jamais|rien|aucune?|guère|personne|ni|nul(?:le)?)\b"
    r"|\b(?:ne\s|n['’])\w+\spas\b"
    r"|\b(?:rien|personne|aucune?)\s(?:\w+\s)?(?:ne\s|n['’])\w+"
    r"|(?:\A|(?<=[.!?;:,]\s))(?:(?:et|mais)\s)?pas\s(?:un\b|une\b|les?\b|la\b|l['’]|"
    r"d(?:e|u|es)\b(?!\s(?:danse|deux|tir|porte|course|charge|vis|Calais)\b)|d['’])"
    r"|\A(?:aucune?|jamais)\s\w+|\A(?:et\s)?ni\b[^.!?;:]*?\bni\b|\A(?:et\s)?ni\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def form(self) -> str:
        """The word in small letters, as the lists have it."""
        return self.text.lower().replace("'", "’")


def tokens_of(sentence: str) -> list[Token]:
    """Return the words of ``sentence``, « l’ », « s’ » apart, and its punctuation."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(sentence)]


def verb_forms(sentence: str) -> tuple[VerbForm, ...]:
    """Return the forms of ``sentence`` that are past, future, subjunctive…, in order."""
    tokens = tokens_of(sentence)
    found = [
        form
        for at in range(len(tokens))
        for rule in (_compound, _participle, _simple)
        if (form := rule(sentence, tokens, at))
    ]
    return tuple(sorted(_outer(found), key=lambda form: form.start))


def negations(sentence: str) -> tuple[VerbForm, ...]:
    """Return the negations of ``sentence``; « ne … que » and a lone « ne » are none."""
    return tuple(
        VerbForm("négation", m.start(), m.end()) for m in _NEGATION.finditer(sentence)
    )


def _outer(found: list[VerbForm]) -> list[VerbForm]:
    """Return forms without those that stand inside another: « a été voté » is one."""
    return [
        one
        for one in found
        if not any(
            other is not one
            and other.start <= one.start
            and one.end <= other.end
            and (other.start, other.end) != (one.start, one.end)
            for other in found
        )
    ]


def _compound(sentence: str, tokens: list[Token], at: int) -> VerbForm | None:
    """« a fait », « ont déjà voté », « s’est aggravée », « est venu »."""
    form = tokens[at].form
    having = form in _AVOIR or form in _AVOIR_INVERTED or form == "avoir"
    if not having and form not in ETRE:
        return None
    if (
        form == "a"
        and at
        and tokens[at - 1].form in _DETERMINERS - {"l’", "les", "la", "leur"}
    ):
        return None
    participle = participle_after(tokens, at, having)
    if participle is None:
        return None
    lemma = past_lemma(tokens[participle].form)
    moved = lemma in MOVES or (at > 0 and _reflexive(tokens, at))
    if not having and not moved:
        return None
    start = tokens[at].start
    if not having and at and tokens[at - 1].form in SELF:
        start = tokens[at - 1].start
    return VerbForm("passé", start, tokens[participle].end, lemma)


def _reflexive(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1].form
    if before in SELF:
        return True
    twice = {("nous", "sommes"), ("vous", "êtes")}
    pair = (before, tokens[at].form)
    return pair in twice and at > 1 and tokens[at - 2].form == before


def participle_after(tokens: list[Token], at: int, having: bool) -> int | None:
    """Return where the past participle of an auxiliary is, adverbs skipped."""
    for next_ in range(at + 1, min(at + 6, len(tokens))):
        form = tokens[next_].form
        if form in _ADVERBS:
            continue
        if past_lemma(form) and not (having and _is_mostly_noun(form)):
            return next_
        if having and _is_given(tokens, at, form):
            return next_
        if not form.endswith("ment"):
            return None
    return None


def _is_given(tokens: list[Token], at: int, form: str) -> bool:
    """Return whether a pronoun before « a » makes a participle: « lui ont délégué »."""
    told = at > 0 and tokens[at - 1].form in ("lui", "leur", "m’", "t’")
    return told and form.endswith("é") and bool(past_lemma(form))


def past_lemma(form: str) -> str:
    """Return the verb whose past participle ``form`` can be, nothing if it is none."""
    return next((r.lemma for r in readings(form) if "par:pas" in r.verb), "")


def _is_mostly_noun(form: str) -> bool:
    """Return whether a form is a noun oftener than a participle: « droit », « côté »."""
    known = readings(form)
    verb = sum(r.frequency for r in known if "par:pas" in r.verb)
    other = sum(r.frequency for r in known if r.pos in ("NOM", "ADV", "PRE"))
    return other > 2 * verb


def _participle(sentence: str, tokens: list[Token], at: int) -> VerbForm | None:
    """« en aidant », « faisant des usages… », « ayant »."""
    form = tokens[at].form
    if not form.endswith("ant") or form in _NO_VERB_IN_ANT:
        return None
    known = readings(form)
    gerund = _gerund_start(tokens, at)
    verbs = [r for r in known if "par:pre" in r.verb]
    if not verbs:
        return None
    if gerund is not None:
        return VerbForm(
            "participe présent", tokens[gerund].start, tokens[at].end, verbs[0].lemma
        )
    if _share_of_others(known) > _OTHERS or (at and tokens[at - 1].form in _DETERMINERS):
        return None
    return VerbForm("participe présent", tokens[at].start, tokens[at].end, verbs[0].lemma)


def _gerund_start(tokens: list[Token], at: int) -> int | None:
    clitics = {"y", "le", "la", "les", "l’", "leur", "nous", "vous", "ne", "n’", *SELF}
    back = at - 1
    while back >= 0 and at - back <= 3 and tokens[back].form in clitics:
        back -= 1
    return back if back >= 0 and tokens[back].form == "en" else None


def _simple(sentence: str, tokens: list[Token], at: int) -> VerbForm | None:
    """« était », « décida », « sera », « pourrait », « puissent »."""
    token = tokens[at]
    if not token.text[0].isalpha() or (at and token.text[0].isupper()):
        return None
    form = token.form.split("-")[0]
    kind = "imparfait" if form in _IMPERFECT else _tense(form)
    if not kind:
        return None
    if kind == "subjonctif" and not _is_subordinate(sentence, tokens, at):
        return None
    if at and tokens[at - 1].form in _DETERMINERS - {"l’", "la", "les", "le", "leur"}:
        return None
    known = readings(form)
    lemma = known[0].lemma if known else form
    if (
        kind == "imparfait"
        and lemma not in _OWN_SUBJUNCTIVE
        and _is_wished(sentence, token)
    ):
        kind = "subjonctif"
    return VerbForm(kind, token.start, token.end, lemma)


def _is_wished(sentence: str, token: Token) -> bool:
    """Return whether « veniez », spelt as an imperfect, follows « il faut que vous »."""
    spelt = token.form.endswith(("ions", "iez"))
    return spelt and bool(_WISHED.search(sentence[: token.start]))


def _tense(form: str) -> str:
    """Return the tense of a form that has but one, and is hardly anything else."""
    known = readings(form)
    tags = [tag for r in known for tag in r.verb if r.pos in ("VER", "AUX")]
    kinds = {_TENSES.get(tag[:7], "") for tag in tags}
    if len(kinds) != 1 or not all(kinds):
        return ""
    (kind,) = kinds
    if kind == "subjonctif" and form in ("soit", "aie", "sois"):
        return kind
    return kind if _share_of_others(known) <= _OTHERS else ""


def _is_subordinate(sentence: str, tokens: list[Token], at: int) -> bool:
    """Return whether « que » stands before, in the same clause.

    « soit 11 saisons » and « soit l’un, soit l’autre » have the conjunction.
    """
    if tokens[at].form == "soit" and _is_conjunction(tokens, at):
        return False
    before = re.split(r"[;:.!?]", sentence[: tokens[at].start])[-1]
    return bool(re.search(r"\b(?:que\b|qu['’]|qui\b|où\b|dont\b)", before, re.IGNORECASE))


def _is_conjunction(tokens: list[Token], at: int) -> bool:
    after = tokens[at + 1].form if at + 1 < len(tokens) else ""
    twice = sum(token.form == "soit" for token in tokens) > 1
    return twice or after.isdigit() or (at > 0 and tokens[at - 1].form == ",")


def _share_of_others(known: tuple[Reading, ...]) -> float:
    whole = sum(r.frequency for r in known) or 1.0
    other = sum(r.frequency for r in known if r.pos not in ("VER", "AUX"))
    return other / whole


def verbs_of(sentence: str) -> Iterator[str]:
    """Yield the forms of ``sentence`` that are finite verbs and hardly anything else."""
    for token in _TOKEN.finditer(sentence):
        known = readings(token[0])
        finite = any(tag[:4] in ("ind:", "cnd:", "sub:") for r in known for tag in r.verb)
        if finite and _share_of_others(known) <= _OTHERS:
            yield token[0]
