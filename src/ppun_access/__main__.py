"""``python -m ppun_access``."""

import sys

from ppun_access.cli import main

sys.exit(main())
