"""Each guard of the drafting has a golden case that comes out otherwise without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest
from harness import cases

from ppun_access.easy.rewrite import lines as lines_module
from ppun_access.easy.rewrite.bullets import bullets
from ppun_access.easy.rewrite.forest import Forest
from ppun_access.easy.rewrite.guards import GUARDS as GUARDS_OF_WORDS
from ppun_access.easy.rewrite.lines import sense_lines
from ppun_access.easy.rewrite.model import Parse, Parser
from ppun_access.easy.rewrite.rounds import restructure
from ppun_access.easy.rewrite.sureness import SURE
from ppun_access.easy.rewrite.wholes import finite_verbs
from ppun_access.easy.rewrite.words import words
from ppun_access.pipeline.rewriting import rewrite_parser
from ppun_access.tools.spacy_french import is_installed, open_parser

pytestmark = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")

NEVER = re.compile(r"(?!x)x")


def yes(*_: object) -> bool:
    return True


def no(*_: object, **__: object) -> bool:
    return False


def nothing(*_: object) -> list[int]:
    return []


GUARDS: dict[str, object] = {
    "conditions._YET": NEVER,
    "conditions.may_be_fact": no,
    "conditions._ANOTHER": NEVER,
    "conditions._stands_alone": yes,
    "conditions._has_tense": yes,
    "conditions._RULED": re.compile(""),
    "word_order._LONGEST": 99,
    "reasons.open_subordinates": nothing,
    "clauses._has_third": no,
    "reasons._is_reported": no,
    "clauses.is_conditional": no,
    "clauses._ANNOUNCES": NEVER,
    "clauses._SAYING": frozenset(),
    "reasons._NEGATES": NEVER,
    "clauses.subject_within": yes,
    "repeats._is_whole": yes,
    "examples.is_led": no,
    "examples.open_subordinates": nothing,
    "examples.CLOSED": NEVER,
    "examples.ACRONYM": NEVER,
    "examples._SECOND": NEVER,
    "examples._GOES_ON": NEVER,
    "examples._PARTS": NEVER,
    "examples._NAMES_ITSELF": NEVER,
    "examples._SEVERAL": NEVER,
    "examples._is_phrase": yes,
    "goals.open_subordinates": nothing,
    "goals.CONDITION": NEVER,
    "goals._LIMITS": NEVER,
    "goals._SEEKS": NEVER,
    "goals._JOINED": NEVER,
    "goals._CLINGS": NEVER,
    "goals.OPTION": NEVER,
    "goals.last_word": lambda *_: -1,
    "goals._resumes": no,
    "goals._is_complete": yes,
    "grammar._QUANTITIES": frozenset(),
    "present_participles._one_number": yes,
    "present_participles._is_joined": no,
    "present_participles._is_past_participle": no,
    "present_participles._is_term": no,
    "present_participles._above": lambda _, noun: noun,
    "present_participles._after_comma": no,
    "present_participles._may_be_adjective": no,
    "present_participles._is_full_verb": yes,
    "present_participles._PREPOSITIONS": frozenset(),
    "appositions._helper": lambda *_: "est",
    "clauses.is_framed": no,
    "repeats.is_framed": no,
    "grammar._CONNECTS": NEVER,
    "verify._SUBORDINATE": NEVER,
    "goals.is_conditional": no,
    "goals._is_uncertain": no,
    "goals._is_nobodys": no,
    "goals.is_awaited": no,
    "word_verbs.is_of_both_moods": no,
    "bullets._NAMED": NEVER,
    "marks._EXAMPLES": NEVER,
    "marks.is_adjective": no,
    "marks._is_bare": no,
    "marks._is_short_aside": no,
    "marks._parts_noun": no,
    "marks._holds_on": no,
    "marks._is_in_long_subject": no,
    "marks._stands_alone": yes,
    "marks._lists_names": no,
    "marks._is_infinitive": no,
    "punctuation._ELLIPSIS": NEVER,
    "shape.wholes": lambda _: (),
    "shape.second_verbs": lambda _: (),
    "shape.main_verbs": lambda _: frozenset(),
    "shape.waiting": lambda _: (),
    "lines._is_halfway": no,
    "lines._parts_clause": no,
    "pauses.has_no_verb": no,
    "places.present_participle": lambda _: "",
    "wholes._subjects": nothing,
    "wholes._openings": nothing,
    "wholes._appositions": nothing,
    "wholes._parts": no,
    "wholes._BRIEF": 0,
    "subjects._POINTS": NEVER,
    "punctuation.LINKS": NEVER,
    "conjunctions.is_in_subject": no,
    "conjunctions.joins_measures": no,
    "places._is_near": yes,
    "places._closes_early": no,
    "places._is_given": no,
    "conjunctions._is_limited": no,
    "places._hangs_in_air": no,
    "pauses._follows_pause": no,
    "pauses._HALVES": frozenset(),
    "pauses._WHICH": (),
    "pauses.ASKING": frozenset(),
    "pauses._goes_on": no,
    "pauses.main_verbs": finite_verbs,
    "conjunctions._qualifies": no,
    "places._LIMITED": frozenset(),
    "conjunctions._is_brief": no,
    "places.meets_verb": no,
    "conjunctions.meets_verb": no,
    "places._GOVERNING": frozenset(),
    "places._opens_infinitive": yes,
    "conjunctions._has_verb_since_mark": yes,
    "word_verbs.is_causative": no,
    "word_verbs._is_bare_done": no,
    "bullets._HOLDS_MORE": NEVER,
    "bullets._alike": yes,
    "bullets._is_anchored": yes,
    "bullets._opens_well": yes,
    "lines._closed": lambda _: frozenset(),
    "lines._is_worse": no,
    "lines.is_outdone": no,
    "shape.closings": lambda _: {},
    "shape.openings": lambda _: frozenset(),
    "shape.verbs_joined": lambda _: frozenset(),
    "punctuation._clings": no,
    "places.ASKING": frozenset(),
    "places.NEVER_AFTER": NEVER,
    "places._COMPARES": frozenset(),
    "places._OF_TIME": frozenset({""}),
    "places._SPANS": frozenset(),
    "conditions._is_not_all": no,
    "conditions._lists_subjects": no,
    "conditions._NAMED_LATER": frozenset({"le", "l'"}),
    "conditions._is_nameless": no,
    "conditions._SAYS_AGAIN": NEVER,
    "conditions._POINTS_BACK": frozenset(),
    "goals._is_condition": no,
    "goals._STATUS": frozenset(),
    "goals._NEEDS": NEVER,
    "goals._POINTS_BACK": NEVER,
    "wishes._BARE": NEVER,
    "goals._OWNED": NEVER,
    "goals._VARIES": frozenset(),
    "examples._hangs": no,
    "examples._qualifies": no,
    "examples._is_far_from_noun": no,
    "examples._FORMULA": NEVER,
    "examples.AMONG_OTHERS": NEVER,
    "naming._EACH": frozenset(),
    "repeats._is_listed": no,
    "lines.shared": lambda _: frozenset(),
    "sharing._shares_end": no,
    "places.is_one_with_noun": no,
    "wholes._WHERE": frozenset(),
    "wholes._CLEFT": NEVER,
    "sharing._shares_opening": no,
    "waits._names": no,
    "waits._swallows": no,
    "waits._may_be": no,
    "marks.awaits_verb": no,
    "waits._orders": no,
    "waits._only_links": no,
    "waits._is_of_several": no,
    "waits._is_dated": no,
    "waits._leaves_out_verb": no,
    "wishes._STATES": frozenset(),
    "wishes._RIGHTS": frozenset(),
    "wishes._COUNTED": NEVER,
    "wishes._NOT_ALL": NEVER,
    "wishes._DUTIES": frozenset(),
    "wishes._NEGATES": frozenset(),
    "reasons._may_give_reason": yes,
    "reasons._FIRST_HALF": NEVER,
    "reasons._NO_REASON": NEVER,
    "reasons._follows_on": yes,
    "forest.mended": lambda parse: parse,
    "rounds.is_sentence": yes,
    "conjunctions._follows_preposition": no,
    "conjunctions._joins_pronouns": no,
    "conjunctions._joins_infinitives": no,
    "conjunctions._joins_bare": no,
    "conjunctions._joins_subjects": no,
    "conjunctions._is_in_name": no,
    "conjunctions._is_negated": no,
    "conjunctions._has_own_subject": no,
    "places._is_asked": no,
    "pauses.is_in_condition": no,
    "places._is_of_measure": no,
    "places._follows_ni": no,
    "places._is_in_gerund": no,
    "places._is_done_without": no,
    "places._is_said": yes,
    "places._says_enough": yes,
    "places._BARE_CONDITIONS": frozenset(),
    "places._DEEP": 99,
    "places._LOOSE": frozenset(),
    "punctuation._DASH": NEVER,
    "punctuation._NUMBER": NEVER,
    "marks._is_bare_complement": no,
    "marks._ends_examples": no,
    "marks._renames": no,
    "marks._awaits_main": no,
    "marks.lead_ends": nothing,
    "lines.lead_ends": nothing,
    "lines.overruns": no,
    "waits._parts_verb": no,
    "waits._awaits_object": no,
    "waits._waits_for_verb": no,
    "waits._parts_object": no,
    "waits._joins_adverbs": no,
    "waits._opens_alike": no,
    "waits._EVERY": frozenset(),
    "waits._ASIDE": 0,
    "wholes._closes_link": no,
    "halves._PAIRS": NEVER,
    "halves._restrictions": nothing,
    "halves._in_names_of_laws": nothing,
    "halves._goes_on": yes,
    "halves._governed": nothing,
    "overruns._passes_comma": no,
    "overruns._resumes": no,
    "overruns._is_deep": no,
    "overruns._takes_goal": no,
    "overruns._has_no_verb": no,
    "overruns._may_be_of_one": no,
    "overruns._begins_clause": no,
    "overruns._is_better_elsewhere": no,
    "overruns.opens_second": no,
    "overruns.subordinates": nothing,
    "overruns._is_one_condition": no,
    "overruns._mixes_cases": no,
    "waits._parts_participle": no,
    "waits.opens_relative": no,
    "marks.opens_relative": no,
    "waits._LONG_ASIDE": 99,
    "waits._opens_that": no,
    "waits._leaves_subject": no,
    "waits._ends_subject": no,
    "conjunctions._completes": no,
    "sharing.shares_governor": no,
    "marks.shares_governor": no,
    "sharing._governs": no,
    "sharing._BARE_OBJECT": 0,
    "sharing.repeats": no,
    "marks.lists_places": no,
    "sharing.lists_places": no,
    "marks.repeats": no,
    "sharing._opens_last": yes,
    "overruns._parts_aside": no,
    "places._is_modified": no,
    "lines._DASHES": NEVER,
    "waits._parts_cleft": no,
    "marks._parts_qualities": no,
    "marks._is_quality": no,
    "marks._ACTS": frozenset(),
    "places._is_told": no,
    "conjunctions._opens_cleft": no,
    "conjunctions._goes_on": no,
    "conjunctions._CLITICS": frozenset(),
    "conjunctions._joins_demonstrative": no,
    "word_nouns.agreement": lambda *_: ("m", ""),
    "agreement._of_noun": lambda *_: ("f", ""),
    "word_nouns._BEFORE_NOUN": {"compliqué"},
    "locutions._NAME": NEVER,
    "sureness._is_said": no,
    "naming._rivals": nothing,
    "conditions.is_rival": no,
    "clauses._CASES": NEVER,
    "clauses._NOBODY": re.compile(""),
    "clauses._is_noun": no,
    "clauses._NO_CLAUSE": frozenset(),
    "conditions._OF_MAIN": NEVER,
    "conditions._may_be_another": no,
    "conditions.is_only_subjunctive": no,
    "conditions._CASE": NEVER,
    "conditions._is_bare": no,
    "conditions._is_open": no,
    "examples._is_example": no,
    "present_participles._is_denied": no,
    "naming._EMPTY": frozenset(),
    "repeats._corrects": no,
    "subjects._has_determiner": yes,
    "examples.TWICE": NEVER,
    "examples._OF": NEVER,
    "examples._needs_that": no,
    "goals._AIMS": NEVER,
    "goals._CUT_OFF": NEVER,
    "present_participles._is_absolute": no,
    "present_participles._is_cleft": no,
    "present_participles._is_quality": no,
    "present_participles._BARE_AFTER": frozenset(),
    "final_relatives._is_sure": yes,
    "relatives._ALSO": NEVER,
    "word_order._OF_ACT": NEVER,
    "bullets._is_of": no,
    "bullets._OPEN_LIST": NEVER,
    "clauses._is_case": no,
    "clauses._is_same_subject": yes,
    "clauses._is_open": no,
    "examples._opens_list": no,
    "examples._TOLD_OF": NEVER,
    "examples._GOES_ON_AFTER": NEVER,
    "examples.is_only_subjunctive": no,
    "present_participles._is_nearest": yes,
    "present_participles._has_rival_before": no,
    "subjects._BEARS_ON_BOTH": NEVER,
    "bullets._is_shared": no,
    "bullets._OPEN_END": NEVER,
    "final_conditions._NOT_AFTER": NEVER,
    "final_conditions._LIMITS": NEVER,
    "final_conditions._OPEN": NEVER,
    "final_conditions._is_wider": no,
    "final_conditions._is_asked": no,
    "final_conditions._points_back": no,
    "final_conditions._OWNED": frozenset(),
    "final_conditions._EACH": frozenset(),
    "final_conditions._NEW": frozenset(),
    "final_conditions.is_rival": no,
    "final_conditions.may_be_fact": no,
    "leading_cases._KNOWN": NEVER,
    "cases._LINKS": NEVER,
    "cases._HAPPENS": frozenset({"demande"}),
    "provisos._BURDENS": frozenset(),
    "leading_cases._GOES_ON": NEVER,
    "facts._LACKS": NEVER,
    "repeats._has_nearer_subject": no,
    "repeats._is_verb": yes,
    "repeats._is_case": no,
    "repeats._OF_BOTH": NEVER,
    "naming._is_joined": no,
    "naming._is_narrowed": no,
    "appositions._may_be_of": no,
    "subjects._KNOWN": frozenset({"la", "le"}),
    "present_participles._NOT_BEFORE": frozenset(),
    "present_participles._is_stacked": no,
    "present_participles._goes_on": no,
    "examples._SHARE": NEVER,
    "final_conditions._DEFINES": frozenset(),
    "final_conditions._FROM": NEVER,
    "final_conditions._is_said_twice": no,
    "word_verbs._is_second": no,
    "word_verbs._DENIED": NEVER,
    "word_verbs._ARTICLES": frozenset(),
    "word_verbs._may_be_passive": yes,
    "asides._is_loose": no,
    "asides._is_about_another": no,
    "asides._OWN": frozenset(),
    "asides._AGAINST": NEVER,
    "asides._COMPLETED": NEVER,
    "asides._are_alternatives": yes,
    "brackets._SHORT": NEVER,
    "brackets._parts_verb": no,
    "bracketed._agrees": yes,
    "bracketed._is_free": yes,
    "references._COMPLETE": re.compile(""),
    "alternatives._is_parallel": yes,
    "alternatives._is_loose": no,
    "aims.closes_main_clause": yes,
    "aims.is_conditional": no,
    "aims.is_awaited": no,
    "aims._VERB": re.compile(r"(?:y )?([\w-]+)"),
    "aims._INNER": NEVER,
    "aims._NEEDS": NEVER,
    "aims._POWERS": NEVER,
    "aims._LIMITS": NEVER,
    "aims._HANGS": NEVER,
    "aims._OTHERWISE": NEVER,
    "aims._STILL": NEVER,
    "aims._REFUSES": frozenset(),
    "aims._LASTS": frozenset(),
    "aims._ends_bare": no,
    "aims._is_of_participle": no,
    "aims._is_lost": no,
    "regardless._is_lost": no,
    "regardless._PRONOUNS": ("\n",),
    "repeats._is_whose": no,
    "naming.is_number": no,
    "repeats._OPENS": frozenset(),
    "repeats._may_follow": no,
    "repeats._IMPERSONAL": frozenset(),
    "regardless._NOT_NAMED": NEVER,
    "regardless._is_far": no,
    "regardless._is_whose": no,
    "regardless._ASPECTS": NEVER,
    "regardless._is_before_verb": yes,
    "depends._POINTS": NEVER,
    "depends._CITES": NEVER,
    "repeats._A_PART": NEVER,
    "examples._AND_WITHIN": NEVER,
    "aims._COUNTED": NEVER,
    "repeats._AT_END": NEVER,
    "repeats._IN_FIELD": NEVER,
    "clauses.is_in_brackets": no,
    "punctuation._AND_IN_CASE": NEVER,
    "regardless._BRACKETS": NEVER,
    "repeats._REFLEXIVE": frozenset(),
    "repeats._BUT": NEVER,
    "reasons._ALSO": NEVER,
    "word_order.present_participle": lambda word: "",
    "depends._AGREE": frozenset(),
    "references._SEVERAL": NEVER,
    "naming._is_noun": lambda tree, place: tree.pos(place) == "NOUN",
    "word_order._AND_THAT": NEVER,
    "conditions._AS": NEVER,
    "final_relatives._QUALIFIED": NEVER,
    "pauses._HANGS": NEVER,
    "relatives.has_finite": no,
    "relatives._BEARS_ON_BOTH": NEVER,
    "relatives._COUNTED": frozenset(),
    "relatives._JOINS": frozenset(),
    "relatives._NAMES": frozenset(),
    "word_order._ALSO": frozenset(),
    "word_order.is_sentence": yes,
}
"""Name of a guard → what it is when it lets everything through."""


WORDS = (
    "accompagner", "accorder", "adresser", "ainsi que", "en matière de", "en tant que",
    "problématique", "bénéficier de", "disposer de", "délivrer",
    "modalité", "notamment",
    "objectif", "il est possible de", "percevoir",
    "au cours de", "au sein de", "constituer", "disposition", "durant",
    "en fonction de", "en ligne", "généralement", "immédiatement", "relatif à",
    "rémunération", "réaliser", "suite à", "verser", "engendrer", "viser à",
    "à l’issue de", "également",
    "auprès de", "dans certains cas", "dans la limite de", "dans le cas où",
    "dans le cas où il", "désigner", "d’un montant de", "d’une durée de", "en revanche",
    "il existe", "il peut s’agir de", "inférieur à", "poursuivre",
    "pour une durée de", "pour une période de", "remettre", "spécifique", "supérieur à",
    "s’appliquer à", "versement", "à défaut", "à la date de", "établir",
    "ci-dessus", "communiquer", "conclure", "en dehors de", "en situation de handicap",
    "et/ou", "examiner", "figurer", "justifier de", "litige", "mentionner",
    "prendre en charge", "procéder à", "quel que soit", "recruter", "uniquement",
    "à défaut de", "accomplir", "coût", "dans le respect de", "divers", "en l’absence de",
    "il convient de", "prendre fin", "recommander", "tel que", "à l’aide de",
)  # fmt: skip
"""Entries of the lexicon whose guard has a case."""


class Remembering:
    """A parser that asks spaCy once for each sentence, whatever the guards do."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._known: dict[str, Parse] = {}

    def __call__(self, sentences: Sequence[str]) -> list[Parse]:
        new = [one for one in sentences if one not in self._known]
        self._known.update(zip(new, self._parser(new) if new else (), strict=True))
        return [self._known[one] for one in sentences]


@pytest.fixture(scope="module")
def parser() -> Iterator[Remembering]:
    with open_parser() as parse:
        yield Remembering(rewrite_parser(parse))


@pytest.fixture(scope="module", autouse=True)
def _certain() -> Iterator[None]:
    """Judge each guard by itself: the doubts would give up some of the same breaks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_module, "doubt", lambda one: 0.0)
        yield


@pytest.fixture(scope="module")
def right(parser: Remembering) -> list[str]:
    return list(results(parser))


def results(parser: Parser) -> Iterator[str]:
    """Yield what becomes of each case, when it is asked for."""
    found: list[Any] = cases("rewrite")
    for one in found:
        case = one.values[0]
        yield repr(_result(case.kind, case.source.splitlines(), parser))


def _result(kind: str, lines: list[str], parser: Parser) -> object:
    if kind == "words":
        return [words(*pair) for pair in zip(lines, parser(lines), strict=True)]
    if kind == "bullets":
        return [bullets(*pair) for pair in zip(lines, parser(lines), strict=True)]
    forest = Forest(parser)
    if kind == "lines":
        forest.grow(lines)
        return [sense_lines(line, forest[line]) for line in lines]
    return restructure(lines, [()] * len(lines), forest)


@pytest.mark.parametrize("name", GUARDS)
def test_guard(
    name: str, parser: Remembering, right: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _, guard = name.partition(".")
    owner = import_module(f"ppun_access.easy.rewrite.{module}")
    monkeypatch.setattr(owner, guard, GUARDS[name])
    assert any(now != then for now, then in zip(results(parser), right, strict=True))


@pytest.mark.parametrize(
    ("guards", "expression"),
    [*((GUARDS_OF_WORDS, one) for one in WORDS), *((SURE, one) for one in SURE)],
)
def test_guard_of_a_word(
    guards: dict[str, object],
    expression: str,
    parser: Remembering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without its guard the entry changes a sentence that must stay, or without asking."""
    found: list[Any] = cases("rewrite")
    lines = [
        line
        for one in found
        if one.values[0].kind == "words"
        for line in one.values[0].source.splitlines()
    ]
    parses = parser(lines)
    before = list(map(words, lines, parses))
    monkeypatch.setitem(guards, expression, yes)
    after = map(words, lines, parses)
    assert any(now != then for now, then in zip(after, before, strict=True))
