"""A whole city in a folder: as a backup that comes back as it was, and as an export in open formats."""

from marketplace.archives.folders import Unusable

__all__ = ["Unusable"]
