"""The module Django reads: this process's environment turned into settings, once."""

import os

from holdtrue.settings.site import site

globals().update(site(os.environ))
