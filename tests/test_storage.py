"""A storage that machines share: by its address, and below a cache."""

from __future__ import annotations

import pickle
from pathlib import Path
from uuid import uuid4

import pytest

from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.storage import AtAddress

KEY = cache_key("essai", "1", "une phrase")


@pytest.fixture
def shared() -> AtAddress:
    """A storage in memory, of which this test is alone to know the address."""
    return AtAddress(f"memory://{uuid4().hex}/cache")


def machine(folder: Path, shared: AtAddress) -> Cache:
    return Cache(folder, shared=shared)


def unasked(path: Path) -> None:
    raise AssertionError(f"made again: {path}")


def test_a_storage_gives_back_what_it_was_given(shared: AtAddress, tmp_path: Path) -> None:
    assert shared.read("a/b") is None
    assert not shared.fetch("a/b", tmp_path / "none")
    assert [*shared.names()] == []
    shared.write("a/b", "é".encode())
    (tmp_path / "sent").write_bytes(b"content")
    shared.send(tmp_path / "sent", "c")
    assert shared.read("a/b") == "é".encode()
    assert shared.fetch("c", tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == b"content"
    assert sorted(shared.names()) == ["a/b", "c"]
    shared.remove("a/b")
    shared.remove("a/b")
    assert [*shared.names()] == ["c"]
    assert pickle.loads(pickle.dumps(shared)).read("c") == b"content"


def test_what_one_machine_made_another_takes(shared: AtAddress, tmp_path: Path) -> None:
    one, other = machine(tmp_path / "1", shared), machine(tmp_path / "2", shared)
    one.write(KEY, b"a sound")
    assert other.read(KEY) == b"a sound"
    assert other.path(KEY).read_bytes() == b"a sound"
    third = machine(tmp_path / "3", shared)
    assert third.file(KEY, unasked).read_bytes() == b"a sound"
    assert (other.tally.taken.total(), other.tally.made.total()) == (1, 0)
    assert Cache(tmp_path / "4").read(KEY) is None


def test_what_is_spoilt_on_the_way_is_made_again(shared: AtAddress, tmp_path: Path) -> None:
    name = machine(tmp_path, shared).path(KEY).relative_to(tmp_path).as_posix()
    machine(tmp_path / "1", shared).write(KEY, b"a sound")
    shared.write(name, b"a so")
    other = machine(tmp_path / "2", shared)
    assert other.read(KEY) is None
    assert other.get(KEY, lambda: b"a sound") == b"a sound"
    assert shared.read(name) == b"a sound"


def test_a_spoilt_copy_is_fetched_again(shared: AtAddress, tmp_path: Path) -> None:
    cache = machine(tmp_path, shared)
    cache.write(KEY, b"a sound").write_bytes(b"???")
    assert cache.stored(KEY) == cache.path(KEY)
    assert cache.path(KEY).read_bytes() == b"a sound"
    assert (cache.tally.spoilt.total(), cache.tally.made.total()) == (1, 1)


def test_a_cache_crosses_to_another_machine(
    shared: AtAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder keeps its path; a copy of what is shared stands where that machine wants."""
    cache = machine(tmp_path / "here", shared)
    cache.write(KEY, b"a sound")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    crossed: Cache = pickle.loads(pickle.dumps(cache))
    assert crossed.root == tmp_path / "there" / "ppun-access"
    assert crossed.read(KEY) == b"a sound"
    assert crossed.tally.made.total() == 0
    assert pickle.loads(pickle.dumps(Cache(tmp_path))) == Cache(tmp_path)


@pytest.mark.parametrize(
    ("address", "kind", "told"),
    [
        ("rien://x", UsageError, "rien:// n’existe pas"),
        ("hdfs://x/y", MissingToolError, "demande un composant qui n’est pas installé"),
    ],
)
def test_an_address_that_cannot_serve(
    address: str, kind: type[Exception], told: str
) -> None:
    with pytest.raises(kind, match=told):
        AtAddress(address).read("a")


def test_a_refusal_says_what_and_where(tmp_path: Path) -> None:
    """A folder stands where a file must be written."""
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputError, match="Impossible d’écrire à l’adresse") as told:
        AtAddress(f"file://{tmp_path}").write("a", b"")
    assert "droits" in told.value.next_step
