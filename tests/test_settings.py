from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ppun_access.easy.review.record import KEYS
from ppun_access.errors import UsageError
from ppun_access.project.pictos import Picto, load_pictos
from ppun_access.settings.fields import Leaf, between, leaves, read_record, section, setting
from ppun_access.settings.lexique_toml import Lexicon, load_lexicon
from ppun_access.settings.ppun_toml import (
    Settings,
    expand_formats,
    find_settings,
    load_settings,
)
from ppun_access.settings.reach import HERE
from ppun_access.settings.sections import DocumentSettings
from ppun_access.settings.statements import Trial, load_trials
from ppun_access.settings.thresholds import EASY_THRESHOLDS, Thresholds


def written(folder: Path, text: str, name: str = "ppun.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
titre = "T"
editeur = "E"
langue = "fr"
voix = "pico"
formats = ["text", "audio"]
rapport_public = true
[texte]
annonces = "complet"
[documents."un-texte"]
voix = "silence"
date = "2024-01-02"
publier = false
facile = "facile/autre.md"
taire = ["lien-vague"]
[audit]
profil = "public"
[constats]
taire = ["phrase-longue"]
[check]
fatal = ["page-illisible", "lien-vague"]
"""
    settings = load_settings(written(tmp_path, text))
    assert settings.title == "T"
    assert settings.publisher == "E"
    assert settings.voice == "pico"
    assert settings.formats == ("text", "audio")
    assert settings.public_report
    assert settings.announcements == "complet"
    assert settings.audit_profile == "public"
    assert settings.silenced == ("phrase-longue",)
    assert settings.fatal == ("page-illisible", "lien-vague")
    own = DocumentSettings(
        "silence", "2024-01-02", "facile/autre.md", publish=False, silenced=("lien-vague",)
    )
    assert settings.of("un-texte") == own
    assert settings.of("autre") == DocumentSettings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('titr = "T"', "« titre »"),
        ('base_url = "https://a.fr/?x=1"', "ni « ? » ni « # »"),
        ('base_url = "https://a.fr/b#c"', "ni « ? » ni « # »"),
        ('base_url = "https://a.fr/été"', "écrivez « https://a.fr/%C3%A9t%C3%A9 »"),
        ('[texte]\nannonce = "sobre"', "« annonces »"),
        ('[documents.x]\nvois = "a"', "« voix »"),
        ('[texte]\nannonces = "bavard"', "« bavard »"),
        (
            '[pages]\nchoix = "rien"',
            "[pages] choix = « rien » n’existe pas : sommaire, toutes",
        ),
        (
            '[audit]\nprofil = "falk"',
            "« falk » n’existe pas.\n  → Vouliez-vous dire « falc »",
        ),
        ('langue = "Français"', "langue = « Français » n’est pas un code de langue."),
        (
            "[pdf]\ntaille = 13",
            "[pdf] taille = 13 : il faut un nombre de 14 à 40 (points).",
        ),
        ("[pdf]\ninterligne = 3.1", "interligne = 3.1 : il faut un nombre de 1.2 à 3."),
        ('[pdf]\nencre = ""', "[pdf] encre = «  » n’est pas une couleur comme #1a1a1a."),
        ('[pdf]\nencre = "#777777"', "le contraste est de 4.5, il faut au moins 7."),
        ('[audio]\ncouleur = "bleu"', "[audio] couleur = « bleu » n’est pas une couleur"),
        ('[site]\ncouleur = "bleu"', "[site] couleur = « bleu » n’est pas une couleur"),
        (
            "[limites]\npage = 501",
            "[limites] page = 501 : il faut un nombre de 1 à 500 (Mo).",
        ),
        ("[limites]\nimage_mpx = 0", "de 1 à 500 (millions de pixels)."),
        ("[modele]\ndelai = 601", "[modele] delai = 601 : il faut un nombre de 1 à 600"),
        ('[accessibilite]\netat = "bon"', "il faut « non conforme », « partiellement"),
        ('[accessibilite]\ndate = "2026-02-30"', "écrivez un jour comme 2026-11-25."),
        (
            '[accessibilite]\nbilan = "x"',
            "[accessibilite] bilan = « x » : il faut une adresse",
        ),
        ("[accessibilite]\ntaux = 50.0", "taux : donnez aussi auditeur et date"),
        ("[lisibilite]\nfacile = 1", "une section, écrite [lisibilite.facile]"),
        ("titre = 3", "un texte entre guillemets"),
        ("rapport_public = 1", "true ou false"),
        ('formats = "html"', "une liste de textes"),
        ("formats = [1]", "une liste de textes"),
        ('formats = ["htm"]', "« html »"),
        ("texte = 1", "une section"),
        ("[audio]\nvitesse_facile = 3.0", "de 0.5 à 1.5"),
        ("[audio]\nvitesse_facile = true", "un nombre, comme 0.85"),
        ('[audio]\nvitesse_facile = "vite"', 'un nombre, comme 0.85 ou "85 %"'),
        ('[audio]\nvitesse_facile = "850 %"', "de 0.5 à 1.5"),
        (
            'titre = "T"\n[audio]\nvitesse_facile = 0,78',
            "ppun.toml:3 : « 0,78 » n’est pas un nombre pour ce fichier.\n"
            "  → Écrivez 0.78, ainsi : vitesse_facile = 0.78",
        ),
        ("[accessibilite]\ntaux = 78,5 % # x\n", 'ainsi : taux = "78.5 %"'),
        ("[accessibilite]\ntaux = 78 %\n", "ppun.toml:2 : « 78 % » n’est pas"),
        ('[contact]\ncourriel = "accueil.exemple.fr"', "[contact] courriel = « accueil."),
        ('[contact]\ncourriel = "a@exemple"', "n’est pas une adresse de courriel."),
        ('[contact]\ncourriel = "Accueil <a@exemple.fr>"', "comme nom@exemple.fr"),
        ('[contact]\ncourriel = "mailto:a@exemple.fr"', "n’est pas une adresse"),
        ('[audio]\nannonces = "bavard"', "[audio] annonces"),
        ("[documents]\nx = 1", "une section"),
        ('[constats]\ntaire = ["phrase-lonque"]', "« phrase-longue »"),
        ('[constats]\ntaire = ["audio-rate"]', "ne peut pas être tu"),
        ('[documents.x]\ntaire = ["lien-vage"]', "« lien-vague »"),
        ('[check]\nfatal = ["lien-vage"]', "[check] fatal"),
        ('[constats]\nfatal = ["lien-vague"]', "Noms possibles : taire"),
        ('titre = "T"\nvoix = ', "ppun.toml:2"),
        ('titre = "T"\n\nvoix "a"\n', "ppun.toml:3"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(written(tmp_path, text))
    assert told in str(caught.value)
    assert "ppun.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "factor", "rate"),
    [
        ("1", 1.0, 1.0),
        ('"1"', 1.0, 1.0),
        ('"0,85"', 0.85, 0.85),
        ('" 0.85 "', 0.85, 0.85),
        ('"78 %"', 0.78, 78.0),
        ('"78,5\xa0%"', 0.785, 78.5),
        ('"78%"', 0.78, 78.0),
    ],
)
def test_numbers_are_read_as_french_hands_write_them(
    tmp_path: Path, typed: str, factor: float, rate: float
) -> None:
    speed = load_settings(written(tmp_path, f"[audio]\nvitesse_facile = {typed}"))
    assert speed.easy_rate == factor
    state = "non conforme" if rate < 50 else "partiellement conforme"
    said = f'auditeur = "A"\ndate = "2026-01-02"\netat = "{state}"\ntaux = {typed}'
    audit = load_settings(written(tmp_path, f"[accessibilite]\n{said}"))
    assert audit.accessibility.rate == rate


@pytest.mark.parametrize("email", ["a@exemple.fr", "a.b+c@été.mairie-x.exemple.fr", ""])
def test_addresses_of_mail_are_taken(tmp_path: Path, email: str) -> None:
    settings = load_settings(written(tmp_path, f'[contact]\ncourriel = "{email}"'))
    assert settings.contact.email == email


def test_settings_that_are_not_text(tmp_path: Path) -> None:
    (tmp_path / "ppun.toml").write_bytes(b'titre = "\xe9"')
    with pytest.raises(UsageError, match="octet 9"):
        load_settings(tmp_path / "ppun.toml")


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_settings(tmp_path / "a" / "b") == path
    nearer = written(tmp_path / "a", "")
    assert find_settings(tmp_path / "a" / "b") == nearer


def test_lexicon(tmp_path: Path) -> None:
    text = (
        '[sigles]\nPPUN = "Politique"\n[prononciations]\nX = "iks"\n[definitions]\na = "b"'
    )
    lexicon = load_lexicon(written(tmp_path, text, "lexique.toml"))
    assert lexicon.acronyms == {"PPUN": "Politique"}
    assert lexicon.pronunciations == {"X": "iks"}
    assert lexicon.definitions == {"a": "b"}
    assert load_lexicon(tmp_path / "rien.toml").acronyms == {}
    with pytest.raises(UsageError, match="« sigle »"):
        load_lexicon(written(tmp_path, '[sigle]\nA = "b"', "lexique.toml"))
    with pytest.raises(UsageError, match="« PPUN »"):
        load_lexicon(written(tmp_path, "[sigles]\nPPUN = 1", "lexique.toml"))


def test_formats_and_groups() -> None:
    assert expand_formats(["vtt", "html"], "--to") == ("html", "vtt")
    assert expand_formats(["audio"], "--to") == (
        "mp3",
        "opus",
        "m4b",
        "cover",
        "vtt",
        "chapters",
    )
    assert expand_formats(["report"], "--to") == ()
    with pytest.raises(UsageError, match="« mp4 »"):
        expand_formats(["mp4"], "--to")


def test_thresholds_have_defaults_for_each_version(tmp_path: Path) -> None:
    text = "[lisibilite]\nphrase_longue = 20\n[lisibilite.facile]\ndifficulte = 25\n"
    settings = load_settings(written(tmp_path, text))
    assert settings.thresholds == Thresholds(20, 40, 60, 50, 55, 10)
    assert settings.easy_thresholds == Thresholds(12, 20, 25, 75, 40, 5)
    plain = load_settings(None)
    assert plain.thresholds == Thresholds(25, 40, 60, 50, 55, 10)
    assert plain.easy_thresholds == EASY_THRESHOLDS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[lisibilite]\nphrase_long = 20", "« phrase_longue »"),
        ("[lisibilite.facile]\nlixx = 20", "« lix »"),
        ("[lisibilite]\nlix = 20.5", "un nombre entier"),
        ("[lisibilite]\nlix = true", "un nombre entier"),
        ("[lisibilite]\nlix = 101", "de 0 à 100"),
        ("[lisibilite]\ndifficulte = -1", "de 0 à 100"),
        ("[lisibilite]\nphrase_longue = 40", "plus grand"),
        ("[lisibilite]\nphrase_longue = 0", "plus grand"),
        ("[lisibilite.facile]\nphrase_tres_longue = 12", "[lisibilite.facile]"),
        ("lisibilite = 3", "une section"),
        ("[lisibilite]\nfacile = 3", "une section"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_named(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(written(tmp_path, text))
    assert told in str(caught.value)


# docs/settings.md is written from the fields.


PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
FILES: Mapping[str, tuple[type, str]] = {
    "ppun.toml": (Settings, ""),
    "lexique.toml": (Lexicon, ""),
    "essais.toml": (Trial, "[[essais]]"),
    "pictos.toml": (Picto, '["telephone.png"]'),
}
"""The files of settings: the record of each, and the table in which its keys stand."""


def toml(value: object) -> str:
    return json.dumps(
        list(value) if isinstance(value, tuple) else value, ensure_ascii=False
    )


def by_section(record: object) -> dict[str, list[Leaf]]:
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves(record):
        is_table = leaf.setting.kind is dict
        section = leaf.key if is_table else leaf.key.rpartition(".")[0]
        found.setdefault(section, []).append(leaf)
    return found


def row(leaf: Leaf) -> str:
    said, key = leaf.setting, leaf.key.rpartition(".")[2]
    values = said.rule.allowed if said.rule else NAMES[said.kind]
    default = said.unset or ("rien" if leaf.default in ("", (), None) else "")
    return (
        f"| `{key}` | {said.says} | {values} | {default or f'`{toml(leaf.default)}`'} |\n"
    )


NAMES = {
    str: "un texte", bool: "`true` ou `false`", int: "un nombre entier",
    float: "un nombre", tuple: "une liste de textes",
}  # fmt: skip


def example(leaf: Leaf) -> str:
    """Return the line of an example."""
    said = leaf.setting
    value = leaf.default if said.example is None else said.example
    return f"{leaf.key.rpartition('.')[2]} = {toml(value)}\n"


def keys(rows: Sequence[Leaf], head: str) -> str:
    table = "| clé | ce que c’est | valeurs | par défaut |\n|---|---|---|---|\n"
    lines = "".join(map(example, rows))
    fence = f"```toml\n{head}{head and chr(10)}{lines}```\n"
    return f"{table}{''.join(map(row, rows))}\n{fence}"


def free_names(leaf: Leaf) -> str:
    """Return what the page says of a section whose names are free."""
    said = leaf.setting
    if said.of is str:
        says = f"{said.says[0].upper()}{said.says[1:]}."
        return (
            f"### `[{leaf.key}]`\n\n{says}\n\n```toml\n[{leaf.key}]\n{said.example}\n```\n"
        )
    head = f'[{leaf.key}."{said.example}"]'
    return (
        f'### `[{leaf.key}."<id>"]`\n\n{said.says[0].upper()}{said.says[1:]}.\n\n'
        f"{keys(list(leaves(said.of())), head)}"
    )


def block(name: str) -> str:
    record, head = FILES[name]
    parts = []
    for place, rows in by_section(record()).items():
        if rows[0].setting.kind is dict:
            parts.append(free_names(rows[0]))
        elif place:
            parts.append(f"### `[{place}]`\n\n{keys(rows, f'[{place}]')}")
        else:
            parts.append(keys(rows, head))
    return "\n" + "\n".join(parts) + "\n"


def with_blocks(page: str) -> str:
    """Return the page with what the fields say of each file."""
    for name in FILES:
        edge = re.escape(name)
        pattern = rf"(<!-- Début de {edge} :[^\n]*-->\n).*?(<!-- Fin de {edge}\. -->)"
        found = re.search(pattern, page, re.S)
        assert found, name
        page = (
            page[: found.start()] + found[1] + block(name) + found[2] + page[found.end() :]
        )
    return page


def test_the_page_of_settings_is_written_from_the_fields() -> None:
    made = with_blocks(PAGE.read_text("utf-8"))
    if os.environ.get("PPUN_GOLDEN"):
        PAGE.write_text(made, "utf-8")
    assert made == PAGE.read_text("utf-8")


def test_each_example_of_the_page_is_read_and_says_something(tmp_path: Path) -> None:
    fences = re.findall(r"```toml\n(.*?)```", block("ppun.toml"), re.S)
    settings = load_settings(written(tmp_path, "\n".join(fences)))
    for leaf in leaves(Settings()):
        value: object = settings
        for name in leaf.path:
            value = getattr(value, name)
        assert value not in ("", (), None, {}), leaf.key
    own = settings.of("ledito-de-la-presidente")
    assert all(getattr(own, leaf.path[0]) for leaf in leaves(DocumentSettings()))
    (words,) = re.findall(r"(?s)(```toml.*```)", block("lexique.toml"))
    words = re.sub(r"(?s)```\n.*?```toml\n|```(toml)?\n?", "\n", words)
    lexicon = load_lexicon(written(tmp_path, words, "lexique.toml"))
    assert all((lexicon.acronyms, lexicon.pronunciations, lexicon.definitions))
    for name, load in (("essais.toml", load_trials), ("pictos.toml", pictos)):
        (text,) = re.findall(r"```toml\n(.*?)```", block(name), re.S)
        (one,) = load(written(tmp_path, text, name))
        assert all(getattr(one, leaf.path[0]) for leaf in leaves(one))


def pictos(path: Path) -> Iterable[Picto]:
    (path.parent / "pictos").mkdir()
    path.rename(path.parent / "pictos" / path.name)
    return load_pictos(path.parent, HERE).values()


def test_the_page_lists_the_keys_of_the_front_matter_of_easy_versions() -> None:
    table = PAGE.read_text("utf-8").partition("## L’en-tête")[2]
    assert tuple(re.findall(r"^\| `(\w+)`", table, re.M)) == KEYS


def test_a_setting_is_one_field(tmp_path: Path) -> None:
    """A key, its bounds and its words are read from the record that declares them."""

    @dataclass(frozen=True)
    class Loudness:
        level: int = setting("niveau", -20, "le niveau du son", between(-30, -10, "dB"))

    @dataclass(frozen=True)
    class Whole:
        loudness: Loudness = section("son", Loudness())

    path = tmp_path / "x.toml"
    assert read_record(Whole, {"son": {"niveau": -25}}, path).loudness.level == -25
    for given, told in (
        ({"son": {"niveau": 3}}, "[son] niveau = 3 : il faut un nombre de -30 à -10 (dB)."),
        ({"son": {"nivau": 3}}, "Vouliez-vous dire « niveau » ?"),
        ({"son": {"niveau": "3"}}, "la valeur de [son] « niveau » n’a pas la bonne forme."),
    ):
        with pytest.raises(UsageError) as caught:
            read_record(Whole, given, path)
        assert told in str(caught.value)
    assert row(next(leaves(Whole()))) == (
        "| `niveau` | le niveau du son | un nombre de -30 à -10 (dB) | `-20` |\n"
    )
