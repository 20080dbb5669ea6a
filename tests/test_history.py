"""``historique.json``: what is kept of each build, and what is made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ppun_access.build.history import (
    DAMAGED,
    MOST_BUILDS,
    NAME,
    Build,
    History,
    Measured,
    Past,
    date_in_words,
    history_files,
    moment_in_words,
    pasts,
    read_history,
    recorded,
)
from ppun_access.report import Report

NOW = datetime(2025, 11, 12, 14, 5, 9, tzinfo=UTC)
TEXT = Measured("edito", "integral", "aa", 317, 66, 48.2, 65.2, 78.0)
OTHER = Measured("autre", "integral", "zz", 10, 5, 90.0, 20.0, 12.0)


def past(history: History, texts: Sequence[Measured], text: Measured) -> Past:
    return pasts(history, texts)[texts.index(text)]


def edited(difficulty: float, text: Measured = TEXT, **changes: Any) -> Measured:
    """Return ``text`` with other words, hence another fingerprint."""
    values = {"difficulty": difficulty, "fingerprint": f"f{difficulty}"}
    return replace(text, **(values | changes))


def history(*builds: tuple[Measured, ...]) -> History:
    days = (NOW - timedelta(days=len(builds) - n) for n in range(len(builds)))
    return History(tuple(map(Build, days, builds)))


def values(found: History, now: tuple[Measured, ...], text: Measured) -> list[float]:
    return [difficulty for _, difficulty in past(found, now, text).points]


def written(folder: Path, found: History) -> None:
    for name, content in history_files(found).items():
        assert isinstance(content, bytes)
        (folder / name).write_bytes(content)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = recorded(history((edited(80),)), (TEXT, OTHER), NOW)
    written(tmp_path, found)
    report = Report()
    assert read_history(tmp_path, report) == found
    assert report.findings == []
    kept = json.loads((tmp_path / NAME).read_text("utf-8"))["constructions"]
    assert [len(build["textes"]) for build in kept] == [1, 2]
    assert kept[-1]["date"] == "2025-11-12T14:05:09+00:00"
    assert kept[-1]["textes"][0]["difficulty"] == 78.0


def test_two_scales_of_difficulty_never_stand_on_one_curve() -> None:
    """Every text has changed since: only the version of the scale tells."""
    old, new = edited(60.0), replace(edited(70.0), scale=2)
    before = history((old,), (new,))
    now = (replace(TEXT, scale=2),)
    assert past(before, now, now[0]).points == ((before.builds[1].date, 70.0),)
    assert past(before, now, now[0]).recomputed
    same = past(history((edited(60.0),)), (TEXT,), TEXT)
    assert (len(same.points), same.recomputed) == (1, False)


def test_a_history_without_versions_is_of_the_first_scale(tmp_path: Path) -> None:
    written(tmp_path, history((edited(80.0),)))
    kept = (tmp_path / NAME).read_text("utf-8")
    assert '"scale": 1' in kept
    older = re.sub(r',\s*"scale": 1', "", kept)
    assert "scale" not in older
    (tmp_path / NAME).write_text(older, "utf-8")
    assert read_history(tmp_path, Report()) == history((edited(80.0),))


def test_a_build_that_changes_no_figure_adds_nothing() -> None:
    once = recorded(History(), (TEXT, OTHER), NOW)
    assert len(once.builds) == 1
    assert recorded(once, (OTHER, TEXT), NOW) == once, "the order of texts is no figure"
    assert recorded(once, (), NOW) == once
    assert len(recorded(once, (TEXT,), NOW).builds) == 2
    assert len(recorded(once, (edited(78.0), OTHER), NOW).builds) == 2


def test_old_builds_are_forgotten() -> None:
    found = History()
    for n in range(MOST_BUILDS + 5):
        found = recorded(found, (edited(n / 2),), NOW)
    assert len(found.builds) == MOST_BUILDS
    assert found.builds[-1].texts[0].difficulty == (MOST_BUILDS + 4) / 2


def test_the_past_of_a_text_is_its_other_wordings() -> None:
    found = history((edited(90),), (edited(85),), (edited(85), OTHER), (TEXT,))
    assert values(found, (TEXT,), TEXT) == [90, 85]
    assert values(found, (TEXT, OTHER), OTHER) == []
    new = edited(70)
    assert values(found, (new,), new) == [90, 85, 78.0]
    assert past(found, (new,), new).points[-1][0] == NOW - timedelta(days=1)


def test_a_text_that_comes_back_finds_its_past() -> None:
    found = history((TEXT, OTHER), (OTHER,), (OTHER,))
    new = edited(70)
    assert values(found, (new, OTHER), new) == [78.0]


def test_a_text_with_a_new_name_keeps_its_past() -> None:
    found = history((edited(90),), (TEXT,))
    renamed = replace(TEXT, id="nouveau-titre")
    assert values(found, (renamed,), renamed) == [90]
    longer = history((edited(90),), (TEXT,), (renamed,))
    new = edited(70, renamed)
    assert values(longer, (new,), new) == [90, 78.0]


def test_a_copy_does_not_take_the_past_of_its_model() -> None:
    found = history((edited(90),), (TEXT,))
    copy = replace(TEXT, id="copie")
    assert values(found, (TEXT, copy), copy) == []
    assert values(found, (TEXT, copy), TEXT) == [90]


def test_versions_are_apart() -> None:
    easy = replace(TEXT, version="facile", difficulty=20.0)
    found = history((edited(90), edited(30, easy)))
    assert values(found, (TEXT, easy), easy) == [30]


def test_another_way_of_measuring_is_not_compared() -> None:
    """The same words with another difficulty: the program has changed."""
    found = history((edited(90), OTHER), (edited(85), OTHER))
    now = (edited(70), replace(OTHER, difficulty=40.0))
    for text in now:
        assert past(found, now, text).points == ()
        assert past(found, now, text).recomputed
    newer = History((*found.builds, Build(NOW, now)))
    after = (edited(60), now[1])
    assert values(newer, after, after[0]) == [70]
    assert past(newer, after, after[0]).recomputed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"constructions": 3}',
        b'{"constructions": [{"date": "hier", "textes": []}]}',
        b'{"constructions": [{"date": "2025-01-01T00:00:00", "textes": []}]}',
        b'{"constructions": [{"date": "2025-01-01T00:00:00+01:00", "textes": [{}]}]}',
        b'{"constructions": [{"date": 3, "textes": []}]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_told_kept_aside_and_begun_anew(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / NAME).write_bytes(content)
    report = Report()
    found = read_history(tmp_path, report)
    assert [f.code for f in report.findings] == ["historique-abime"]
    assert found.builds == ()
    written(tmp_path, recorded(found, (TEXT,), NOW))
    assert (tmp_path / DAMAGED).read_bytes() == content
    again = Report()
    assert len(read_history(tmp_path, again).builds) == 1
    assert again.findings == []


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "78", None, True])
def test_a_figure_that_is_no_number_is_damage(tmp_path: Path, bad: Any) -> None:
    written(tmp_path, History((Build(NOW, (replace(TEXT, difficulty=bad),)),)))
    report = Report()
    assert read_history(tmp_path, report).builds == ()
    assert report.findings


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    report = Report()
    assert read_history(tmp_path / "rien", report) == History()
    assert report.findings == []


def test_a_folder_in_its_place_is_let_be(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    report = Report()
    found = read_history(tmp_path, report)
    assert [f.code for f in report.findings] == ["historique-abime"]
    assert history_files(recorded(found, (TEXT,), NOW)) == {}


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (datetime(2025, 3, 1, 9, 0, tzinfo=UTC), "le 1er mars"),
        (datetime(2024, 11, 12, 9, 0, tzinfo=UTC), "le 12 novembre 2024"),
        (datetime(2025, 11, 12, 9, 3, tzinfo=UTC), "aujourd’hui à 9 h 03"),
    ],
)
def test_dates_in_words(when: datetime, told: str) -> None:
    assert date_in_words(when, NOW).replace("\u00a0", " ") == told


def test_the_moment_in_words() -> None:
    told = moment_in_words(NOW).replace("\u00a0", " ")
    assert told == "le 12 novembre 2025 à 14 h 05"
