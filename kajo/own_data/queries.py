"""Files of all of a customer's data: each owner sees those that were ordered by this owner."""

from functools import partial

from kajo.access.policy import CustomerAccess
from kajo.access.proofs import digest_of
from kajo.files import exports
from kajo.own_data.models import DataExport

list_exports = partial(exports.list_exports, DataExport)
get_export = partial(exports.get_export, DataExport)
get_export_content = partial(exports.get_content, DataExport)


def deed_of(access: CustomerAccess) -> str:
    """Return what a proof must be about, so that it is good for all data of this customer alone."""
    return digest_of(["all data", access.customer_id])
