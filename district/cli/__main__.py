"""`python -m district.cli`, as the demo and the source tree start it."""

import sys

from district.cli import main

sys.exit(main())
