"""Run the command line when it is started as ``python -m ppun_access``."""

import sys

from ppun_access.cli import main

sys.exit(main())
