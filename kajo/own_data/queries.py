"""Files of all of a customer's data: each owner sees those that were ordered by this owner."""

from functools import partial

from kajo.files import exports
from kajo.own_data.models import DataExport

list_exports = partial(exports.list_exports, DataExport)
get_export = partial(exports.get_export, DataExport)
get_export_content = partial(exports.get_content, DataExport)
