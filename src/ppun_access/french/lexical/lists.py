"""Read the lists of French words in ``data/``, and recognise grammar words."""

from __future__ import annotations

FOLDER = __file__.removesuffix("lexical/lists.py") + "data/"


def lines(name: str) -> tuple[str, ...]:
    """Return the lines of the file ``name``, without the comments."""
    with open(FOLDER + name, encoding="utf-8") as file:  # noqa: PTH123
        return tuple(line for line in file.read().splitlines() if line[:1] not in ("", "#"))


_WORDS = """
    le la les l’ un une des de du d’ au aux à ce cet cette ces mon ton son ma ta sa mes tes
    ses notre votre nos vos leur leurs quel quelle quels quelles quelque quelques chaque
    plusieurs tout toute tous toutes aucun aucune aucuns aucunes nul nulle certain certaine
    certains certaines divers diverses tel telle tels telles même mêmes autre autres
    je j’ tu il elle on nous vous ils elles me m’ te t’ se s’ lui eux moi toi soi en y
    ceci cela ça c’ celui celle ceux celles celui-ci celle-ci ceux-ci celles-ci celui-là
    celle-là ceux-là celles-là rien personne chacun chacune quelqu’un quelqu’une autrui
    mien mienne miens miennes tien tienne sien sienne siens siennes nôtre nôtres vôtre
    vôtres qui que qu’ quoi dont où lequel laquelle lesquels lesquelles auquel auxquels
    auxquelles duquel desquels desquelles lui-même elle-même eux-mêmes elles-mêmes
    après avant avec chez contre dans depuis derrière dès devant durant entre envers hors
    jusque jusqu’ malgré outre par parmi pendant pour près sans sauf selon sous suivant sur
    vers via voici voilà dessous dessus dedans dehors afin grâce lors auprès
    et ou ni mais or car donc si comme quand lorsque lorsqu’ puisque puisqu’ quoique quoiqu’
    sinon cependant toutefois pourtant néanmoins ainsi alors aussi puis ensuite enfin
    parce tandis c’est-à-dire comment pourquoi combien
    ne n’ pas plus moins jamais guère point non oui très trop peu beaucoup bien assez
    tant autant tellement encore déjà toujours là ici
    suis es est sommes êtes sont étais était étions étiez étaient fus fut fûmes furent serai
    seras sera serons serez seront serais serait serions seriez seraient sois soit soyons
    soyez soient fût été étant être
    ai as a avons avez ont avais avait avions aviez avaient eus eut eurent aurai auras aura
    aurons aurez auront aurais aurait aurions auriez auraient aie aies ait ayons ayez aient
    eût eu eue eus eues ayant avoir
    n° etc
"""
FUNCTION_WORDS = frozenset(_WORDS.split())
"""In lower case, with the curly apostrophe."""


def is_function_word(word: str) -> bool:
    """Return whether ``word``, one item of ``words``, only serves the grammar.

    What a hyphen joins (« est-ce », « a-t-il ») does when each of its parts does.
    """
    form = word.lower().replace("'", "’")
    if form in FUNCTION_WORDS:
        return True
    parts = form.split("-")
    return len(parts) > 1 and all(part in FUNCTION_WORDS or part == "t" for part in parts)
