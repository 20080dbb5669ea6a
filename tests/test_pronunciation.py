"""French words are said in French, as a lexicon tells, whatever an engine believes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lexique_sounds
import pytest

from ppun_access.french.lexical.letters import sounds_of, spelling
from ppun_access.french.lexical.lists import lines
from ppun_access.french.lexical.persons import GIVEN_NAMES
from ppun_access.french.lexical.sounds import unknown_words
from ppun_access.french.spoken.spoken_form import phonemes as of_the_team
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.runtime.cache import cache_key
from ppun_access.speech.engines.espeak_phonemes import espeak, joined, spoken_words
from ppun_access.speech.engines.kokoro import alphabet
from ppun_access.speech.model import Utterance, Voice
from ppun_access.speech.narration.speakable import pronounced
from ppun_access.speech.narration.synthesis import VERSION, segment_key
from ppun_access.speech.voices import engine_of, known_voices, pick


def phonemes(text: str, *given: tuple[str, str]) -> str:
    """Return what the model is given, without accents and marks."""
    said = joined(spoken_words(text, espeak(), alphabet(), given))[0]
    return re.sub("[^\\w\u0303 ]", "", re.sub("[ˈˌ]", "", said)).replace("ɥ", "y")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Words that espeak-ng says in English
        ("le monde d’aujourd’hui", "lə mɔ̃d doʒuʁdyi"),
        ("dès aujourd'hui", "dɛz oʒuʁdyi"),
        ("ce qu’aujourd’hui", "sə koʒuʁdyi"),
        ("AUJOURD’HUI", "oʒuʁdyi"),
        ("L’authentification", "lotɑ̃tifikasjɔ̃"),
        ("des authentifications", "dez otɑ̃tifikasjɔ̃"),
        ("Authentification", "otɑ̃tifikasjɔ̃"),
        ("des œuvres authentiques", "dez œvʁz otɑ̃tik"),
        ("les rythmes", "le ʁitm"),
        ("Rythme", "ʁitm"),
        ("un algorithme", "œ̃n alɡoʁitm"),
        ("d’algorithmes", "dalɡoʁitm"),
        ("mon enthousiasme", "mɔ̃n ɑ̃tuzjasm"),
        ("l’enthousiasme", "lɑ̃tuzjasm"),
        ("un mythe", "œ̃ mit"),
        ("il a vécut", "il a veky"),
        ("deux emprunts", "døz ɑ̃pʁœ̃"),
        # Words that it says wrong in French
        ("elles imposent un choix", "ɛlz ɛ̃poz œ̃ ʃwa"),
        ("avec respect", "avɛk ʁɛspɛ"),
        ("d’autres aspects", "dotʁz aspɛ"),
        ("une abbaye", "yn abei"),
        ("le dix-neuvième", "lə diznœvjɛm"),
        ("au dix-huitième", "o dizyitjɛm"),
        ("le cinquantième", "lə sɛ̃kɑ̃tjɛm"),
        # Public and digital life
        ("le numéro Siret", "lə nymeʁo siʁɛt"),
        ("un Cedex", "œ̃ sedɛks"),
        ("CEDEX", "sedɛks"),
        ("par e-mail", "paʁ imɛl"),
        ("des e-mails", "dez imɛl"),
        ("le wifi", "lə wifi"),
        ("l’Insee", "linse"),
        ("selon l’INSEE", "səlɔ̃ linse"),
        ("l’Ehpad", "lepad"),
        # Places
        ("à Cluny", "a klyni"),
        ("Nancy", "nɑ̃si"),
        ("d’Annecy", "dansi"),
        ("Chambéry", "ʃɑ̃beʁi"),
        ("Béthune", "betyn"),
        ("la Sarthe", "la saʁt"),
        ("le Doubs", "lə du"),
        ("au DOUBS", "o du"),
        ("le Haut-Doubs", "lə odu"),
        ("à Auxerre", "a osɛʁ"),
        ("d’Auxerre", "dosɛʁ"),
        ("Montbéliard", "mɔ̃beljaʁ"),
        ("Semur-en-Auxois", "səmyʁɑ̃noswa"),
        ("l’Yonne et l’Ain", "ljɔn e lɛ̃"),
        ("dans le Lot", "dɑ̃ lə lɔt"),
        ("le lot", "lə lo"),
        ("Lot numéro deux", "lo nymeʁo dø"),
        # Context: liaison, elision, h aspiré
        ("les prud’hommes", "le pʁydɔm"),
        ("les halls", "le ol"),
        ("plus qu’habitants", "ply kabitɑ̃"),
        ("plus qu’hier", "ply kjɛʁ"),
        # Names that are in no list, and English
        ("Mathilde et Rémy", "matild e ʁemi"),
        ("Madame Wauthy", "madam woti"),
        ("d’Authoison", "dotwazɔ̃"),
    ],
)
def test_said_in_french(text: str, said: str) -> None:
    assert phonemes(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mes fils", "me fis"),
        ("Fils", "fis"),
        ("mon fils", "mɔ̃ fis"),
        ("les fils électriques", "le fil elɛktʁik"),
        ("des fils de fer", "de fil də fɛʁ"),
        ("il est là", "il ɛ la"),
        ("il l’est", "il lɛ"),
        ("à l’est de Dijon", "a lɛst də diʒɔ̃"),
        ("L’est du pays", "lɛst dy pɛi"),
        ("le Grand Est", "lə ɡʁɑ̃t ɛst"),
        ("Est-ce vrai", "ɛs vʁɛ"),
        ("les poules du couvent couvent", "le pul dy kuvɑ̃ kuv"),
        ("les élus président la séance", "lez ely pʁezid la seɑ̃s"),
        ("ils président", "il pʁezid"),
        ("le président élu", "lə pʁezidɑ̃ ely"),
        ("il est content", "il ɛ kɔ̃tɑ̃"),
        ("les anciens content leur vie", "lez ɑ̃sjɛ̃ kɔ̃t lœʁ vi"),
        ("tu as raison", "ty a ʁɛzɔ̃"),
        ("tu l’as", "ty la"),
        ("un as", "œ̃n as"),
        ("plus grand", "ply ɡʁɑ̃"),
        ("il n’y en a plus", "il ni ɑ̃n a ply"),
        ("il en faut plus", "il ɑ̃ fo plys"),
        ("de plus en plus", "də plyz ɑ̃ plys"),
        ("plus ou moins", "plyz u mwɛ̃"),
        ("trois plus quatre", "tʁwa plys katʁ"),
        ("45 ans et plus en contrat", "kaʁɑ̃tsɛ̃k ɑ̃z e plys ɑ̃ kɔ̃tʁa"),
        ("trois ans et plus de dix mois", "tʁwaz ɑ̃z e ply də di mwa"),
        ("Cas général", "ka ʒeneʁal"),
        ("la base Sirene", "la baz siʁɛn"),
        ("une aide de plus, gratuite", "yn ɛd də plys ɡʁatyit"),
        ("moi non plus", "mwa nɔ̃ ply"),
        ("tous les jours", "tu le ʒuʁ"),
        ("pour tous", "puʁ tus"),
        ("tous ensemble", "tus ɑ̃sɑ̃bl"),
        ("tous publics", "tu pyblik"),
        ("tous ceux", "tu sø"),
        ("en aidant tous ceux", "ɑ̃n ɛdɑ̃ tu sø"),
        ("tous âges", "tuz aːʒ"),
        ("ils sont tous venus", "il sɔ̃ tus vəny"),
        ("un os", "œ̃n ɔs"),
        ("les os", "lez o"),
        ("je sens", "ʒə sɑ̃"),
        ("le sens", "lə sɑ̃s"),
        ("se fier à", "sə fje a"),
        ("une vis", "yn vis"),
        ("un manager", "œ̃ manaʤœʁ"),
        ("les supporter", "le sypɔʁte"),
        ("un pays émergent", "œ̃ pɛiz emɛʁʒɑ̃"),
    ],
)
def test_homographs_are_told_apart_by_their_neighbours(text: str, said: str) -> None:
    assert phonemes(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Smith", "smɪθ"),
        ("Shakespeare", "ʃeɪkspiə"),
        ("Smith of Kent", "smɪθ ɒv kɛnt"),
        # Acronyms, and names of two words in one, are left to the voice
        ("le PAT de Dole", "lə peate də dɔl"),
        ("une API ouverte", "yn apei uvɛʁt"),
        ("EuroCity", "øʁo sɪti"),
    ],
)
def test_what_is_not_french_is_left_as_it_is(text: str, said: str) -> None:
    assert phonemes(text) == said


def test_what_is_timed_stays_as_it_is_written() -> None:
    words = spoken_words("L’algorithme, le Haut-Doubs.", espeak(), alphabet())
    assert [(w.text, w.at) for w in words if w.text] == [
        ("L’algorithme", 0),
        ("le", 14),
        ("Haut-Doubs", 17),
    ]


# The team's lexicon


@pytest.mark.parametrize(
    "text",
    ["Ornans", "d’Ornans", "qu'Ornans", "Haut-Ornans", "à ORNANS", "des Ornanss"],
)
def test_a_word_of_the_team_wins_in_all_its_forms(text: str) -> None:
    given = of_the_team(text, {"Ornans": "/ɔʁnɑ̃tis/"})
    assert (phonemes(text, *given).endswith("ɔʁnɑ̃tis")) is (text != "des Ornanss")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("d’authentification", "dto"),
        ("les authentifications", "le to"),
        ("Authentifications", "to"),
        ("AUTHENTIFICATION", "to"),
    ],
)
def test_a_common_word_of_the_team_has_a_plural_and_capitals(text: str, said: str) -> None:
    given = of_the_team(text, {"authentification": "/to/"})
    assert phonemes(text, *given) == said


def test_the_plural_of_a_word_may_be_another_word() -> None:
    assert of_the_team("mon fils", {"fil": "/fil/"}) == ()
    assert spoken_form("mon fils", {"fil": "file"}) == "mon fils"


@pytest.mark.parametrize("word", ["d’authentifications", "d’AUTHENTIFICATION"])
def test_a_respelling_of_the_team_has_the_same_forms(word: str) -> None:
    assert spoken_form(word, {"authentification": "autentification"}) == (
        "d'autentification"
    )


# What the tables hold


def rows() -> Iterator[tuple[str, str, str]]:
    for line in lines("pronunciations.txt"):
        word, ipa, kind = line.split("\t")
        yield word, ipa, kind


def test_our_list_is_said_as_it_tells() -> None:
    listed = list(rows())
    assert len({word for word, *_ in listed}) == len(listed) > 450
    known = set(alphabet().symbols)
    for word, ipa, _ in listed:
        assert set(ipa) <= known, word
        said = phonemes(f"à {word}, oui").split()[1]
        assert lexique_sounds.rough(said) == lexique_sounds.rough(ipa), word


def some_words_of_lexique() -> list[str]:
    """Return a hundredth of Lexique: some twelve hundred words."""
    every = sorted(form for form in lexique_sounds.sounds() if len(form) > 1)
    return every[7::100]


def test_the_table_holds_what_espeak_says_wrong() -> None:
    table = dict(line.split("\t") for line in lexique_sounds.kept().splitlines()[3:])
    assert len(table) > 4_000
    for form in some_words_of_lexique():
        wrong = not lexique_sounds.is_right(form, espeak().ipa(form))
        assert (form in table) is (wrong and form not in lexique_sounds.WRONG), form


OURS = frozenset(word for word, *_ in rows())
"""Lexique says « mail » in another way."""


def test_words_are_said_as_lexique_tells() -> None:
    for form in some_words_of_lexique():
        said = phonemes(form)
        ours = form in OURS or form in lexique_sounds.WRONG
        assert ours or lexique_sounds.is_right(form, said), (form, said)


def test_no_given_name_is_said_in_english() -> None:
    foreign = re.compile("[ɪʊʌɒəɜθðɹ]")
    english = [name for name in sorted(GIVEN_NAMES) if "(" in espeak().ipa(name)]
    assert len(english) > 20
    assert [name for name in english if foreign.search(phonemes(name))] == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Wauthy", "woti"),
        ("Thevenot", "təvəno"),
        ("Chantilly", "ʃɑ̃tiji"),
        ("Bouilland", "bujɑ̃"),
        ("Guyot", "ɡyjo"),
        ("Lacroix", "lakʁwa"),
        ("Coaching", "koʃiŋ"),
    ],
)
def test_letters_are_read_by_the_rules_of_french(word: str, said: str) -> None:
    assert sounds_of(word) == said


def test_sounds_are_written_so_that_french_reads_them_back() -> None:
    """For the engines that take text: most, not all, can be written."""
    every = [(f, s) for f, said in lexique_sounds.sounds().items() for s in said][::90]
    same = [
        lexique_sounds.rough(espeak().ipa(spelling(sounds))) == lexique_sounds.rough(sounds)
        for form, sounds in every
        if len(form) > 1
    ]
    assert sum(same) / len(same) > 0.95


# Engines that take text, and the cache


@pytest.mark.parametrize(
    ("voice", "text", "like"),
    [
        ("pyttsx3", "le rythme d’aujourd’hui", "le ritme d'ojourdui"),
        ("pyttsx3", "à Wauthy", "à Ouoti"),
        ("pico", "le Doubs à Auxerre", "le dou à ossère"),
        ("pico", "mes fils", "mes fisse"),
    ],
)
def test_engines_that_take_text(voice: str, text: str, like: str) -> None:
    found = pick(voice, known_voices())
    engine = engine_of(found)
    one, other = (engine.say(Utterance("x", t, "fr"), found) for t in (text, like))
    assert one.pcm == other.pcm


def test_pico_is_not_told_what_it_reads_by_the_rules() -> None:
    assert pronounced("Besançon, la Creuse, le mythe", "pico") == ()
    assert [one.ipa for one in pronounced("Auxerre, mes fils", "pico")] == ["osɛʁ", "fis"]


def test_the_ipa_of_the_team_is_heard_by_engines_that_take_text() -> None:
    found = pick("pico", known_voices())
    engine = engine_of(found)
    told = Utterance("x", "à Ornans", "fr", phonemes=(("Ornans", "ɔʁlɔ̃"),))
    like = Utterance("x", "à orlon", "fr")
    assert engine.say(told, found).pcm == engine.say(like, found).pcm


@pytest.mark.parametrize("engine", ["kokoro", "piper", "pyttsx3", "pico"])
def test_a_sentence_is_said_again_when_its_sounds_change_alone(engine: str) -> None:
    """No version of a lexicon is in a key: the sounds that it gives to the words are."""
    voice = Voice("v", engine, "fr-FR", "Une voix", revision="1")

    def key(text: str, *team: tuple[str, str]) -> str:
        return segment_key(Utterance("x", text, "fr", phonemes=team), voice)

    assert key("Le pont.") == key("Le pont.", ("Ornans", "ɔʁnɑ̃"))
    assert key("À Cluny.") != key("À Cluny.", ("Cluny", "klynis"))
    # Our list, or the team's, or the rules of spelling: what they say alone counts.
    assert key("À Cluny.") == key("À Cluny.", ("Cluny", "klyni"))


@pytest.mark.parametrize("engine", ["kokoro", "silence"])
def test_the_key_of_a_sentence_without_such_words_is_the_old_one(engine: str) -> None:
    voice = Voice("v", engine, "fr-FR", "Une voix", revision="1")
    old = cache_key("speech", VERSION, "Le pont.", "fr", (engine, "1", ()))
    assert segment_key(Utterance("x", "Le pont.", "fr"), voice) == old
    told = segment_key(Utterance("x", "Le mythe.", "fr"), voice)
    plain = cache_key("speech", VERSION, "Le mythe.", "fr", (engine, "1", ()))
    assert (told == plain) is (engine == "silence")


def test_words_that_no_lexicon_has() -> None:
    text = "Le maire, M. Wauthy, l’Insee et le Haut-Doubs, Jeanne, Davezies et Wauthy."
    assert unknown_words(text) == ("Wauthy", "Davezies", "Wauthy")
    assert unknown_words("les démarches d’authentification de la CNIL en 2024") == ()
    assert unknown_words("La téléconsultation et l’éco-conception, en France") == ()
    assert unknown_words("les télévries de Décollin") == ("télévries", "Décollin")
