"""A text that has what the team's own content lacks: sign language, a picture, a table…"""

from __future__ import annotations

import base64
from pathlib import Path

from ppun_access.build import Request, build

ID = "reseau"
PAGE = """# Le réseau

La région a **trois** lignes de bus[^1]. Le mot *bus* vient du latin.

Appelez le 03 81 61 61 61, écrivez à bus@exemple.fr ou voyez https://exemple.fr/bus.

![Le plan du réseau : trois lignes qui se croisent à la gare](plan.png)

## Les horaires

| Ligne | Premier départ | Dernier départ | Accès | Correspondances | Prix | Jours |
|---|---|---|---|---|---:|---|
| La gare, le parc | 6 h 05 | 21 h 30 | Plancher bas | Trains régionaux | 1,50 € | Tous |
| Le lac, la ville haute | 7 h 10 | 19 h 45 | Palette | Téléphérique | 2,00 € | Samedi |

{% hint style="info" %}
Le dimanche, aucun bus ne passe.
{% endhint %}

> Prendre le bus est une liberté.

- Montez devant.
- Montrez votre carte :
  - la carte jeune ;
  - la carte de la région.

<details><summary>Les jours de fête</summary>

Voir [les jours de fête](https://exemple.fr/fetes), et
<https://exemple.fr/reseau/demandes-de-lignes/declaration-des-jours-de-fete_2026>.

</details>

[^1]: Une quatrième ligne est à l’étude.
"""
PLAN = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAACgAAAAUCAIAAABwJOjsAAAAJElEQVR42mOokLMZEMQwavGoxaMWj1o8"
    "avGoxaMWj1o8ciwGAElFkF+XA2oUAAAAAElFTkSuQmCC"
)
CONTACT = """[contact]
telephone = "03 81 00 12 34"
courriel = "mission.accessibilite@bourgogne.franchecomte.fr"
"""
"""An address longer than a phone is wide, at the foot of each page."""
VIDEO = b"\x1aE\xdf\xa3" + bytes(60)
"""How a WebM file begins: pages load no video before somebody asks for it."""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nLe réseau.\n"


def publish(folder: Path) -> Path:
    """Publish the text in ``folder``, heard, not in an easy version; return the site."""
    content = folder / "content"
    (content / "lsf").mkdir(parents=True)
    (content / "reseau.md").write_text(PAGE, "utf-8")
    (content / "ppun.toml").write_text(CONTACT, "utf-8")
    (content / "plan.png").write_bytes(PLAN)
    (content / "lsf" / f"{ID}.webm").write_bytes(VIDEO)
    (content / "lsf" / f"{ID}.vtt").write_text(CAPTIONS, "utf-8")
    formats = ("html", "mp3", "text")
    build(Request((content,), folder / "site", formats, "silence", cache=folder / "cache"))
    return folder / "site"
