from __future__ import annotations

import re
from pathlib import Path

import pytest

from ppun_access.errors import UsageError
from ppun_access.formats import FORMATS, GROUPS
from ppun_access.settings.lexique_toml import load_lexicon
from ppun_access.settings.ppun_toml import (
    EASY_THRESHOLDS,
    DocumentSettings,
    Thresholds,
    expand_formats,
    find_settings,
    load_settings,
)


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
        ("titre = 3", "un texte entre guillemets"),
        ("rapport_public = 1", "true ou false"),
        ('formats = "html"', "une liste de textes"),
        ("formats = [1]", "une liste de textes"),
        ('formats = ["htm"]', "« html »"),
        ("texte = 1", "une section"),
        ("[audio]\nvitesse_facile = 3.0", "de 0.5 à 1.5"),
        ("[audio]\nvitesse_facile = 1", "un nombre avec un point"),
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
    assert settings.thresholds == Thresholds(20, 40, 60, 50, 55)
    assert settings.easy_thresholds == Thresholds(12, 20, 25, 75, 40)
    plain = load_settings(None)
    assert plain.thresholds == Thresholds(25, 40, 60, 50, 55)
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


def test_the_page_of_settings_lists_each_key_once() -> None:
    page = (Path(__file__).parents[1] / "docs/settings.md").read_text("utf-8")
    rows = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    assert [row for row in set(rows) if rows.count(row) > 1] == []
    (formats,) = (line for line in page.splitlines() if line.startswith("| `formats`"))
    assert set(re.findall(r"`(\w+)`", formats)) == {"formats", *FORMATS, *GROUPS}
