"""Reading a customer's contracts and locations. Every price goes through `prices.prices_of`."""

from kajo.contracts.queries.detail import find_document, get_contract
from kajo.contracts.queries.lists import list_contracts, list_endings, summarise_contracts
from kajo.contracts.queries.locations import get_location, get_location_row, list_locations

__all__ = [
    "find_document",
    "get_contract",
    "get_location",
    "get_location_row",
    "list_contracts",
    "list_endings",
    "list_locations",
    "summarise_contracts",
]
