"""Find passive verbs, and those that may only express a state.

« a été vendu », « doit être porté » and « est versée par la Région » tell an action. « est
conduit », « est fermé » may tell either: who reads decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.french.lexical.morphology import readings
from ppun_access.french.lexical.tenses import (
    ETRE,
    MOVES,
    SELF,
    Token,
    VerbForm,
    participle_after,
    past_lemma,
    tokens_of,
)

_IS_TEXT = """
    étant était étaient étais étions étiez soit soient
"""
_IS = ETRE | frozenset(_IS_TEXT.split())
"""Forms that tell a state as well as an action."""
_WILL_BE_TEXT = """
    être sera serai seras serons serez seront serait serais serions seriez seraient fut
    furent
"""
_WILL_BE = frozenset(_WILL_BE_TEXT.split())
"""Those that tell an action far oftener: « doit être porté », « sera reçu »."""
_INTRANSITIVE_TEXT = """
    être devoir advenir échoir éclore remonter redescendre retomber ressortir repasser
"""
_INTRANSITIVE = MOVES | frozenset(_INTRANSITIVE_TEXT.split())
_FAR = 4
"""Words that may part « a » from « été »: « a-t-il déjà été », « n’ont pas été »."""
_AGENT = re.compile(
    r"(?:\s++[^\s,;:.!?()]++){0,6}?\s++par\s+(?!exemple|ailleurs|jour|mois|an\b|semaine|heure|"
    r"personne|rapport|contre|téléphone|courrier|mail|courriel|internet|voie|écrit|"
    r"la poste|"
    r"endroits?|terre|cœur|hasard|conséquent|là|ici|deux|trois|le biais|\d)",
    re.IGNORECASE,
)
_DONE_TEXT = """
    adopter voter décider publier organiser proposer financer verser demander prévoir
    envoyer accorder attribuer examiner instruire réaliser créer fixer désigner nommer
    élire signer transmettre lancer utiliser effectuer remplacer soumettre inviter
    informer convoquer prier rembourser payer construire
    rénover supprimer modifier annuler reporter traiter
    adresser délivrer distribuer expédier livrer
"""
_DONE = frozenset(_DONE_TEXT.split())
"""Verbs whose « est + participe » tells an action that somebody does."""
_FELT_TEXT = """
    fatiguer décevoir étonner surprendre inquiéter intéresser obliger marier handicaper
    retraiter effrayer blesser habituer
"""
_FELT = frozenset(_FELT_TEXT.split())
"""Verbs whose « a été + participe » may tell a state: « elle a été fatiguée »."""
_STATE_TEXT = """
    fermer ouvrir couvrir situer satisfaire asseoir perdre casser connaître forcer tenir
    autoriser interdire concerner motiver composer former préparer occuper employer
    déléguer associer séparer divorcer isoler limiter remplir réserver adapter équiper
    abonner inscrire assurer domicilier loger accompagner entourer lier permettre finir
    terminer éloigner coincer bloquer cacher plier mouiller élever compliquer dédier
    garantir destiner attacher
"""
_STATE = _FELT | frozenset(_STATE_TEXT.split())
"""Verbs whose « sera + participe » may tell a state: « sera fermé le lundi »."""


def passives(sentence: str) -> tuple[VerbForm, ...]:
    """Return the sure passives of ``sentence``: « a été vendu », « est versé par »."""
    return tuple(form for form, sure in _passives(sentence) if sure)


def maybe_passives(sentence: str) -> tuple[VerbForm, ...]:
    """Return what may be a passive or a state: « est installé »; not « est fermé »."""
    found = (form for form, sure in _passives(sentence) if not sure)
    return tuple(form for form in found if not _tells_state(form, sentence))


def _tells_state(form: VerbForm, sentence: str) -> bool:
    """Return whether a form in the present tells how something is: « est fermé »."""
    return form.lemma in _STATE and sentence[form.start :].split()[0].lower() in ETRE


def _passives(sentence: str) -> Iterator[tuple[VerbForm, bool]]:
    tokens = tokens_of(sentence)
    for at in range(len(tokens)):
        if found := _passive(sentence, tokens, at):
            yield found


def _passive(sentence: str, tokens: list[Token], at: int) -> tuple[VerbForm, bool] | None:
    """Return the passive that begins at a token, and whether it is sure."""
    being = tokens[at].form.split("-")[0]
    if being not in _IS | _WILL_BE | {"été"} or _is_reflexive_or_noun(tokens, at):
        return None
    first = at if being != "été" else _having_before(tokens, at)
    if first is None:
        return None
    participle = participle_after(tokens, at, having=False)
    if participle is None:
        return None
    lemma = past_lemma(tokens[participle].form)
    if lemma in _INTRANSITIVE:
        return None
    end = tokens[participle].end
    sure = bool(_AGENT.match(sentence, end)) or _is_action(being, lemma)
    if not sure and _presents(tokens, at):
        return None
    return VerbForm("passif", tokens[first].start, end, lemma), sure


def _having_before(tokens: list[Token], at: int) -> int | None:
    """Return where the « a » of « a déjà été » is; « chaque été » has none."""
    for back in range(at - 1, max(-1, at - _FAR), -1):
        if any(one.lemma == "avoir" for one in readings(tokens[back].form.split("-")[0])):
            return back
    return None


def _is_action(being: str, lemma: str) -> bool:
    """Return whether a form of « être » and a participle tell an action by themselves."""
    if lemma in _DONE:
        return True
    if being == "été":
        return lemma not in _FELT
    return being in _WILL_BE and lemma not in _STATE


def _is_reflexive_or_noun(tokens: list[Token], at: int) -> bool:
    if not at:
        return False
    before = tokens[at - 1].form
    return before in SELF or before in ("un", "l’", "d’", "en", "cet", "nos", "vos")


def _presents(tokens: list[Token], at: int) -> bool:
    """Return whether « c’est », « ce sont » stands there: « c’est interdit »."""
    return at > 0 and tokens[at - 1].form in ("c’", "ce", "ça", "cela")
