"""The addresses of the imports: for who may add memberships."""

from django.urls import path

from imports.views import files, mapping, memory, names, preview, undo, upload

app_name = "imports"

urlpatterns = [
    path("", upload.index, name="index"),
    path("new/", upload.new, name="new"),
    path("export/", files.export, name="export"),
    path("mappings/", memory.mappings, name="mappings"),
    path("decisions/", memory.decisions, name="decisions"),
    path("<int:pk>/", preview.show, name="import"),
    path("<int:pk>/status/", preview.status, name="status"),
    path("<int:pk>/columns/", mapping.mapping, name="mapping"),
    path("<int:pk>/names/", names.names, name="names"),
    path("<int:pk>/names/<str:role>/<int:key>/", names.name, name="name"),
    path("<int:pk>/ended/", preview.tick, name="tick"),
    path("<int:pk>/confirm/", preview.confirm, name="confirm"),
    path("<int:pk>/cancel/", preview.cancel, name="cancel"),
    path("<int:pk>/resume/", preview.resume, name="resume"),
    path("<int:pk>/drop/", preview.drop, name="drop"),
    path("<int:pk>/undo/", undo.undo, name="undo"),
    path("<int:pk>/to-mend.<str:kind>", files.wrong_rows, name="wrong_rows"),
    path("<int:pk>/open-names.csv", files.open_names, name="open_names"),
]
