# Publishes the texts of content/ to output/: « make » is all that an editor types.
#
# make is thin on purpose. It sets up .venv from the locked files of requirements/, then
# calls the program; what is stale is decided by the program's cache, never here.
# It has to run with GNU make 3.81, the one that macOS brings.

VENV   := .venv
PY     := $(VENV)/bin/python
PPUN   := $(VENV)/bin/ppun-access
PIP    := $(PY) -m pip install --quiet --no-input --disable-pip-version-check
PYTHON := python3 python3.13 python3.12 python3.11

# make SOURCE=mes-textes OUT=site ARGS="--voice pico"
SOURCE :=
OUT    :=
ARGS   :=
BUILD   = $(PPUN) build $(if $(SOURCE),"$(SOURCE)") $(if $(OUT),-o "$(OUT)") $(ARGS)

# The checkers of the tests come with their own node and java, which go first on the PATH.
CONFORMANCE = cd tests && ../$(PY) -m conformance
PYTEST      = PATH="$$($(CONFORMANCE).tools):$$PATH" $(VENV)/bin/pytest

# The locks are whole: --no-deps keeps out what they leave out on purpose.
LOCKED = $(PIP) --no-deps --require-hashes -r

LOCK_MODEL = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate
LOCK = $(LOCK_MODEL) pyproject.toml --group build

# Settings of another Python must not leak into ours.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV PIP_USER PIP_TARGET PIP_PREFIX

.PHONY: all setup text html facile audio epub daisy pdf braille podcast kit report check serve watch atelier test \
	test-long lint golden bench \
	calibrate lock \
	doctor clean help FORCE

all: $(VENV)/.run ## Installe ce qu’il faut et publie content/ dans output/
	@$(BUILD)

setup: $(VENV)/.run ## Installe ce qu’il faut, sans rien publier
	@echo "Tout est installé dans $(VENV)."

text: $(VENV)/.run ## Publie seulement le texte brut
	@$(BUILD) --to text

html: $(VENV)/.run ## Publie seulement les pages web
	@$(BUILD) --to html

facile: $(VENV)/.run ## Publie seulement les versions faciles à lire
	@$(BUILD) --to facile

audio: $(VENV)/.run ## Publie seulement l’audio
	@$(BUILD) --to audio

daisy: $(VENV)/.run ## Publie seulement les livres parlés DAISY
	@$(BUILD) --to daisy

epub: $(VENV)/.run ## Publie seulement les livres numériques (EPUB)
	@$(BUILD) --to epub

braille: $(VENV)/.run ## Publie seulement le braille (demande liblouis)
	@$(BUILD) --to braille

pdf: $(VENV)/.run ## Publie seulement les PDF en gros caractères
	@$(BUILD) --to pdf

kit: $(VENV)/.run ## Publie seulement le kit hors ligne : livret, affiche, sons, clé USB ; [kit] cd = true y ajoute les CD
	@$(BUILD) --to kit

podcast: $(VENV)/.run ## Publie seulement le podcast (il faut base_url dans ppun.toml)
	@$(BUILD) --to podcast

report: $(VENV)/.run ## Écrit seulement le rapport destiné à l’équipe
	@$(BUILD) --to report

check: $(VENV)/.run ## Vérifie le dossier publié avec tous les outils installés, liste ce qui reste à mieux écrire
	@$(PPUN) check $(if $(OUT),"$(OUT)") $(ARGS)

serve: $(VENV)/.run ## Montre le dossier publié dans un navigateur, avant sa mise en ligne
	@$(PPUN) serve $(if $(OUT),"$(OUT)") $(ARGS)

watch: $(VENV)/.run ## Publie, montre, et recommence à chaque enregistrement d’une page
	@$(PPUN) watch $(if $(SOURCE),"$(SOURCE)") $(if $(OUT),-o "$(OUT)") $(ARGS)

atelier: $(VENV)/.run ## Ouvre la page où l’on écrit, écoute et fait relire les versions faciles
	@$(PPUN) atelier $(if $(SOURCE),"$(SOURCE)") $(if $(OUT),-o "$(OUT)") $(ARGS)

doctor: $(VENV)/.run ## Dit ce qui est installé et ce qui manque
	@$(PPUN) doctor

test: lint ## Installe les outils de test et lance tous les tests courants
	@$(CONFORMANCE).install
	@$(PYTEST) -n 2 --dist loadfile -m "not long" $(ARGS)

test-long: $(VENV)/.dev ## Lance les tests longs et plus de tirages : une ligne et une durée par fichier
	@$(CONFORMANCE).install
	@$(PYTEST) --hypothesis-profile long -m "long or hypothesis" -o console_output_style=times $(ARGS)

lint: $(VENV)/.dev ## Vérifie le style et les types du code
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/mypy --platform win32 --cache-dir .mypy_cache/win32 -p ppun_access

golden: $(VENV)/.dev ## Récrit les résultats attendus des tests (à relire avec git diff)
	@PPUN_GOLDEN=1 $(PYTEST) --ignore tests/conformance -m "not long" $(ARGS)

bench: $(VENV)/.bench ## Mesure la vitesse (30 min) ; ARGS=--liste dit ce qui se mesure, et à côté de quoi
	@PATH="$$($(CONFORMANCE).tools):$$PATH" $(PY) -m benchmarks $(ARGS)

calibrate: $(VENV)/.run ## Recalcule voices/kokoro/ranges.json (ARGS=--check pour comparer)
	@$(PY) -m benchmarks.calibrate $(ARGS)

lock: $(VENV)/.dev ## Recalcule les versions figées (ARGS=--upgrade pour les renouveler)
	@$(LOCK) --extra kokoro -o requirements/run.txt $(ARGS)
	@$(LOCK) --extra kokoro -c requirements/run.txt --extra dev --extra syntax --extra checkers \
		--extra office --extra cluster -o requirements/dev.txt $(ARGS)
	@$(LOCK) --extra kokoro -c requirements/dev.txt --extra dev --extra syntax --extra checkers --extra bench \
		--extra office --extra cluster -o requirements/bench.txt $(ARGS)
	@$(LOCK_MODEL) requirements/modele.in -c requirements/bench.txt -o requirements/modele.txt $(ARGS)
	@$(CONFORMANCE).install --lock

clean: ## Efface output/ et les caches des outils (garde .venv et le rapport)
	@rm -rf output dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

help: ## Affiche cette aide
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

# --- Setting up --------------------------------------------------------------------

define CHECK_SYSTEM
import platform, sys
libc, version = platform.libc_ver()
glibc = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
linux = (platform.system() == "Linux" and platform.machine() in ("x86_64", "aarch64")
         and libc == "glibc" and glibc >= (2, 28) and sys.maxsize > 2**32)
mac = (platform.system() == "Darwin" and platform.machine() == "arm64"
       and int(platform.mac_ver()[0].split(".")[0]) >= 14)
if not (linux or mac):
    sys.exit("Ce système n’est pas pris en charge : il faut Linux 64 bits (x86-64 ou "
             "arm64, glibc 2.28 ou plus récente), ou macOS 14 sur une puce Apple.")
endef
export CHECK_SYSTEM

# The first Python that is right, if possible one that can make an environment unaided.
define FIND_PYTHON
for module in ensurepip sys; do for python in $(PYTHON); do \
	if $$python -c "import sys, $$module; assert (3, 11) <= sys.version_info < (3, 14)" \
		>/dev/null 2>&1; then break 2; fi; python=; done; done; \
if [ -z "$$python" ]; then \
	echo "Il manque Python 3.11, 3.12 ou 3.13 : installez-le (par exemple « sudo apt-get install python3 python3-venv »), puis relancez make." >&2; \
	exit 1; fi
endef

# Debian keeps venv in a package of its own.
define INSTALL_VENV
if ! $$python -c "import ensurepip, venv" 2>/dev/null; then \
	package=python$$($$python -c "import sys; print('%d.%d' % sys.version_info[:2])")-venv; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installation de $$package…"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends -o DPkg::Lock::Timeout=600 $$package >/dev/null; \
	else echo "Il manque un module de Python : tapez « sudo apt-get install $$package », puis relancez make." >&2; \
	exit 1; fi; fi
endef

# liblouis writes the braille; no wheel has it. All the rest is built without it.
define INSTALL_LOUIS
if ! command -v lou_translate >/dev/null; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installation de liblouis, pour le braille…"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends -o DPkg::Lock::Timeout=600 \
			liblouis-bin liblouis-data; } >/dev/null 2>&1; fi; \
	command -v lou_translate >/dev/null || \
		echo "Pas de braille : tapez « sudo apt-get install liblouis-bin liblouis-data » (sur macOS : « brew install liblouis »), puis relancez make."; \
fi
endef

NO_INSTALL = { echo "L’installation n’a pas abouti : vérifiez la connexion à Internet et la place sur le disque, puis relancez make." >&2; exit 1; }

# An environment is tied to its folder and to its Python: made again if one has moved.
ifneq ($(shell test -x $(PY) && cat $(VENV)/.python 2>/dev/null),$(CURDIR))
$(VENV)/.python: FORCE
endif

$(VENV)/.python:
	@$(FIND_PYTHON); $$python -c "$$CHECK_SYSTEM" || exit 1; $(INSTALL_VENV); \
	echo "Création de l’environnement Python dans $(VENV)…"; \
	$$python -m venv --clear $(VENV) && pwd -P > $@ || $(NO_INSTALL)

$(VENV)/.run: requirements/run.txt pyproject.toml $(VENV)/.python
	@echo "Installation de ppun-access et de ses composants…"
	@$(LOCKED) requirements/run.txt || $(NO_INSTALL)
	@$(PIP) --no-deps --no-build-isolation -e . || $(NO_INSTALL)
	@$(INSTALL_LOUIS)
	@$(PPUN) voices install kokoro-siwis || echo "La voix naturelle manque : une autre lira les textes."
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installation des outils de test…"
	@$(LOCKED) requirements/dev.txt || $(NO_INSTALL)
	@touch $@

$(VENV)/.bench: requirements/bench.txt conformance/lighthouse/package-lock.json $(VENV)/.dev
	@echo "Installation des outils de mesure (1 Go)…"
	@$(LOCKED) requirements/bench.txt || $(NO_INSTALL)
	@$(CONFORMANCE).install --bench || $(NO_INSTALL)
	@touch $@
