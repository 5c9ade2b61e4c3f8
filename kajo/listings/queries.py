"""Files of a manager's lists: everybody sees those that he ordered, while he may see all that is in them."""

from functools import partial

from kajo.files import exports
from kajo.listings.models import ListExport

list_exports = partial(exports.list_exports, ListExport)
get_export = partial(exports.get_export, ListExport)
get_export_content = partial(exports.get_content, ListExport)
