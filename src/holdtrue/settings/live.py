"""The module Django reads: this process's environment turned into settings, once."""

import os

from holdtrue.settings.folder import DataFolder
from holdtrue.settings.site import site

HOLDTRUE_FOLDER: DataFolder
HOLDTRUE_ADDRESS: str

globals().update(site(os.environ))
