"""Files of all of a customer's data."""

from __future__ import annotations

from kajo.access.areas import Area
from kajo.files.models import Export


class DataExport(Export):
    """A ZIP file of all of a customer's data, for an owner alone; `arguments` holds what goes in, by keys."""

    AREA = Area.INFORMATION
