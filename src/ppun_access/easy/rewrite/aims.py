"""A goal that is surely one leaves its sentence: « A. Le but est de B. »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.goals import (
    _AIMS,
    _CLINGS,
    _CUT_OFF,
    _JOINED,
    _SEEKS,
    _STATUS,
    _VARIES,
    _is_awaited,
    _is_complete,
    _is_conditional,
    _last_word,
    _resumes,
)
from ppun_access.easy.rewrite.grammar import is_rival, open_subordinates, root_verb, subject
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import count, listed, of, plain, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    inflection,
    is_infinitive,
    lemmas,
    past_participles,
)
from ppun_access.easy.rewrite.verify import GOAL, PAST_GOAL

_CLITICS = r"(?:(?:ne pas|l'|s'|les?|la|se|lui|leur|nous|vous|mieux|bien|ainsi|plus) ?)*"
_VERB = re.compile(rf"{_CLITICS}\b([\w-]+)", re.IGNORECASE)
_PURPOSE = (
    r"(?:(?:afin|en vue|dans (?:le but|l'objectif|l'optique|l'intention|un souci)) d(?:e |'|‘)|"
    r"de (?:manière|façon) à )"
)
_FINAL = re.compile(
    rf",?\s+(?:(?P<sure>{_PURPOSE})|(?P<that>(?:afin|pour) qu(?:e |'))|pour (?=\w))"
)
_LEADING = re.compile(
    r"(?:(?:Ainsi|Par ailleurs|De plus|En outre|Enfin|De même|Ensuite|Parallèlement), )?"
    rf"(?:(?P<sure>{_PURPOSE})|pour (?=\w))",
    re.IGNORECASE,
)
_WORTHY = listed(
    "permettre éviter garantir faciliter favoriser assurer informer prévenir protéger aider "
    "adapter renforcer soutenir augmenter maintenir limiter compenser accélérer améliorer "
    "remédier empêcher corriger accompagner simplifier guider lutter attirer rendre diffuser "
    "documenter offrir préserver accroître développer encourager inciter réduire diminuer "
    "supprimer valoriser moderniser sensibiliser répondre contribuer optimiser alléger "
    "coordonner atténuer dépister outiller structurer identifier évaluer mesurer recenser "
    "expliquer partager lever indemniser pallier dissuader surveiller économiser expérimenter "
    "associer fluidifier harmoniser restaurer rétablir stabiliser sécuriser consolider "
    "enrichir étendre élargir promouvoir stimuler dynamiser mobiliser impliquer susciter "
    "orienter conseiller repérer détecter anticiper répartir éclairer apporter tester "
    "fournir produire maximiser minimiser approfondir élaborer piloter alerter conforter "
    "tenir créer proposer vérifier contrôler déterminer calculer comptabiliser préparer financer "
    "estimer suspendre bloquer recueillir former échanger débattre discuter tenter mutualiser "
    "construire intégrer analyser centraliser regrouper relancer redynamiser revitaliser "
    "décarboner dématérialiser numériser intensifier amplifier généraliser clarifier actualiser "
    "combler rapprocher concilier dynamiser redresser résorber freiner"
)
"""What is wished for its own sake."""
_WAITS = listed(
    "délai délais temps mois jour jours semaine semaines an ans année années heure heures "
    "droit droits possibilité possibilités moyen moyens occasion faculté condition conditions "
    "autorisation autorisations solution solutions conseil conseils précision précisions "
    "démarche démarches difficulté difficultés besoin besoins compétence compétences critère "
    "critères somme argent frais raison raisons motif motifs accord permis levier leviers "
    "instrument consignes consigne formalités étapes règles euros € recours mandat mission "
    "priorité effort efforts volonté intérêt importance stratégie méthode méthodes façon "
    "manière stage temps marge garantie garanties prêt crédit avantage preuve choix compte"
)
_LIMITS = re.compile(
    r"\b(?:trop|assez|suffisamment|pas|ne|ni|aucune?|sans|jamais|interdite?s?|"
    r"tel(?:le)?s?|soit|uniquement|exclusivement|seulement|sauf|plutôt)\b|\bn'"
)
_ASKS = re.compile(
    r"\b(?:suffisante?s?|nécessaires?|requise?s?|obligatoires?|utiles?|compétente?s?|habilitée?s?|"
    r"indispensables?|adaptée?s?|propres?|autorisée?s?|prévue?s?|conçue?s?|destinée?s?|possibles?)\b"
)
_POWERS = re.compile(
    r"\b(?:habilitée?s?|autorisée?s?|destinée?s?|définie?s?|condition\w*|subordonn\w+|le droit|"
    r"tou(?:te)?s les|à la disposition)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:et|ou|mais) (?:dans|en|par|sur|lors|après|avant|pendant|aux?|à l|de \d)\b|"
    r"\bpar exemple\b|\b(?:et|ou) pour\b|\b(?:pour qu|afin )"
)
_HANGS = re.compile(r"\b(?:si|s'ils?|lorsqu\w*|quand|puisqu\w*|où)\b")
_OTHER_GOAL = re.compile(rf"{_PURPOSE}|\b(?:afin|pour) (?:qu|{_CLITICS}\w+(?:er|ir|re)\b)")
_STILL = re.compile(
    r"\b(?:sauf|hors|hormis|lorsqu\w*|quand|à condition|sous réserve|en cas d\w*|à moins|"
    r"dès lors|tant qu\w*|avant l\w*|au plus tard|jusqu'\w*|à compter|à partir d\w*|dans l[ea]s? "
    r"(?:\d+|délai|mois|jours)|dans un délai|pendant|puis|sinon|mais|et non)\b|"
    r"(?<!déterminer )(?<!vérifier )(?<!savoir )(?<!évaluer )(?<!apprécier )"
    r"\b(?:si\b|s'ils?\b)|, que ce soi|, (?:tout )?en \w+ant\b|:|\((?!(?:[^ ()]+ ){0,7}[^ ()]+\))|\([^()]*,"
)
_FOR = listed(
    "servir utiliser choisir désigner concevoir prévoir destiner employer suffire habiliter "
    "compter manquer payer condamner punir sanctionner poursuivre avoir disposer falloir "
    "valoir exister rester attendre autoriser recruter embaucher mandater prendre être "
    "accorder laisser donner nécessiter remplir profiter missionner charger agir"
)
_REFUSES = listed("interdire refuser empêcher défendre éviter")
_LASTS = listed(
    "créer mettre lancer déployer instaurer adopter publier développer conduire ouvrir "
    "étendre confier fixer prévoir installer instituer nommer déléguer doter renforcer"
)
_POINTS = re.compile(r"(?:en|y) ", re.IGNORECASE)


def goal_verb(text: str) -> frozenset[str]:
    """Return what the verb of a goal may be, nothing when it opens with something else."""
    found = _VERB.match(text)
    if not found or not is_infinitive(found[1].lower()) or _POINTS.match(text):
        return frozenset()
    return lemmas(found[1].lower())


def final_aim(tree: Tree) -> Iterator[Pieces]:
    """« A afin de B » → « A. Le but est de B. »."""
    return _final(tree, "sure", may=False)


def may_aim(tree: Tree) -> Iterator[Pieces]:
    """The same with « peut »."""
    return _final(tree, "sure", may=True)


def that_aim(tree: Tree) -> Iterator[Pieces]:
    """« A afin que B » → « A. Le but est que B. »."""
    return _final(tree, "that", may=None)


def for_aim(tree: Tree) -> Iterator[Pieces]:
    """« A pour B » → « A. Le but est de B. »."""
    return _final(tree, "for", may=None)


def _final(tree: Tree, kind: str, *, may: bool | None) -> Iterator[Pieces]:
    if ";" in tree.plain or tree.text.startswith((GOAL, PAST_GOAL)):
        return
    for found in _FINAL.finditer(tree.plain):
        if kind != ("that" if found["that"] else "sure" if found["sure"] else "for"):
            continue
        if not _leaves(tree, found, kind):
            continue
        verb = root_verb(tree)
        if may is not None and may != ("pouvoir" in lemmas(tree.lows[verb])):
            continue
        before, after = tree.text[: found.start()], tree.text[found.end() :]
        if found["that"]:
            goal = f"qu’{after}" if found[0].endswith("'") else f"que {after}"
        else:
            goal = of(_with_of(after, tree, found.end()))
        yield sentence(before), stopped(_opening(tree) + goal)


def _opening(tree: Tree) -> str:
    """Return « Le but est » or, in a story, « Le but était »."""
    verb = root_verb(tree)
    if verb is None:
        return GOAL
    tense = inflection(tree, verb)
    done = (
        any(lemmas(tree.lows[i]) & {"avoir", "être"} for i in tree.dependents(tree.root, "aux:tense"))
        and bool(past_participles(tree.lows[tree.root]))
        and not lemmas(tree.lows[tree.root]) & _LASTS
    )
    return PAST_GOAL if done or tense.startswith(("ind:imp", "ind:pas")) else GOAL


def _leaves(tree: Tree, found: re.Match[str], kind: str) -> bool:
    """Return whether the goal is that of the main verb, which is complete before it."""
    at = found.start()
    place, before, after = tree.at(at), tree.plain[:at], tree.plain[found.end() :]
    verb = root_verb(tree)
    if verb is None or verb >= place or _last_word(tree, place) in (tree.root, verb):
        return False
    if kind != "that":
        goal = goal_verb(after)
        if not goal or (kind == "for" and not goal & _WORTHY):
            return False
    if count(before) < 5 or count(after) < 3 or ":" in before:
        return False
    said = tree.plain[tree.begin(verb) : at]
    if _CLINGS.search(before) or before.endswith("par exemple") or _HANGS.search(said) or _SEEKS.search(before) or _LIMITS.search(
        tree.plain[tree.begin(max(verb - 3, 0)) : at]
    ):
        return False
    if _POWERS.search(before) or _OTHERWISE.search(after):
        return False
    end = _last_word(tree, place)
    last = tree.lows[end]
    bare = is_infinitive(last) or (past_participles(last) and not lemmas(last) & _LASTS)
    if bare and tree.pos(end) in ("VERB", "AUX"):
        return False
    if found["that"] and not _is_awaited_act(tree, found, verb):
        return False
    if any(
        tree.dep(i) == "acl" and is_infinitive(tree.lows[i]) for i in range(verb, place)
    ):
        return False
    if _ASKS.search(said if kind == "for" else before.rpartition(" ")[2]):
        return False
    if _AIMS.search(before.lower()) or _CUT_OFF.search(tree.plain, at) or _STILL.search(after):
        return False
    if _OTHER_GOAL.search(said) or open_subordinates(tree, place):
        return False
    if _is_conditional(tree.lows[verb]) or not _is_complete(tree, verb, place):
        return False
    done = lemmas(tree.lows[tree.root]) | lemmas(tree.lows[verb])
    if done & _REFUSES or _resumes(tree, place) or _JOINED.search(tree.plain, at + 1):
        return False
    if kind != "that" and _is_lost(tree, found):
        return False
    return _is_for_verb(tree, found, verb, kind)


def _is_for_verb(tree: Tree, found: re.Match[str], verb: int, kind: str) -> bool:
    """Return whether the goal is of the verb, not of a noun or of a participle."""
    place = tree.at(found.start())
    words = frozenset(tree.lows[verb:place])
    if words & _WAITS if kind == "for" else _is_awaited(tree, tree.root, place):
        return False
    first = tree.at(found.end())
    goal = next((i for i in range(first, len(tree)) if is_infinitive(tree.lows[i])), first)
    head = goal
    while head >= place and tree.head(head) != head:
        head = tree.head(head)
    if tree.dep(head) == "acl" and past_participles(tree.lows[head]):
        return False
    last = _last_word(tree, place)
    if tree.dep(last) == "acl":
        return False
    if kind == "sure":
        return True
    if kind == "that":
        return not lemmas(tree.lows[tree.root]) & {"profiter", "disposer", "payer"}
    acts = {i for i in range(verb, place) if is_infinitive(tree.lows[i])} | {tree.root}
    main = frozenset().union(*(lemmas(tree.lows[i]) for i in acts))
    if tree.pos(last) == "NOUN" and tree.lows[last - 1] in ("des", "plusieurs", "certains", "certaines"):
        return False  # « des techniques pour V »
    return not main & _FOR and tree.pos(head) in ("VERB", "AUX")


_THEY = re.compile(r"(?:ils?|elles?|vous) (?!(?:est|soi)\w*\b)", re.IGNORECASE)


def _is_awaited_act(tree: Tree, found: re.Match[str], verb: int) -> bool:
    """Return whether « afin que » tells what somebody will do, not what must be for it."""
    after, who = tree.plain[found.end() :], subject(tree, tree.root)
    said = re.match(r"(il|ils|elle|elles) ", after)
    if found["that"].startswith("pour"):
        passive = any(tree.dep(i) == "aux:pass" for i in range(verb, tree.at(found.start())))
        if passive or not _THEY.match(after):
            return False
    if said and who is None:
        return False
    if said and who is not None:
        mine = any(is_rival(tree, i, said[1].capitalize()) for i in range(*_span(tree, who)))
        return not mine and tree.lows[who] != said[1] and _named(tree, found, said[1]) == 1
    return True


def _span(tree: Tree, place: int) -> tuple[int, int]:
    first, last = tree.spans[place]
    return first, last + 1


def _named(tree: Tree, found: re.Match[str], said: str) -> int:
    """Return how many nouns of the main clause « il » or « elle » may stand for."""
    return sum(is_rival(tree, i, said.capitalize()) for i in range(tree.at(found.start())))


def _is_lost(tree: Tree, found: re.Match[str]) -> bool:
    """Return whether « il » in the goal could be two nouns of the main clause."""
    first = tree.at(found.end())
    for place in range(first, len(tree)):
        said = tree.lows[place]
        if said not in ("il", "elle", "ils", "elles"):
            continue
        near = any(is_rival(tree, i, said.capitalize()) for i in range(first, place))
        if not near and _named(tree, found, said) > 1:
            return True
    return False


def _with_of(text: str, tree: Tree, at: int) -> str:
    """Return a goal with « de » before each of its verbs: « d’aider et de loger ».

    Not after a verb that has its own infinitive: « d’aider à choisir et payer ».
    """
    told, done = "", 0
    for found in _NEXT.finditer(plain(text)):
        verb = tree.at(at + found.start("verb"))
        if not is_infinitive(found["verb"]) or tree.pos(verb) not in ("VERB", "AUX"):
            continue
        if any(
            is_infinitive(one[1]) for one in _INNER.finditer(plain(text)[: found.start()])
        ):
            break
        cut = found.end("joint")
        told += text[done:cut] + " " + of(text[found.start("told") : found.end()])
        done = found.end()
    return told + text[done:]


_NEXT = re.compile(
    rf"(?P<joint>(?:\b(?:et|ou|puis|voire)|,)(?: (?:ainsi|aussi|également|même|donc|éventuellement))*)"
    rf"(?: pour)? (?P<told>{_CLITICS}\b(?P<verb>[\w-]+(?:er|ir|re|oir)))\b"
)
_INNER = re.compile(rf"\b(?:de |d'|à |pour |faire |laisser |pouvoir )(?:{_CLITICS})([\w-]+)\b")
_WHEN = re.compile(r"\b(?:sauf|lorsqu\w*|quand|en cas d\w*|sous réserve|à condition)\b|:|\bs'ils?\b|, si\b")
_OBJECTS = ("le", "la", "les", "l'")
_BACK = listed("lui eux y cela ceci celui celle ceux celles ce cet cette ces")


def is_act(tree: Tree) -> bool:
    """Return whether the main clause tells what is done, not what something is."""
    if past_participles(tree.lows[tree.root]):
        return True
    return tree.pos(tree.root) in ("VERB", "AUX") and not any(tree.dependents(tree.root, "cop"))


_NEGATED = re.compile(r"\b(?:ne|pas|ni|sans|jamais|aucune?)\b|\bn'")
_RIGHTS = _STATUS | listed("conserver garder continuer ouvrir être pouvoir valider")
_MEASURES = listed(
    "déterminer calculer comptabiliser estimer évaluer mesurer contrôler vérifier financer "
    "créer tenter former"
)
_MUST = re.compile(r"il (?:faut|faudra|convient|conviendra|est (?:\w+ment )?(?:nécessaire|important|recommandé|conseillé|préférable|essentiel|indispensable|souhaitable|prudent|utile))\b", re.I)
_GOOD = listed(
    "protéger prévenir éviter lutter réduire diminuer limiter garantir préserver favoriser "
    "faciliter améliorer renforcer aider soutenir accompagner permettre compenser répondre "
    "simplifier accélérer encourager inciter sensibiliser"
)
_POINTING = listed("leur lui eux leurs son sa ses celui celle ceux celles cela y celui-ci")
_NOT_ACT = re.compile(
    r"\b(?:il (?:suffit|suffira|est possible|y a|existe)|vous|on|je|j'|nous)\b", re.IGNORECASE
)


def leading_aim(tree: Tree) -> Iterator[Pieces]:
    """« Afin de B, A » → « A. Le but est de B. »."""
    opened, verb = _LEADING.match(tree.plain), root_verb(tree)
    who = subject(tree, tree.root)
    if not opened or verb is None or who is None or ";" in tree.plain:
        return
    goal = goal_verb(tree.plain[opened.end() :])
    if not goal or goal & _RIGHTS or not (opened["sure"] or goal & _WORTHY):
        return
    first = tree.spans[who][0]
    if tree.lows[first - 1] != "," or tree.begin(first) < opened.end():
        return
    comma = tree[first - 1].start
    link = tree.text[: opened.start("sure")] if opened["sure"] else ""
    lead = re.match(r"\w[\w ]*, ", opened[0])
    link = tree.text[: lead.end()] if lead else ""
    wish = tree.text[opened.end() : comma]
    main, said = tree.text[tree.begin(first) :], tree.plain[tree.begin(first) :]
    if _NEGATED.search(said) or _NOT_ACT.match(said) or ":" in said or _WHEN.search(wish):
        return
    if _OTHER_GOAL.search(said) or _AIMS.search(said.lower()) or _is_conditional(tree.lows[verb]):
        return
    pointing = any(
        tree.lows[i] in _POINTING
        or (tree.lows[i] in (*_OBJECTS, "en") and tree.pos(i) == "PRON")
        for i in range(first, len(tree))
    )
    if not opened["sure"] and goal & _MEASURES:
        return
    must = "devoir" in lemmas(tree.lows[verb]) or _MUST.match(said)
    if must and not (opened["sure"] or goal & _GOOD):
        return
    back = any(
        tree.lows[i] in _BACK or (tree.lows[i] in _OBJECTS and tree.pos(i) == "PRON")
        for i in range(tree.at(opened.end()), first - 1)
    )
    if back or not is_act(tree) or "par exemple" in wish:
        return
    if pointing or lemmas(tree.lows[verb]) & _VARIES or count(main) < 5:
        return
    yield sentence(link + main), stopped(_opening(tree) + of(_with_of(wish, tree, opened.end())))


def after_aim(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause with its verb."""
    return root_verb(pieces[0]) is not None
