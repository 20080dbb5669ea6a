"""What a build makes again, what it takes from the cache, and what it says of it."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest
from projects import project, snapshot

from ppun_access.build import Request, Result, build
from ppun_access.build.ledger import Ledger, Unit, fingerprint
from ppun_access.build.page_tasks import EASY_READ, PREPARED, READ
from ppun_access.build.preparation import PAGE
from ppun_access.cli import main
from ppun_access.commands.account import explanation
from ppun_access.commands.cache import cache_lines
from ppun_access.errors import UsageError
from ppun_access.runtime.cache import (
    Cache,
    cache_key,
    default_root,
    entries,
    prune,
    stale_files,
)

__all__ = ["project"]

ONE = "# Premier\n\nVoici un texte. Il a deux phrases. [Ailleurs](second.md)\n"
TWO = "# Second\n\nVoici un autre texte. Il ne change pas.\n"
EASY = "# Simple\n\nUn texte simple.\n"


@pytest.fixture
def site(project: Path) -> Path:
    """Two texts with their easy versions: nothing is drafted, which is slow."""
    content = project / "content"
    (content / "a.md").unlink()
    (content / "facile").mkdir()
    for name, text in (("premier", ONE), ("second", TWO)):
        (content / f"{name}.md").write_text(text, "utf-8")
        (content / f"facile/{name}.md").write_text(EASY, "utf-8")
    return project


def made(formats: str, voice: str = "silence") -> Result:
    out = Path("output")
    return build(Request((Path("content"),), out, tuple(formats.split(",")), voice))


def plain(*lines: str) -> str:
    """Return lines with plain spaces."""
    return "\n".join(lines).replace("\xa0", " ").replace("\u202f", " ")


def again(result: Result) -> dict[str, set[str]]:
    """Return what was written again: format and text → why."""
    assert result.ledger is not None
    return {
        f"{one.unit.format} {one.unit.document_id}": set(one.why)
        for one in result.ledger.remade
        if one.unit.version == "integral" and one.unit.format != PAGE
    }


def read_again(result: Result) -> dict[str, set[str]]:
    """Return the texts that were prepared again: id → why."""
    assert result.ledger is not None
    remade = result.ledger.remade
    return {one.unit.document_id: set(one.why) for one in remade if one.unit.format == PAGE}


def test_a_change_makes_again_what_depends_on_it(site: Path) -> None:
    """One build after another: a sentence, a setting, the lexicon, nothing."""
    formats = "text,html,pdf,epub,brf"
    first = made(formats)
    assert [*again(first).values()] == [{"nouveau"}] * 8
    (site / "content/premier.md").write_text(ONE.replace("deux", "trois"), "utf-8")
    second = made(formats)
    assert read_again(second) == {"premier": {"sa page a changé"}}
    why = {"son texte a changé"}
    assert again(second) == {
        "audio premier": why, "pdf premier": why, "brf premier": why,
        "epub premier": {*why, "son audio a changé"},
    }  # fmt: skip
    assert second.ledger is not None
    written = set(second.ledger.written)
    assert {"premier/premier.pdf", "premier/premier.txt", "premier/index.html"} <= written
    assert not any(path.startswith("second/") for path in written)
    assert list(second.ledger.changes()) == [("premier.md", "modifié")]

    (site / "ppun.toml").write_text("[pdf]\ntaille = 20\n")
    third = again(made(formats))
    why = {"un réglage ou une image a changé"}
    assert third == {"pdf premier": why, "pdf second": why}

    (site / "ppun.toml").write_text("[pdf]\ntaille = 20\n[braille]\ncellules = 31\n")
    fourth = again(made(formats))
    assert fourth == {"brf premier": why, "brf second": why}

    (site / "content/premier.md").write_text(ONE, "utf-8")
    fifth = made(formats)
    why = {"son texte a changé"}
    assert again(fifth) == {"audio premier": why, "pdf premier": why, "brf premier": why}
    assert made(formats).ledger is None


def test_one_sentence_changed_is_one_sentence_said(site: Path) -> None:
    first = made("mp3")
    assert first.ledger is not None
    (site / "content/premier.md").write_text(ONE.replace("deux", "trois"), "utf-8")
    second = made("mp3")
    assert second.ledger is not None
    assert second.ledger.cache.tally.made["speech"] == 1
    assert again(second) == {"audio premier": {"son texte a changé"}}
    told = plain(*explanation(second))
    assert "Phrases des audios refaits : 1 dite, 4 reprises" in told
    assert "Pages relues : 1 refait, 1 repris" in told
    assert "  - premier.md : modifié" in told
    assert "  - premier/premier.mp3" in told
    assert "second/second.mp3" not in told

    (site / "content/lexique.toml").write_text('[prononciations]\nautre = "otre"\n')
    third = made("mp3")
    assert again(third) == {"audio second": {"le lexique a changé"}}
    assert read_again(third) == {"second": {"le lexique a changé"}}
    why = {"sa voix a changé"}
    fourth = again(made("mp3,pdf,daisy202"))
    assert set(fourth) == {
        "pdf premier", "pdf second", "daisy202 premier", "daisy202 second",
    }  # fmt: skip
    assert again(made("mp3,pdf,daisy202", "pico")) == {
        "audio premier": why, "audio second": why,
        "daisy202 premier": {"son audio a changé"},
        "daisy202 second": {"son audio a changé"},
    }  # fmt: skip


@pytest.mark.long
def test_the_cause_is_named(site: Path) -> None:
    """A title that another text leads to, the colour of the covers, one more format."""
    formats = "html,brf,mp3"
    made(formats)
    (site / "content/second.md").write_text(TWO.replace("Second", "Deuxième"), "utf-8")
    linked = {"un lien avec une autre page a changé"}
    assert again(made(formats))["brf premier"] == linked
    (site / "ppun.toml").write_text('[site]\ncouleur = "#7a0019"\n')
    cover = {"sa couverture a changé"}
    assert again(made(formats)) == {"audio premier": cover, "audio deuxieme": cover}
    more = {"les formats demandés ont changé"}
    assert again(made(f"{formats},opus")) == {"audio premier": more, "audio deuxieme": more}


def test_what_is_several_is_told_so(tmp_path: Path) -> None:
    poster = Unit("kit", "integral", "affiche", "Affiche")
    before = {"units": {poster.key: {"ses mots": "1", "le programme": "1"}}}
    ledger = Ledger(Cache(tmp_path), before)
    ledger.note(poster, {"ses mots": "2", "le programme": "2"}, taken=False)
    assert ledger.remade[0].why == ("ses mots ont changé", "le programme a changé")


def test_a_word_of_the_lexicon_is_work_for_the_texts_that_hold_it(site: Path) -> None:
    """An acronym of one text, a definition of the other, words of none."""
    (site / "content/premier.md").write_text(f"{ONE}\nLe PPUN.\n", "utf-8")
    (site / "content/second.md").write_text(f"{TWO}\nDes communes.\n", "utf-8")
    (site / "content/facile/second.md").unlink()

    def after(words: str) -> tuple[dict[str, set[str]], set[str], int]:
        """Return what was prepared and written again, and how many drafts."""
        (site / "content/lexique.toml").write_text(words, "utf-8")
        result = made("text,pdf")
        assert result.ledger is not None
        drafts = result.ledger.cache.tally.made["brouillon"]
        return read_again(result), set(again(result)), drafts

    why = {"le lexique a changé"}
    after("[sigles]\nARS = 'agence'\n")
    assert after("[sigles]\nCNIB = 'centre'\nARS = 'agence régionale'\n") == ({}, set(), 0)
    acronym = "[sigles]\nPPUN = 'politique publique'\n"
    assert after(acronym) == ({"premier": why}, {"pdf premier"}, 0)
    defined = f"{acronym}[definitions]\n"
    assert after(f"{defined}commune = 'Une ville.'\n") == ({}, set(), 1)
    assert after(f"{defined}commune = 'Un village.'\n") == ({}, set(), 1)
    assert after(f"{defined}commune = 'Un village.'\ntexte = 'Des mots.'\n") == (
        {"premier": {"sa version simplifiée a changé"}}, set(), 1,
    )  # fmt: skip


@pytest.mark.long
def test_a_voice_in_a_page_is_work_for_its_sound(site: Path) -> None:
    (site / "content/facile/second.md").unlink()
    (site / "ppun.toml").write_text('voix = "silence"\n')
    request = Request((Path("content"),), Path("output"), ("mp3", "pdf", "daisy202"))
    build(request)
    (site / "content/second.md").write_text(f"---\nvoix: pico\n---\n{TWO}", "utf-8")
    result = build(request)
    assert read_again(result) == {"second": {"sa page a changé"}}
    assert again(result) == {
        "audio second": {"sa voix a changé"},
        "daisy202 second": {"son audio a changé"},
    }
    assert result.ledger is not None
    assert not result.ledger.cache.tally.made["brouillon"]


@pytest.mark.long
def test_another_format_of_a_sound_is_no_work_for_the_books(site: Path) -> None:
    made("epub,daisy202")
    assert set(again(made("epub,daisy202,opus"))) == {"audio premier", "audio second"}


def test_what_is_found_at_a_line_follows_it(site: Path) -> None:
    """Lines above the text of two pages: the book of which nothing is told stays."""
    lines = []
    for above in ("", "\n\n"):
        for name, text in (("premier", ONE), ("second", TWO)):
            (site / f"content/{name}.md").write_text(f"{above}{text}", "utf-8")
        result = made("daisy202")
        told = [f.pos for f in result.findings if f.code == "lien-hors-livre"]
        lines += [pos.line for pos in told if pos]
    assert again(result) == {"daisy202 premier": {"la place de ses lignes a changé"}}
    assert lines == [3, 5]


def test_what_comes_from_the_cache_is_what_would_be_made(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = "html,pdf,epub,brf,pef"
    made(formats)
    (site / "content/premier.md").write_text(ONE.replace("deux", "trois"), "utf-8")
    warm = made(formats)
    from_cache = snapshot(site / "output")
    assert any(f.code == "lien-hors-livre" for f in warm.findings)
    monkeypatch.setenv("XDG_CACHE_HOME", str(site / "other"))
    (site / "output").rename(site / "before")
    (site / "output-rapport").rename(site / "before-rapport")
    cold = made(formats)
    assert cold.findings == warm.findings
    assert snapshot(site / "output") == from_cache


def test_what_the_disk_spoilt_is_made_again(site: Path) -> None:
    made("pdf")
    whole = snapshot(site / "output")
    (spoilt,) = [
        entry.path for entry in entries(default_root())
        if entry.path.read_bytes() == whole["second/second.pdf"]
    ]  # fmt: skip
    spoilt.write_bytes(b"%PDF-1.7 nothing")
    (site / "content/premier.md").write_text(ONE.replace("deux", "trois"), "utf-8")
    result = made("pdf")
    assert again(result)["pdf second"] == {"n’était plus dans le cache"}
    assert "Cache : 1 fichier abîmé refait" in plain(*explanation(result))
    assert (site / "output/second/second.pdf").read_bytes() == whole["second/second.pdf"]


def test_the_account_of_a_build(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--to", "pdf", "--explain", "--verbose"]) == 0
    told = plain(capsys.readouterr().err)
    assert "C’est la première construction dans ce dossier" in told
    assert "PDF en gros caractères : 4 refaits, 0 repris" in told
    assert "Temps de chaque étape" in told
    log = json.loads((site / "output-rapport/build.json").read_text("utf-8"))
    assert log["cache"]["pdf"] == {"taken": 0, "made": 4, "spoilt": 0}
    stages = log["stages"]
    assert {"lecture", "préparation", "formats", "publication"} <= set(stages)
    assert stages["formats"]["cache"]["made"] >= 8
    assert stages["lecture"]["cache"]["made"] == 2
    for name in ("taken", "made", "spoilt"):
        every = sum(kind[name] for kind in log["cache"].values())
        assert every == sum(stage["cache"][name] for stage in stages.values()), name
    peaks = [stage["memory_mb"] for stage in stages.values()]
    assert all(peak is None or peak["program"] > 10 for peak in peaks)
    assert [p["program"] for p in peaks if p] == sorted(p["program"] for p in peaks if p)
    assert re.search(r"lecture +[\d,]+.s +\d+.% +\d+.Mo +\d+.Mo +0 +2 +0", told)
    assert log["files"]["all"] == log["files"]["written"] > 10
    assert main(["build", "--to", "pdf", "--explain", "-v"]) == 0
    told = capsys.readouterr().err
    assert "Rien n’a été refait" in told
    assert "Temps de chaque étape" not in told
    assert re.search(r"Temps : [\d,]+.s en tout", told)
    (site / "output/catalogue.json").unlink()
    assert main(["build", "--to", "pdf", "--explain"]) == 0
    assert "des fichiers publiés manquaient" in capsys.readouterr().err


def test_a_log_in_json_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--log-format", "json"]) == 2
    assert "build.json" in capsys.readouterr().err


def test_the_cache_of_a_folder(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its own, not the user's; a folder that holds none, and an address, are refused."""
    assert main(["build", "--to", "text", "--cache", "ici", "-q"]) == 0
    for action in ("info", "prune", "verify"):
        assert main(["cache", action, "--cache", "ici"]) == 0
    told = capsys.readouterr().out
    assert f"Cache : {site / 'ici'}" in told
    assert "pages lues : 2 fichiers" in plain(told)
    for place in ("content", "nulle-part", "s3://espace/cache"):
        assert main(["cache", "prune", "--cache", place]) == 2
        assert f"--cache {place} : " in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_says_what_to_do(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "ici").write_text("un fichier")
    assert main(["build", "--to", "text", "--cache", "ici"]) == 5
    told = capsys.readouterr().err
    assert "Impossible d’écrire dans le cache" in told
    assert "« build --cache DOSSIER », ou la variable XDG_CACHE_HOME" in told


def test_quiet_and_verbose_contradict_one_another(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "-q", "-v"]) == 2
    assert "Gardez l’une des deux options." in capsys.readouterr().err
    assert not (site / "output").exists()


def test_a_ledger_that_somebody_changed_stops_nothing(tmp_path: Path) -> None:
    unit = Unit("pdf", "integral", "a", "A")
    for before in ({"units": 3}, {"units": {unit.key: []}}, {"inputs": "x"}):
        ledger = Ledger(Cache(tmp_path), before, {"a.md": "1"})
        ledger.note(unit, {"son texte": "1"}, taken=False)
        assert ledger.remade[0].why == ("nouveau",)
        assert list(ledger.changes()) == [("a.md", "nouveau")]


def test_a_fingerprint_is_of_values_and_of_names_of_files() -> None:
    same = [{"a": (1, b"x", Path("/u/n")), "b": frozenset("xy")}]
    other = [{"b": frozenset("yx"), "a": (1, b"x", Path("/v/n"))}]
    assert fingerprint(same) == fingerprint(other)
    assert fingerprint(same) != fingerprint([{"a": (1, b"y", Path("/u/n"))}])


# The cache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return Cache(default_root())


def store(cache: Cache, name: str, hours: int, content: bytes = b"x" * 1000) -> Path:
    """Store something that was used so many hours ago."""
    path = cache.write(cache_key("speech", "1", name), content)
    then = time.time() - 3600 * hours
    os.utime(path, (then, then))
    return path


def test_what_was_used_the_longest_ago_goes_first(cache: Cache) -> None:
    old, new, newer = (store(cache, name, n) for name, n in (("a", 9), ("b", 5), ("c", 1)))
    assert cache.read(cache_key("speech", "1", "a")) is not None  # used again
    gone = prune(cache.root, 2000)
    assert [entry.path for entry in gone] == [new]
    assert (old.exists(), newer.exists()) == (True, True)
    gone = prune(cache.root, 0, since=time.time() - 1800)
    assert [entry.path for entry in gone] == [newer]
    assert [entry.path for entry in entries(cache.root)] == [old]


def test_half_an_entry_is_none(cache: Cache) -> None:
    key = cache_key("speech", "1", "a")
    path = store(cache, "a", 0)
    path.with_name(f"{path.name}.sha256").unlink()
    assert cache.read(key) is None
    assert cache.stored(key) is None
    assert cache.tally.spoilt["speech"] == 2
    assert cache.get(key, lambda: b"new") == b"new"
    assert cache.stored(key) == path


def test_the_cache_tells_what_it_holds(cache: Cache) -> None:
    store(cache, "a", 0)
    voice = cache.root / "voices/kokoro/weights.onnx"
    voice.parent.mkdir(parents=True)
    voice.write_bytes(b"w" * 10_000)
    lines = list(cache_lines("info", ""))
    assert plain(lines[1]) == "  phrases dites : 1 fichier, 1 ko"
    assert "limite" in lines[-1]
    for stage in (READ, EASY_READ, PREPARED, "pdf"):
        cache.write(cache_key(stage, "1", "x"), b"x")
    told = plain(*cache_lines("info", ""))
    for name in ("pages lues", "versions simplifiées lues", "pages préparées"):
        assert f"  {name} : 1 fichier, 1 octet" in told
    assert "  listes de fichiers : 1 fichier, 1 octet" in told
    (cache.root.parent / "ppun.toml").write_text("[cache]\nlimite_go = 0\n")
    assert "sans limite" in list(cache_lines("info", ""))[-1]
    list(cache_lines("prune", "0o"))
    assert voice.exists()
    assert list(entries(cache.root)) == []


def test_the_cache_takes_away_what_is_spoilt(cache: Cache) -> None:
    good, bad = store(cache, "a", 0), store(cache, "b", 0)
    bad.write_bytes(b"y")
    lines = list(cache_lines("verify", ""))
    assert lines[0] == f"Abîmé, retiré : {bad}"
    assert plain(lines[-1]).startswith("1 fichier intact, 1 fichier abîmé")
    assert (good.exists(), bad.exists()) == (True, False)


def test_pruning_takes_away_what_nobody_reads_any_more(cache: Cache) -> None:
    path = store(cache, "a", 0)
    half = path.with_name("tmpabc")
    half.write_bytes(b"z")
    fresh = path.with_name("tmpnew")
    fresh.write_bytes(b"z")
    os.utime(half, (1, 1))
    older = cache.root / path.parent.name / path.name  # the layout of older versions
    older.parent.mkdir()
    older.write_bytes(b"z")
    assert set(stale_files(cache.root)) == {half, older}
    lines = list(cache_lines("prune", ""))
    assert plain(lines[0]) == "2 fichiers retirés : 2 octets de moins."
    assert (path.exists(), fresh.exists()) == (True, True)


@pytest.mark.parametrize("text", ["", "5", "x Go", "-1 Go"])
def test_a_size_has_a_unit(cache: Cache, text: str) -> None:
    if text:
        with pytest.raises(UsageError, match="n’est pas une taille"):
            list(cache_lines("prune", text))
    assert main(["cache", "prune", "--taille", "1,5 Go"]) == 0


def test_what_a_build_used_stays(cache: Cache) -> None:
    ledger = Ledger(cache)
    old, used = store(cache, "old", 48), store(cache, "used", 48)
    ledger.trims(0)  # no limit
    assert cache.read(cache_key("speech", "1", "used")) is not None
    new = store(cache, "new", 0)
    ledger.trims(1)
    assert (old.exists(), used.exists(), new.exists()) == (False, True, True)
