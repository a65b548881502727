"""Settings: read once from a data folder and the environment, refused where vague, handed to Django."""

from holdtrue.settings.folder import DataFolder
from holdtrue.settings.start import start

__all__ = ["DataFolder", "start"]
