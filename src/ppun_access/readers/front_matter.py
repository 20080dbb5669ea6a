"""Parse the YAML front matter of a page, and the language it declares."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import yaml

from ppun_access.document.model import Pos
from ppun_access.errors import InputError
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Finding, Report

_UNCLOSED = re.compile(r"\A---[ \t]*\n(?:[ \t]*#.*\n|[ \t]*\n)*[\w-]+[ \t]*:(?:[ \t]|\n)")
_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]")
"""What no page and no book can hold; YAML writes it « \\0 »."""
_LONGEST = 100_000
"""Characters of a front matter."""
_DEEPEST = 20
"""Values in one another."""
_WIDEST = 40
"""Characters of a number or a date: what is longer is text."""


def split_front_matter(
    text: str, name: str, report: Report | None = None
) -> tuple[Mapping[str, Any], str, int]:
    """Return the front matter, the text after it, and the line where that text begins.

    ``report`` is told of the keys that stand there twice. Raises InputError with the line
    when the YAML is broken or is not a mapping: it may say that the page is not published.
    """
    found = _BLOCK.match(text)
    if not found:
        if _UNCLOSED.match(text):
            raise InputError(
                f"{name}:1 : l’en-tête de la page n’est jamais fermé.",
                next_step="Ajoutez une ligne « --- » après la dernière information.",
            )
        return {}, text, 1
    try:
        values, repeated = yaml_values(found[1])
    except ValueError as error:
        fault, line = error.args
        raise _broken(name, line + 1, fault) from error
    if not isinstance(values, dict):
        raise _broken(name, 2)
    for key, line in repeated:
        pos, code = Pos(name, line + 1), "cle-repetee"
        message = f"L’en-tête dit deux fois « {key} » : le dernier compte. Retirez l’autre."
        if report:
            report.add(Finding(code, message, pos, passage=key))
    values = {str(key): value for key, value in values.items()}
    return values, text[found.end() :], found[0].count("\n") + 1


def yaml_values(text: str, *, tags: bool = False) -> tuple[Any, list[tuple[str, int]]]:
    """Return the values of some YAML, and the keys that it repeats, each with its line.

    With ``tags``, a value may be ``Tagged``; nothing that a tag names is done.

    Raises ValueError with what is wrong (empty when nobody can tell) and its line.
    """
    if len(text) > _LONGEST:
        raise ValueError("est trop long", 1)
    try:
        loader = (_TaggedLoader if tags else _Loader)(text)
        values = loader.get_single_data()
    except _Refused as error:
        raise ValueError(error.problem, error.line) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError("", mark.line + 1 if mark else 1) from error
    return {} if values is None else values, loader.repeated


class _Refused(yaml.YAMLError):
    """YAML that a page has no need of, and that could fill the memory."""

    def __init__(self, problem: str, mark: yaml.Mark) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, mark.line + 1


class _Loader(yaml.SafeLoader):
    """Loads YAML without aliases; unusual values are kept as text."""

    _depth = 0
    _alone = True
    """Whether a value that refers to another is refused."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, int]] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node; an alias of an alias would be a billion of them."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if self._alone and (isinstance(event, yaml.AliasEvent) or event.anchor is not None):
            problem = "contient un renvoi (« & » ou « * » avant un mot)"
            raise _Refused(problem, event.start_mark)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Refused(f"a plus de {_DEEPEST} niveaux", event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Return a mapping; note the keys that it has twice."""
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        said: set[str] = set()
        for key in keys:
            if key.value in said:
                self.repeated.append((key.value, key.start_mark.line + 1))
            said.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def scalar(self, node: yaml.ScalarNode) -> object:
        """Return a number, a date, yes or no; else its text."""
        make = yaml.SafeLoader.yaml_constructors[node.tag]
        odd = (ValueError, LookupError, AttributeError, ArithmeticError)
        with suppress(*odd):
            if len(node.value) <= _WIDEST:
                return make(self, node)
        return self.construct_scalar(node)


for _kind in ("int", "float", "bool", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _Loader.scalar)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with a tag of another program, ``!ENV`` or ``!!python/name:…``."""

    tag: str
    value: Any


_MOST_VALUES = 50_000
"""Values of a file, each counted where it is referred to."""


class _TaggedLoader(_Loader):
    """Loads YAML with tags that are kept as they are written, and values said once."""

    _alone = False

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._count, self._sizes = 0, dict[int, int]()

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node; one that is referred to counts as often as it is."""
        event, before = self.peek_event(), self._count  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        if isinstance(event, yaml.AliasEvent):
            self._count += self._sizes.get(id(node), _MOST_VALUES)  # it holds itself
        else:
            self._count += 1
            self._sizes[id(node)] = self._count - before
        if self._count > _MOST_VALUES:
            raise _Refused("a trop de valeurs", event.start_mark)
        return node

    def tagged(self, _: str, node: yaml.Node) -> Tagged:
        """Return a value with its tag."""
        value: Any
        match node:
            case yaml.ScalarNode():
                value = self.construct_scalar(node)
            case yaml.SequenceNode():
                value = self.construct_sequence(node, deep=True)
            case _:
                value = self.construct_mapping(node, deep=True)
        return Tagged(node.tag, value)


for _start in ("!", "tag:yaml.org,2002:python/"):
    _TaggedLoader.add_multi_constructor(_start, _TaggedLoader.tagged)


def line_of(text: str, key: str) -> int:
    r"""Return the line of a page on which its front matter says ``key``; else the first.

    >>> line_of("---\ntitle: A\nvoix: x\n---\n", "voix")
    3
    """
    said = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*:")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if said.match(line)), 1)


def as_text(value: object) -> str:
    """Return a value of front matter as one line of text, empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, str | date):
        return _CONTROL.sub("\ufffd", str(value)).strip()
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    """Return a value with nothing in it but what JSON holds."""
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case set():
            return sorted(map(str, value))
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _broken(name: str, line: int, fault: str = "") -> InputError:
    return InputError(
        f"{name}:{line} : l’en-tête de la page (entre les deux lignes « --- ») "
        f"{fault or 'est mal écrit'}.",
        next_step="Écrivez une information par ligne, sous la forme « clé: valeur », "
        "et mettez entre guillemets une valeur qui contient « : ».",
    )


# The language of a page


KEYS = ("lang", "langue")
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr "
    "cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu "
    "gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk "
    "kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms "
    "mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro "
    "ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl "
    "tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1; codes of three letters, of which there are thousands, are taken as written."""
_NAMES = {
    "allemand": "de", "anglais": "en", "arabe": "ar", "breton": "br", "chinois": "zh",
    "espagnol": "es", "français": "fr", "italien": "it", "portugais": "pt", "russe": "ru",
    "turc": "tr", "ukrainien": "uk",
}  # fmt: skip


def with_language(
    options: ReaderOptions, front: Mapping[str, Any], name: str, page: str, report: Report
) -> ReaderOptions:
    """Return ``options`` with the language that ``front`` gives, if it gives one.

    A value that is no language is a finding; the page stays in that of the project.
    """
    given = next((text for key in KEYS if (text := as_text(front.get(key)))), "")
    # YAML reads « no », Norwegian, as false
    asked = "no" if any(front.get(key) is False for key in KEYS) else given
    lang = _NAMES.get(asked.lower(), asked.replace("_", "-"))
    main = lang.partition("-")[0].lower()
    if not asked:
        return options
    if _TAG.fullmatch(lang) and (len(main) == 3 or main in _TWO_LETTERS.split()):
        return replace(options, lang=lang)
    message = (
        f"L’en-tête de la page donne « {asked} » comme langue : ce n’est pas un code de "
        f"langue. La page est publiée en « {options.lang} ». Écrivez un code de deux "
        "lettres, par exemple « langue: en »."
    )
    pos = Pos(name, 1)
    report.add(Finding("langue-inconnue", message, pos, page, asked))
    return options
