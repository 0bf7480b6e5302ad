"""`python -m kiosk.demo`."""

import sys

from kiosk.demo import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
