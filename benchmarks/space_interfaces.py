"""The blocks of a GitBook page that describe programs, and for them."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.space_blocks import Block


def _openapi(n: str) -> Block:
    source = f"""{{% openapi src="https://exemple.fr/{n}.json" method="get" path="/a" %}}
[La liste des aides {n}](https://exemple.fr/{n}.json)
{{% endopenapi %}}

{{% openapi-operation spec="aides" path="/operation/{n}" method="delete" %}}
[Une opération décrite {n}](https://exemple.fr/{n}.json)
{{% endopenapi-operation %}}

{{% openapi-operation spec="aides" path="/seule/{n}" method="put" %}}

{{% openapi src="https://exemple.fr/{n}.json" method="patch" path="/libre/{n}" %}}

{{% openapi-webhook spec="aides" name="appel" method="post" %}}
[Un rappel décrit {n}](https://exemple.fr/{n}.json)
{{% endopenapi-webhook %}}

{{% openapi-schemas spec="aides" schemas="Modele{n},Autre{n}" grouped="true" %}}
[Des modèles décrits {n}](https://exemple.fr/{n}.json)
{{% endopenapi-schemas %}}

{{% openapi-schemas-item spec="aides" schema="Seul{n}" %}}
[Un modèle décrit {n}](https://exemple.fr/{n}.json)
{{% endopenapi-schemas-item %}}"""
    words = (
        "La liste des aides", "Une opération décrite", "Un rappel décrit",
        "Des modèles décrits", "Un modèle décrit",
        "DELETE /operation/", "PUT /seule/", "PATCH /libre/",
    )  # fmt: skip
    models = (f"Modele{n}", f"Autre{n}", f"Seul{n}")
    begun = (
        f'openapi src="https://exemple.fr/{n}.json" method="get"',
        'openapi-operation spec="aides" path="/operation',
        'openapi-operation spec="aides" path="/seule',
        f'openapi src="https://exemple.fr/{n}.json" method="patch"',
        'openapi-webhook spec="aides"',
        'openapi-schemas spec="aides"',
        'openapi-schemas-item spec="aides"',
    )
    told = tuple(("interface-non-lue", f"{{% {one}") for one in begun)
    return Block(source, (*models, *(f"{word} {n}" for word in words)), told=told)


def _prompt(n: str) -> Block:
    source = f"""{{% prompt description="Demande à copier {n}" %}}
Résume ce texte {n}.
{{% endprompt %}}"""
    return Block(source, (f"Demande à copier {n}", f"Résume ce texte {n}"))


def _older(n: str) -> Block:
    """Return what GitBook wrote before 2024: unknown blocks, whose words are kept."""
    source = f"""{{% swagger method="get" path="/communes" summary="Chercher {n}" %}}
{{% swagger-description %}}
Une recherche {n}.
{{% endswagger-description %}}
{{% endswagger %}}"""
    begun = ("{% swagger method", "{% swagger-description")
    told = tuple(("bloc-inconnu", one) for one in begun)
    return Block(source, (f"Chercher {n}", f"Une recherche {n}"), told=told)


INTERFACES: tuple[Callable[[str], Block], ...] = (_openapi, _prompt, _older)
