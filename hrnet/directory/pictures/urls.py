"""The addresses of pictures, timelines and the map; they belong to the public site’s own."""

from django.urls import path

from hrnet.directory.views import pictures as views

urlpatterns = [
    path("map/", views.world_map, name="map"),
    path(
        "institutions/<slug:slug>/timeline/", views.timeline, {"kind": "institution"}, "institution_timeline"
    ),
    path("networks/<slug:slug>/timeline/", views.timeline, {"kind": "network"}, "network_timeline"),
]

for kind, start in (
    ("institution", "institutions"),
    ("network", "networks"),
    ("theme", "themes"),
    ("country", "countries"),
):
    of, picture = {"kind": kind}, f"{start}/<slug:slug>/picture"
    urlpatterns += [
        path(f"{picture}/", views.picture, of, name=f"{kind}_picture"),
        path(f"{picture}.<slug:form>", views.picture_file, of, name=f"{kind}_picture_file"),
        path(f"{picture}/embed/", views.picture_embed, of, name=f"{kind}_picture_embed"),
    ]
