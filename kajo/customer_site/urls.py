"""Every page of a customer's with the area that it asks for: the access matrix on one screen."""

from kajo.access.areas import Area
from kajo.access.doors import any_of, customer_page, public_page, signed_in_page
from kajo.customer_site import about, bulletins, contracts, customers, front
from kajo.customer_site.reporting import pages as reports

app_name = "customer"

# Mounted at /c/<customer>/ and, for staff with a look, at /staff/as/<look>/.
customer_pages = [
    customer_page("", front.front_page, any_of(*Area), name="front"),
    customer_page("contracts/", contracts.list_page, Area.CONTRACTS, name="contract-list"),
    customer_page("contracts/<slug:key>/", contracts.detail_page, Area.CONTRACTS, name="contract-detail"),
    customer_page("reporting/", reports.first_page, Area.REPORTING, name="report"),
    customer_page("reporting/locations/", reports.locations_page, Area.REPORTING, name="report-locations"),
    customer_page(
        "reporting/<slug:location>/", reports.location_page, Area.REPORTING, name="report-location"
    ),
    customer_page(
        "reporting/<slug:location>/<slug:step>/<slug:period>/",
        reports.report_page,
        Area.REPORTING,
        name="report-period",
    ),
    customer_page(
        "reporting/<slug:location>/<slug:step>/<slug:period>.csv",
        reports.csv_page,
        Area.REPORTING,
        name="report-csv",
    ),
    customer_page("bulletins/", bulletins.list_page, any_of(*Area), name="bulletin-list"),
    customer_page("bulletins/<slug:bulletin>/", bulletins.detail_page, any_of(*Area), name="bulletin-detail"),
]

# Pages about no customer in particular.
site_pages = [
    signed_in_page("customers/", customers.list_page, name="customers"),
    public_page("accessibility/", about.accessibility_page, name="accessibility"),
    public_page("privacy/", about.privacy_page, name="privacy"),
    public_page("terms/", about.terms_page, name="terms"),
    public_page("brand.css", about.brand_page, name="brand"),
]
