"""Every page of a customer's with the area that it asks for: the access matrix on one screen."""

from kajo.access.areas import Area, Level
from kajo.access.doors import (
    all_of,
    any_of,
    customer_page,
    customers_page,
    owner_page,
    portfolio_page,
    public_page,
    signed_in_page,
)
from kajo.customer_site import about, bulletins, firms, front
from kajo.customer_site.contracts import deeds as contract_deeds
from kajo.customer_site.contracts import pages as contracts
from kajo.customer_site.customers import files, home, lists
from kajo.customer_site.information import addresses, contacts, looked, messaging, own_data
from kajo.customer_site.information import pages as information
from kajo.customer_site.invoices import books, checking, exports, papers, sending
from kajo.customer_site.invoices import pages as invoices
from kajo.customer_site.reporting import pages as reports
from kajo.customer_site.rights import given, giving, of_firm, received

app_name = "customer"

# It shows quarter-hours and prices beside the invoice.
WHOLE_CHECK = all_of(Area.INVOICES, Area.CONTRACTS, Area.REPORTING)

# Mounted at /c/<customer>/ and, for staff with a look, at /staff/as/<look>/.
customer_pages = [
    customer_page("", front.front_page, any_of(*Area), name="front"),
    customer_page("contracts/", contracts.list_page, Area.CONTRACTS, name="contract-list"),
    customer_page("contracts/<slug:key>/", contracts.detail_page, Area.CONTRACTS, name="contract-detail"),
    customer_page(
        "contracts/<slug:key>/profile/",
        contract_deeds.profile_page,
        Area.CONTRACTS,
        name="contract-profile",
        post=Level.WRITE,
    ),
    customer_page(
        "contracts/<slug:key>/documents/<slug:document>/",
        contract_deeds.document_page,
        Area.CONTRACTS,
        name="contract-document",
    ),
    customer_page(
        "contracts/<slug:key>/summary.pdf",
        contract_deeds.summary_page,
        Area.CONTRACTS,
        name="contract-summary",
    ),
    owner_page(
        "contracts/<slug:key>/withdraw/",
        contract_deeds.withdraw_page,
        name="contract-withdraw",
        post=Level.WRITE,
    ),
    customer_page("invoices/", invoices.list_page, Area.INVOICES, name="invoice-list"),
    customer_page("invoices/list.csv", books.csv_page, Area.INVOICES, name="invoice-csv"),
    customer_page("invoices/list.xlsx", books.xlsx_page, Area.INVOICES, name="invoice-xlsx"),
    customer_page("invoices/to-pay/", invoices.to_pay_page, Area.INVOICES, name="invoice-to-pay"),
    customer_page("invoices/sending/", sending.sending_page, Area.INVOICES, name="invoice-sending"),
    customer_page(
        "invoices/sending/method/",
        sending.method_page,
        Area.INVOICES,
        name="invoice-method",
        post=Level.WRITE,
    ),
    customer_page(
        "invoices/sending/frequency/",
        sending.frequency_page,
        Area.INVOICES,
        name="invoice-frequency",
        post=Level.WRITE,
    ),
    customer_page(
        "invoices/files/", exports.list_page, Area.INVOICES, name="invoice-exports", post=Level.READ
    ),
    customer_page("invoices/files/<slug:key>/", exports.export_page, Area.INVOICES, name="invoice-export"),
    customer_page(
        "invoices/files/<slug:key>/bills.zip", exports.file_page, Area.INVOICES, name="invoice-export-file"
    ),
    customer_page("invoices/<slug:key>/", invoices.detail_page, Area.INVOICES, name="invoice-detail"),
    customer_page(
        "invoices/<slug:key>/postpone/",
        invoices.postpone_page,
        Area.INVOICES,
        name="invoice-postpone",
        post=Level.WRITE,
    ),
    customer_page("invoices/<slug:key>/check/", checking.check_page, WHOLE_CHECK, name="invoice-check"),
    customer_page(
        "invoices/<slug:key>/check.csv", checking.check_csv_page, WHOLE_CHECK, name="invoice-check-csv"
    ),
    customer_page(
        "invoices/<slug:key>/explain/", checking.explain_page, Area.INVOICES, name="invoice-explain"
    ),
    customer_page(
        "invoices/<slug:key>/picture/<int:page>.png",
        papers.picture_page,
        Area.INVOICES,
        name="invoice-picture",
    ),
    customer_page("invoices/<slug:key>/bill.pdf", papers.bill_page, Area.INVOICES, name="invoice-bill"),
    customer_page(
        "invoices/<slug:key>/original", papers.original_page, Area.INVOICES, name="invoice-original"
    ),
    customer_page(
        "invoices/<slug:key>/attachments/<slug:file>/",
        papers.attachment_page,
        Area.INVOICES,
        name="invoice-attachment",
    ),
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
    owner_page("access-rights/", given.list_page, name="rights"),
    owner_page("access-rights/give/", giving.who_page, name="right-give", post=Level.WRITE),
    owner_page("access-rights/give/what/", giving.what_page, name="right-give-what", post=Level.WRITE),
    owner_page("access-rights/give/check/", giving.check_page, name="right-give-check", post=Level.WRITE),
    owner_page("access-rights/<slug:key>/", given.detail_page, name="right"),
    owner_page("access-rights/<slug:key>/change/", giving.change_page, name="right-change", post=Level.WRITE),
    owner_page("access-rights/<slug:key>/resend/", given.resend_page, name="right-resend", post=Level.WRITE),
    owner_page("access-rights/<slug:key>/remove/", given.remove_page, name="right-remove", post=Level.WRITE),
    customer_page("information/", information.information_page, Area.INFORMATION, name="information"),
    customer_page(
        "information/add-phone/",
        contacts.add_phone_page,
        Area.INFORMATION,
        name="information-add-phone",
        post=Level.WRITE,
    ),
    customer_page(
        "information/add-email/",
        contacts.add_email_page,
        Area.INFORMATION,
        name="information-add-email",
        post=Level.WRITE,
    ),
    customer_page(
        "information/postal-address/",
        addresses.postal_page,
        Area.INFORMATION,
        name="information-postal",
        post=Level.WRITE,
    ),
    customer_page(
        "information/invoicing-address/",
        addresses.invoicing_page,
        Area.INFORMATION,
        name="information-invoicing",
        post=Level.WRITE,
    ),
    customer_page(
        "information/messages/",
        messaging.messaging_page,
        Area.INFORMATION,
        name="information-messages",
        post=Level.WRITE,
    ),
    customer_page(
        "information/code/<slug:key>/",
        contacts.prove_page,
        Area.INFORMATION,
        name="information-prove",
        post=Level.WRITE,
    ),
    customer_page(
        "information/code/<slug:key>/new/",
        contacts.resend_page,
        Area.INFORMATION,
        name="information-resend",
        post=Level.WRITE,
    ),
    customer_page(
        "information/<slug:key>/",
        contacts.edit_page,
        Area.INFORMATION,
        name="information-edit",
        post=Level.WRITE,
    ),
    customer_page(
        "information/<slug:key>/remove/",
        contacts.remove_page,
        Area.INFORMATION,
        name="information-remove",
        post=Level.WRITE,
    ),
    owner_page("my-data/", own_data.list_page, name="my-data", post=Level.WRITE),
    owner_page("my-data/<slug:key>/", own_data.export_page, name="my-data-export"),
    owner_page("my-data/<slug:key>/data.zip", own_data.file_page, name="my-data-file"),
    owner_page("erasure/", own_data.erasure_page, name="erasure", post=Level.WRITE),
    owner_page("who-looked/", looked.list_page, name="looks"),
    customer_page("bulletins/", bulletins.list_page, any_of(*Area), name="bulletin-list"),
    customer_page("bulletins/<slug:bulletin>/", bulletins.detail_page, any_of(*Area), name="bulletin-detail"),
]

# Pages about no customer in particular.
site_pages = [
    signed_in_page("access-rights/", received.list_page, name="received-rights"),
    signed_in_page(
        "access-rights/<slug:key>/", received.answer_page, name="received-right", post=Level.WRITE
    ),
    signed_in_page(
        "access-rights/<slug:key>/give-back/",
        received.give_back_page,
        name="right-give-back",
        post=Level.WRITE,
    ),
    signed_in_page("firms/<slug:firm>/", firms.firm_page, name="firm", post=Level.WRITE),
    signed_in_page(
        "firms/<slug:firm>/members/<int:member>/", firms.member_page, name="firm-member", post=Level.WRITE
    ),
    signed_in_page("firms/<slug:firm>/check/", firms.check_page, name="firm-check", post=Level.WRITE),
    signed_in_page("firms/<slug:firm>/customers/", of_firm.list_page, name="firm-rights"),
    signed_in_page(
        "firms/<slug:firm>/customers/<slug:key>/give-back/",
        of_firm.give_back_page,
        name="firm-give-back",
        post=Level.WRITE,
    ),
    signed_in_page("customers/mine/", firms.mine_page, name="customers-mine", post=Level.WRITE),
    portfolio_page("customers/", home.home_page, home.wanted_of, name="customers"),
    customers_page("customers/invoices/", lists.invoices_page, Area.INVOICES, name="invoice-all"),
    *files.pages("customers/invoices/", Area.INVOICES, "invoice-all"),
    customers_page("customers/contracts/", lists.contracts_page, Area.CONTRACTS, name="contract-all"),
    *files.pages("customers/contracts/", Area.CONTRACTS, "contract-all"),
    customers_page("customers/locations/", lists.locations_page, Area.REPORTING, name="location-all"),
    *files.pages("customers/locations/", Area.REPORTING, "location-all"),
    public_page("accessibility/", about.accessibility_page, name="accessibility"),
    public_page("privacy/", about.privacy_page, name="privacy"),
    public_page("terms/", about.terms_page, name="terms"),
    public_page("brand.css", about.brand_page, name="brand"),
]
