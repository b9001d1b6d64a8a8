"""The plug board of addresses: pages, API, admin. Every address of the site itself stands in `frontend.urls`."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from bookings.api.accounts import Accounts, Carried, ToSendBack, Unpaid
from bookings.api.bookings import Bookings
from bookings.api.bundles import Bundles, OnSale, Sales
from bookings.api.calendars import Calendars
from bookings.api.funds import Funds
from bookings.api.households import Households
from bookings.api.jobs import Jobs
from bookings.api.matching import WorkRules
from bookings.api.occasions import Occasions, Rolls
from bookings.api.payments import Payments, Refunds
from bookings.api.proposals import Proposals
from bookings.api.purchases import Purchases
from bookings.api.receipts import Receipts
from bookings.api.series import SeriesRoom
from bookings.api.stranded import StrandedRoom, UnledRoom
from bookings.api.talk import ToPhone, ToRead
from bookings.webhooks import stripe
from marketplace.accounts import broker
from marketplace.accounts.api import Me, Sessions
from marketplace.api.errors import both_doors
from marketplace.api.urls import urlpatterns as api
from marketplace.api.views import NUMBER, SLUG
from marketplace.casework.api import Files
from marketplace.notices.api import Notices
from marketplace.organisations.api import Keys, Mandates, Organisations
from marketplace.places.api import Areas
from marketplace.programme.api import ResultsRoom
from services.api.calendars import Resources, Skills
from services.api.categories import Categories
from services.api.credentials import Credentials
from services.api.members import Members
from services.api.offers import Offers
from services.api.openings import Openings
from services.api.outside import OutsideCalendars
from services.api.policies import ClosedDays, Policies
from services.api.searches import Searches
from services.api.shown import OwnGarments
from services.api.wardrobes import Garments, Wardrobes

rooms = SimpleRouter()
rooms.register("offers", Offers, "api_offers")
rooms.register("searches", Searches, "api_searches")
rooms.register("occasions", Occasions, "api_occasions")
rooms.register("rolls", Rolls, "api_rolls")
rooms.register("categories", Categories, "api_categories")
rooms.register("areas", Areas, "api_areas")
rooms.register("organisations", Organisations, "api_organisations")
rooms.register(f"organisations/(?P<slug>{SLUG})/keys", Keys, "api_keys")
rooms.register("mandates", Mandates, "api_mandates")
rooms.register("members", Members, "api_members")
rooms.register("resources", Resources, "api_resources")
rooms.register("credentials", Credentials, "api_credentials")
rooms.register("policies", Policies, "api_policies")
rooms.register("closed-days", ClosedDays, "api_closed_days")
rooms.register("me/sessions", Sessions, "api_sessions")
rooms.register("skills", Skills, "api_skills")
rooms.register(f"resources/(?P<resource>{NUMBER})/outside-calendars", OutsideCalendars, "api_outside_calendars")
rooms.register("bookings", Bookings, "api_bookings")
rooms.register("calendars", Calendars, "api_calendars")
rooms.register("series", SeriesRoom, "api_series")
rooms.register("stranded", StrandedRoom, "api_stranded")
rooms.register("stranded-dates", UnledRoom, "api_stranded_dates")
rooms.register("to-phone", ToPhone, "api_to_phone")
rooms.register("accounts", Accounts, "api_accounts")
rooms.register("unpaid", Unpaid, "api_unpaid_shares")
rooms.register("carried-shares", Carried, "api_carried_shares")
rooms.register("to-send-back", ToSendBack, "api_shares_to_send_back")
rooms.register("payments", Payments, "api_payments")
rooms.register("refunds", Refunds, "api_refunds")
rooms.register("bundles", Bundles, "api_bundles")
rooms.register("receipts", Receipts, "api_receipts")
rooms.register("bundles-on-sale", OnSale, "api_bundles_on_sale")
rooms.register("sales", Sales, "api_sales")
rooms.register("purchases", Purchases, "api_purchases")
rooms.register("funds", Funds, "api_funds")
rooms.register("wardrobes", Wardrobes, "api_wardrobes")
rooms.register("garments", Garments, "api_garments")
rooms.register("own-garments", OwnGarments, "api_own_garments")
rooms.register("households", Households, "api_households")
rooms.register("notices", Notices, "api_notices")
rooms.register("files", Files, "api_files")
rooms.register("openings", Openings, "api_openings")
rooms.register("jobs", Jobs, "api_jobs")
rooms.register("proposals", Proposals, "api_proposals")

urlpatterns = [
    # The operators come in by the same door as everybody: admin's own form would count no wrong passwords.
    path("admin/login/", secure_admin_login(admin.site.login)),
    path("admin/", admin.site.urls),
    path("accounts/oidc/city/login/", broker.begin),
    path("accounts/oidc/city/login/callback/", broker.come_back),
    re_path("^accounts/oidc/", broker.nowhere),
    path("accounts/", include("allauth.urls")),
    path("api/v1/me/", Me.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_me"),
    path("api/v1/unread/", ToRead.as_view({"get": "retrieve"}), name="api_unread"),
    path("api/v1/results/", ResultsRoom.as_view({"get": "retrieve"}), name="api_results"),
    path("api/v1/work-rules/", WorkRules.as_view({"get": "retrieve"}), name="api_work_rules"),
    path("api/v1/", include(rooms.urls)),
    path("api/", include(api)),
    path("webhooks/stripe/", stripe, name="stripe_webhook"),
    path("", include("frontend.urls")),
]
handler400 = both_doors(400, "frontend.pages.errors.bad_request")
handler403 = both_doors(403, "frontend.pages.errors.forbidden")
handler404 = both_doors(404, "frontend.pages.errors.not_found")
handler500 = both_doors(500, "frontend.pages.errors.server_error")
