"""The blocks of a GitBook page that describe programs: OpenAPI, and the older ways."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.space_blocks import Block


def _worded(source: str, n: str, *words: str) -> Block:
    return Block(source, tuple(f"{word} {n}" for word in words))


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


def _swagger(n: str) -> Block:
    source = f"""{{% swagger method="get" path="/communes" baseUrl="https://exemple.fr" \
summary="Chercher une commune {n}" %}}
{{% swagger-description %}}
Une recherche {n}.
{{% endswagger-description %}}
{{% swagger-parameter in="query" name="nom" type="String" %}}
Le début du nom {n}
{{% endswagger-parameter %}}
{{% swagger-response status="200: OK" description="La réponse trouvée {n}" %}}
Une suite {n}.
{{% endswagger-response %}}
{{% swagger-response status="404" description="Rien trouvé {n}" %}}
{{% endswagger %}}

{{% prompt description="Demande à copier {n}" %}}
Résume ce texte {n}.
{{% endprompt %}}"""
    words = (
        "Chercher une commune", "Une recherche", "Le début du nom", "La réponse trouvée",
        "Une suite", "Rien trouvé", "Demande à copier", "Résume ce texte",
    )  # fmt: skip
    return _worded(source, n, *words)


def _methods(n: str) -> Block:
    """Return what GitBook wrote before 2022."""
    lists = ("path", "query", "body", "form-data")
    parameters = "\n".join(
        f"""{{% api-method-{kind}-parameters %}}
{{% api-method-parameter name="{kind}" type="string" required=true %}}
Le paramètre {kind} {n}
{{% endapi-method-parameter %}}
{{% endapi-method-{kind}-parameters %}}"""
        for kind in lists
    )
    source = f"""{{% api-method method="get" host="https://exemple.fr" path="/v1" %}}
{{% api-method-summary %}}
Lire une aide {n}
{{% endapi-method-summary %}}
{{% api-method-description %}}
Une description ancienne {n}.
{{% endapi-method-description %}}
{{% api-method-spec %}}
{{% api-method-request %}}
{parameters}
{{% api-method-headers %}}
{{% api-method-parameter name="cle" type="string" %}}
La clé demandée {n}
{{% endapi-method-parameter %}}
{{% endapi-method-headers %}}
{{% endapi-method-request %}}
{{% api-method-response %}}
{{% api-method-response-example httpCode=200 %}}
{{% api-method-response-example-description %}}
Une réponse ancienne {n}.
{{% endapi-method-response-example-description %}}
{{% endapi-method-response-example %}}
{{% endapi-method-response %}}
{{% endapi-method-spec %}}
{{% endapi-method %}}"""
    words = ("Lire une aide", "Une description ancienne", "La clé demandée")
    more = (f"Le paramètre {kind}" for kind in lists)
    return _worded(source, n, *words, *more, "Une réponse ancienne")


INTERFACES: tuple[Callable[[str], Block], ...] = (_openapi, _swagger, _methods)
