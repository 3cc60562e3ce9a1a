"""The addresses that belong to a record’s own: how to cite it."""

from django.urls import path

from hrnet.directory.views import citing as views

urlpatterns = [
    path("<slug:kind>/<slug:key>/cite/", views.cite, name="cite"),
    path("<slug:kind>/<slug:key>/cite.<slug:form>", views.cite_file, name="cite_file"),
]
