"""The addresses that all API shares. The viewsets' own are named in the plug board, `marketplace.urls`."""

from django.urls import path, re_path

from marketplace.api.views import Docs, Nowhere, Schema

urlpatterns = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="api_docs"),
    re_path("", Nowhere.as_view()),
]
