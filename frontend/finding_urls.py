"""The addresses of what there is, and of looking for it. `frontend.urls` puts them beside all others."""

from django.urls import path, re_path

from frontend.pages import find, home, offers, organisations, search, search_map, searches

finding = [
    path("", home.show, name="home"),
    path("find/", find.what, name="find"),
    path("find/where/", find.where, name="find_where"),
    path("find/when/", find.when, name="find_when"),
    path("find/details/", find.details, name="find_details"),
    path("search/", search.show, name="search"),
    path("search/map/", search_map.show, name="search_map"),
    path("searches/", searches.show, name="searches"),
    path("searches/keep/", searches.keep, name="search_keep"),
    path("searches/<int:pk>/stop/", searches.stop, name="search_stop"),
    path("offers/<int:pk>/", offers.show, name="offer"),
    re_path(r"^media/offers/(?P<name>[\w.-]+)$", offers.picture, name="picture"),
    path("organisations/", organisations.all_of_them, name="organisations"),
    path("organisations/<slug:slug>/", organisations.show, name="organisation"),
]
