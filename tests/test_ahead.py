"""Narrations made ahead by workers: the caller then finds all of it, or makes it itself."""

from __future__ import annotations

import pickle
import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from projects import project
from speaking import HUM, Faulty, a_document, told

from ppun_access.build import narration_ahead
from ppun_access.build.narration_ahead import Reading, narrate_ahead
from ppun_access.build.runner import TaskRunner
from ppun_access.cli import main
from ppun_access.document.model import Document
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import Serial
from ppun_access.speech.model import NarrationOptions, ScriptOptions
from ppun_access.speech.narration import narrate
from ppun_access.speech.voices import ENGINES, known_voices, loaded_engine, pick

__all__ = ["project"]


class Elsewhere(Serial):
    """Does in the caller what other machines would: all that is passed is pickled."""

    def imap(self, work, items, *, weight=lambda item: 0.0, lost=None):  # type: ignore[no-untyped-def]
        for item in items:
            sent = pickle.loads(pickle.dumps((work, item)))
            yield pickle.loads(pickle.dumps(sent[0](sent[1])))


ELSEWHERE = TaskRunner(remote=Elsewhere())


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    """The engine of every voice, for this test."""
    made = Faulty()
    monkeypatch.setattr(narration_ahead, "loaded_engine", lambda voice: made)
    return made


def reading(*texts: str) -> Reading:
    words = MappingProxyType({"RGAA": "R G A A"})
    options = NarrationOptions(ScriptOptions(pronunciations=words))
    return Reading("integral", a_document(*texts), HUM, options)


def test_what_was_made_ahead_is_not_made_again(tmp_path: Path, engine: Faulty) -> None:
    cache, heard = Cache(tmp_path), list[tuple[int, int]]()
    one, other = reading("Un.", "Deux."), reading("Deux.", "Trois.")

    def tell(reading: Reading, done: int, total: int) -> None:
        heard.append((done, total))

    assert narrate_ahead([one, other], cache, ELSEWHERE, tell) == ()
    assert sorted(engine.asked) == ["Deux.", "Trois.", "Un.", "Édito, par Région."]
    assert heard == [(1, 3), (2, 3), (3, 3)] * 2
    assert cache.tally.made["speech"] == 4
    for each in (one, other):
        options = {"script": each.options.script}
        silent = Faulty(obeys=False)
        narration, report = told(each.document, HUM, cache, silent, **options)
        assert (silent.asked, report.findings) == ([], [])
        assert narration.audio.is_file()
    assert narrate_ahead([one, other], cache, ELSEWHERE, tell) == ()
    assert len(heard) == 6


def test_a_worker_that_fails_leaves_it_to_the_caller(
    tmp_path: Path, engine: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(cache: Cache, key: str, content: bytes) -> Path:
        raise OSError("plein")

    cache = Cache(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Cache, "write", full)
        failures = narrate_ahead([reading("Un.")], cache, ELSEWHERE)
    assert failures == ("OSError : plein",)
    narration, report = told(a_document("Un."), HUM, cache, Faulty())
    assert narration.audio.is_file()
    assert report.findings == []


def test_a_text_whose_script_fails_is_left_to_the_caller(
    tmp_path: Path, engine: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = narrate.script

    def fails(document: Document, *options: Any) -> Any:
        if "Panne." in repr(document):
            raise KeyError("panne")
        return real(document, *options)

    monkeypatch.setattr(narrate, "script", fails)
    given = [reading("Panne."), reading("Un.")]
    assert narrate_ahead(given, Cache(tmp_path), ELSEWHERE) == ()
    assert sorted(engine.asked) == ["Un.", "Édito, par Région."]


def test_what_kills_a_worker_is_left_to_the_caller(tmp_path: Path, engine: Faulty) -> None:
    """The other sentences and texts are made all the same."""

    class Kills(Elsewhere):
        def imap(self, work, items, *, weight=len, lost=None):  # type: ignore[no-untyped-def]
            error = OutputError("Deux ouvriers sont tombés.", next_step="")
            for item in items:
                if "Deux." in repr(item):
                    yield lost(item, error)
                else:
                    yield work(item)

    given, cache = [reading("Un."), reading("Deux."), reading("Trois.")], Cache(tmp_path)
    failures = narrate_ahead(given, cache, TaskRunner(remote=Kills()))
    assert failures == ("Deux ouvriers sont tombés.",)
    assert sorted(engine.asked) == ["Trois.", "Un.", "Édito, par Région."]


def test_a_sentence_has_one_key_whoever_asks_for_it(tmp_path: Path, engine: Faulty) -> None:
    """Its key tells the scheduler: it is that of the sound, and of who may stand in."""
    keys = list[str]()

    class Keyed(Elsewhere):
        def imap(self, work, items, *, weight=len, lost=None):  # type: ignore[no-untyped-def]
            for item in items:
                keys.append(work.key(item))
                yield work(item)

    one, both = reading("Un."), reading("Un.", "Deux.")
    other = replace(both.options, stand_in=replace(HUM, revision="2"))
    for given in (one, both, replace(both, options=other)):
        narrate_ahead([given], Cache(tmp_path / str(len(keys))), TaskRunner(remote=Keyed()))
    (title, un, _), (_, same, deux, _), rest = keys[:3], keys[3:7], keys[7:]
    assert un == same
    assert len({title, un, deux, *rest}) == 3 + len(rest)


def test_a_voice_is_loaded_once_and_is_the_same_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    voice = replace(pick("silence", known_voices()), title="de cet essai")
    assert loaded_engine(voice) is loaded_engine(voice)
    with pytest.raises(MissingToolError, match="est différente sur un ouvrier"):
        loaded_engine(replace(voice, revision="une autre"))
    monkeypatch.setitem(ENGINES, "silence", lambda voices: Faulty())  # type: ignore[index]
    with pytest.raises(MissingToolError, match="n’est pas installée sur un ouvrier"):
        loaded_engine(replace(voice, title="changée"))


def test_a_cluster_without_dask(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ppun_access.cluster", None)
    assert main(["build", "--voice", "silence", "--cluster", "local:2"]) == 4
    told = capsys.readouterr().err
    assert "« --cluster » demande Dask" in told
    assert 'pip install "ppun-access[cluster]"' in told
