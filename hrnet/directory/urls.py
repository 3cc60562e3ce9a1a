"""The addresses of the public site: the same words in every language."""

from django.urls import path

from hrnet.directory.citing.urls import urlpatterns as citing
from hrnet.directory.pictures.urls import urlpatterns as pictures
from hrnet.directory.views import changes, comparing, lists, mandates, matrices, pages, paths, records, search

app_name = "directory"

urlpatterns = [
    path("", pages.home, name="home"),
    path("institutions/", lists.Institutions.as_view(), name="institutions"),
    path("institutions/<slug:slug>/", records.institution, name="institution"),
    path("networks/", lists.Networks.as_view(), name="networks"),
    path("networks/<slug:slug>/", records.network, name="network"),
    path("networks/<slug:slug>/changes/", changes.changes, name="network_changes"),
    path("memberships/", lists.Memberships.as_view(), name="memberships"),
    path("memberships/<int:pk>/", records.membership, name="membership"),
    path("treaty-bodies/", lists.TreatyBodies.as_view(), name="treaty_bodies"),
    path("treaty-bodies/<slug:slug>/", records.treaty_body, name="treaty_body"),
    path("instruments/", lists.Instruments.as_view(), name="instruments"),
    path("instruments/<slug:slug>/", mandates.instrument, name="instrument"),
    path("mandates/", lists.Mandates.as_view(), name="mandates"),
    path("mandates/<slug:slug>/", mandates.mandate, name="mandate"),
    path("engagements/", lists.Engagements.as_view(), name="engagements"),
    path("engagements/<slug:slug>/", mandates.engagement, name="engagement"),
    path("meetings/", lists.Meetings.as_view(), name="meetings"),
    path("meetings/<slug:slug>/", mandates.meeting, name="meeting"),
    path("themes/", lists.Themes.as_view(), name="themes"),
    path("themes/<slug:slug>/", mandates.theme, name="theme"),
    path("countries/", lists.Countries.as_view(), name="countries"),
    path("countries/<slug:slug>/", mandates.country, name="country"),
    path("sources/", lists.Sources.as_view(), name="sources"),
    path("sources/<slug:slug>/", records.source, name="source"),
    path("about/", pages.about, name="about"),
    path("licence/", pages.licence, name="licence"),
    path("privacy/", pages.privacy, name="privacy"),
    path("report-an-error/", pages.report_error, name="report_error"),
    path("search/", search.search, name="search"),
    path("search/suggest", search.suggest, name="suggest"),
    path("matrices/", matrices.matrices, name="matrices"),
    path("matrices/gaps/", matrices.gaps, name="gaps"),
    path("matrices/<slug:name>/", matrices.matrix, name="matrix"),
    path("compare/", comparing.compare, name="compare"),
    path("paths/", paths.paths, name="paths"),
    *pictures,
    *citing,
]
