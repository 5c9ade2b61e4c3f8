"""The cast in the database of the tests, by its names: `world.bertta`, `world.spot_household`."""

from __future__ import annotations

from typing import get_type_hints

from demo.cast import CONTRACTS, TODAY, cast_of
from demo.load import load_cast
from demo.shapes import Cast
from kajo.access.models import Customer, Firm, User
from kajo.contracts.models import Contract, Location

MONTHS = 15
NEIGHBOURS = 12


class World:
    """Everybody and everything that tests speak of. Made once a session and committed."""

    sanna: User
    vaino: User
    kalle: User
    bertta: User
    maija: User
    venla: User
    iida: User
    elias: User
    pentti: User
    timo: User
    noora: User
    ville: User
    raimo: User
    olli: User
    helena: User
    markus: User
    leena: User
    tuula: User
    oskari: User
    paivi: User
    juhani: User
    emma: User
    aarne: User

    bookkeepers: Firm
    housing_managers: Firm

    spot_household: Customer
    electric_household: Customer
    kalles_household: Customer
    solar_household: Customer
    movers_household: Customer
    newcomers_household: Customer
    ended_household: Customer
    night_household: Customer
    hybrid_household: Customer
    real_household: Customer
    chairs_household: Customer
    bakery_company: Customer
    housing_company_1: Customer
    housing_company_2: Customer

    spot_home: Location
    electric_home: Location
    cottage: Location
    old_flat: Location
    kalles_home: Location
    solar_home: Location
    movers_old_home: Location
    movers_new_home: Location
    newcomers_home: Location
    ended_home: Location
    night_home: Location
    hybrid_home: Location
    real_home: Location
    chairs_home: Location
    bakery: Location
    bakery_office: Location
    housing_company_1_common: Location
    housing_company_2_common: Location

    spot_contract: Contract
    contract_before_spot: Contract
    fixed_contract: Contract
    coming_contract: Contract
    cottage_contract: Contract
    hidden_contract: Contract
    kalles_contract: Contract
    solar_contract: Contract
    movers_old_contract: Contract
    movers_new_contract: Contract
    newcomers_contract: Contract
    ended_contract: Contract
    night_contract: Contract
    hybrid_contract: Contract
    contract_given_notice: Contract
    real_contract: Contract
    bakery_contract: Contract
    housing_company_1_contract: Contract

    def __init__(self, cast: Cast) -> None:
        self.cast, self.today = cast, cast.today
        users = {user.username: user for user in User.objects.all()}
        firms = {firm.name: firm for firm in Firm.objects.all()}
        customers = {customer.number: customer for customer in Customer.everything.all()}
        locations = {
            (row.owner.number, row.point.gsrn): row
            for row in Location.everything.select_related("owner", "point")
        }
        contracts = {row.number: row for row in Contract.everything.select_related("owner", "location")}
        for name, kind in get_type_hints(type(self)).items():
            if kind is User:
                found: object = users[cast.people[name].username]
            elif kind is Firm:
                found = firms[cast.firms[name].name]
            elif kind is Customer:
                found = customers[cast.customers[name].number]
            elif kind is Location:
                found = locations[cast.locations[name].customer, cast.locations[name].gsrn]
            else:
                found = contracts[CONTRACTS[name]]
            setattr(self, name, found)

    @property
    def housing_companies(self) -> list[Customer]:
        """The twelve that the housing manager's firm looks after."""
        numbers = [c.number for c in self.cast.customers.values() if c.kind == "housing_company"]
        return list(Customer.everything.filter(number__in=numbers).order_by("number"))


class Stage:
    """Keeps the cast in the database for as long as the tests run."""

    def __init__(self) -> None:
        self._world: World | None = None

    def world(self) -> World:
        """Return the world; load it if it is not there, or was swept away by a test that commits."""
        if self._world is None or not User.objects.exists():
            load_cast(cast_of(TODAY, neighbours_wanted=NEIGHBOURS), months=MONTHS)
            self._world = World(cast_of(TODAY, neighbours_wanted=NEIGHBOURS))
        return self._world
