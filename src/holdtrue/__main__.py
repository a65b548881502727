"""`python -m holdtrue` is the `holdtrue` command."""

import sys

from holdtrue.cli.entry import main

sys.exit(main())
