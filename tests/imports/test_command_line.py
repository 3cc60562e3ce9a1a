"""``manage.py import_memberships`` and ``undo_import``: every option, the JSON, the exit status."""

import csv
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from imports.management.commands import import_memberships, undo_import
from imports.models import Import, SavedMapping, State
from institutions.models import Institution
from mandates.models import Instrument, Party
from networks.models import Membership, Network
from tests.browser.starting import ROOT
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
)
from tests.imports.digests import domain
from tests.imports.tables import as_csv, as_ods, as_xls, as_xlsx, table, upload

pytestmark = pytest.mark.django_db

KEYS = [
    "rows", "new", "changed", "contradicted", "unchanged", "ended", "wrong", "unresolved",
    "created_institutions", "seconds", "import_id",
]  # fmt: skip


@pytest.fixture
def field(db, django_user_model):
    for role in ("member", "observer"):
        RoleFactory(slug=role)
    france = CountryFactory(code="FR", label_en="France")
    unia = InstitutionFactory(slug="unia")
    InstitutionFactory(slug="defender-of-rights", country=france)
    for slug in ("equinet-network", "other-network"):
        NetworkFactory(institution=InstitutionFactory(slug=slug, kind="peer_network"))
    django_user_model.objects.create_superuser("chief", password="a-good-long-password")
    return unia


@pytest.fixture
def run(field, tmp_path, capsys):
    """Return a function that runs the command as a shell does: its exit status, its lines, its errors."""

    def run(content, *options, name="members.csv", command=import_memberships):
        path = tmp_path / name
        if isinstance(content, list):
            content = as_csv(content)
        path.write_bytes(content)
        return started(command, capsys, str(path), *options)

    return run


def started(module, capsys, *arguments):
    command = module.Command(OutputWrapper(sys.stdout), OutputWrapper(sys.stderr))
    parser = command.create_parser("manage.py", module.__name__.rpartition(".")[2])
    status = 0
    try:
        given = vars(parser.parse_args(list(arguments)))
        given.pop("args", None)
        given["skip_checks"] = True  # Django's checks of the project are not of the command, and take 0.2 s
        call_command(command, *[given.pop("file")] if "file" in given else [given.pop("id")], **given)
    except CommandError as error:
        print(error, file=sys.stderr)
        status = error.returncode
    except SystemExit as error:
        status = error.code
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.strip()


def told(lines):
    return json.loads(lines[-1])


def member(**cells):
    return {"institution": "Unia", "network": "Equinet network", **cells}


def the_membership():
    one = Membership.objects.get()
    return one.institution.slug, one.network.institution.slug, one.role.slug, str(one.start or "")


# -- what it says, and its exit status


def test_the_json_is_the_last_line_and_has_its_keys(run):
    status, lines, _errors = run(table(member()), "--apply", "--json")

    assert status == 0
    assert [key for key in told(lines) if key != "left_out"] == KEYS
    assert {key: told(lines)[key] for key in KEYS[:9]} == {
        "rows": 1, "new": 1, "changed": 0, "contradicted": 0, "unchanged": 0, "ended": 0, "wrong": 0,
        "unresolved": 0, "created_institutions": 0,
    }  # fmt: skip
    assert told(lines)["import_id"] == Import.objects.get().pk
    assert 0 < told(lines)["seconds"] < 60
    assert the_membership() == ("unia", "equinet-network", "member", "")


def test_without_apply_nothing_is_left_behind(run, settings):
    before = domain()

    status, lines, _errors = run(table(member()), "--json")

    assert (status, told(lines)["new"], told(lines)["import_id"]) == (0, 1, None)
    assert domain() == before
    assert Import.objects.count() == 0
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_wrong_rows_make_the_status_1_and_the_right_ones_are_stored(run):
    rows = table(member(), member(institution="Nobody at all"), member(start="2011-13"))

    status, lines, errors = run(rows, "--apply", "--json")

    assert status == 1
    assert (told(lines)["new"], told(lines)["wrong"], told(lines)["unresolved"]) == (1, 2, 1)
    assert errors.splitlines() == [
        "row 3: No institution has the name “Nobody at all”: correct it, or add the institution first.",
        "row 4: Start: “2011-13”: there is no such month.",
    ]
    assert the_membership() == ("unia", "equinet-network", "member", "")


def test_where_all_rows_are_wrong_nothing_is_stored(run):
    status, lines, _errors = run(table(member(institution="Nobody at all")), "--apply", "--json")

    assert (status, told(lines)["wrong"], told(lines)["import_id"]) == (1, 1, None)
    assert (Import.objects.count(), Membership.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "name", "options", "said"),
    [
        (b"", "empty.csv", (), "The file is empty: choose another."),
        (b"%PDF-1.7 \x00\x01", "list.pdf", (), "This is not a spreadsheet but something else"),
        (b"PK\x03\x04 and no more", "list.xlsx", (), "The file is damaged or incomplete"),
        (b"institution,network\n", "list.csv", (), "There is a header and nothing below it"),
        (
            None,
            "list.csv",
            ("--map", "institution=organism"),
            "“organism” is not a field of this kind of list",
        ),
        (None, "list.csv", ("--set", "organism=x"), "“organism” is not a field of this kind of list"),
        (None, "list.csv", ("--map", "institution"), "--map institution: write --map COLUMN=FIELD."),
        (None, "list.csv", ("--split", "institution"), "write --split COLUMN=SEPARATOR."),
        (None, "list.csv", ("--value", "member"), "write --value FIELD:RAW=CANONICAL."),
        (None, "list.csv", ("--value", "role:Mitglied"), "write --value FIELD:RAW=CANONICAL."),
        (None, "list.csv", ("--value", "colour:red=member"), "The mapping says “values.colour”"),
        (
            None,
            "list.csv",
            ("--map", "Nom=institution"),
            "The file has no column “Nom”. Its columns are: “ins",
        ),
        (None, "list.csv", ("--split", "Nom=,"), "The file has no column “Nom”. Its columns are: “ins"),
        (None, "list.csv", ("--mapping", "ours"), "No mapping of memberships is saved as “ours”."),
        (None, "list.csv", ("--sheet", "2024"), "The workbook has no visible sheet “2024”"),
        (None, "list.csv", ("--header-row", "0"), "--header-row counts from 1"),
        (None, "list.csv", ("--header-row", "9"), "There is a header and nothing below it"),
        (None, "list.csv", ("--as-of", "12 March"), "“12 March” is not a date"),
        (None, "list.csv", ("--as-user", "stranger"), "There is no such account to import as"),
    ],
)
def test_what_cannot_be_read_is_one_plain_sentence_with_status_2(run, content, name, options, said):
    content = as_csv(table(member())) if content is None else content

    status, _lines, errors = run(content, *options, "--apply", "--json", name=name)

    assert status == 2
    assert said in errors
    assert len(errors.splitlines()) == 1
    assert (Import.objects.count(), Membership.objects.count()) == (0, 0)


def test_a_file_that_is_not_there_and_a_folder_are_told(field, tmp_path, capsys):
    missing, folder = tmp_path / "missing.csv", tmp_path

    assert started(import_memberships, capsys, str(missing)) == (
        2, [], f"{missing} cannot be opened (No such file or directory).",
    )  # fmt: skip
    assert started(import_memberships, capsys, str(folder)) == (
        2, [], f"{folder} cannot be opened (Is a directory).",
    )  # fmt: skip


def test_a_pipe_is_no_file(field, capsys):
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        path = f"/dev/fd/{process.stdout.fileno()}"
        process.stdin.close()

        assert started(import_memberships, capsys, path) == (2, [], f"{path} is not a file.")


def test_the_program_itself_ends_with_status_2_and_no_traceback(tmp_path):
    command = [sys.executable, "manage.py", "import_memberships", str(tmp_path / "missing.csv"), "--json"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "cannot be opened" in run.stderr
    assert "Traceback" not in run.stderr


def test_whoever_may_not_import_is_refused(run, make_user):
    make_user("viewer", "reader")

    status, _lines, errors = run(table(member()), "--as-user", "reader", "--apply")

    assert (status, errors) == (2, "The account reader may not import.")


def test_what_a_curator_imports_waits_as_a_draft(run, curator):
    run(table(member()), "--as-user", curator.username, "--apply")

    assert (Import.objects.get().owner, Membership.objects.get().review_state) == (curator, "draft")


# -- how the file is read


def test_one_column_is_said_and_the_others_keep_what_suggests_itself(run):
    rows = [["Nom", "Réseau", "Depuis"], ["Unia", "Equinet network", "2011"]]

    status, lines, _errors = run(rows, "--map", "Nom=institution", "--apply", "--json")

    assert (status, told(lines)["new"]) == (0, 1)
    assert the_membership() == ("unia", "equinet-network", "member", "2011")


def test_what_suggests_itself_need_not_be_said(run):
    rows = [["Member institution", "Name of network", "Date of joining"], ["Unia", "Equinet network", "2011"]]

    status, lines, _errors = run(rows, "--apply", "--json")

    assert (status, told(lines)["new"]) == (0, 1)


def test_where_a_column_lacks_it_says_which_the_file_has(run):
    rows = [["Organ", "Depuis"], ["Unia", "2011"]]

    status, _lines, errors = run(rows, "--map", "Organ=institution")

    assert status == 2
    assert "No column is read as network" in errors
    assert "The file has the columns: “Organ”, “Depuis”." in errors
    assert Import.objects.count() == 0


def test_a_constant_fills_a_column_that_lacks_and_empty_cells(run):
    rows = table(member(network="", role=""), member(network="Other network", role="observer"))

    status, _lines, _errors = run(rows, "--set", "network=Equinet network", "--set", "start=2019", "--apply")

    assert status == 0
    said = Membership.objects.values_list("network__institution__slug", "role__slug", "start").order_by("pk")
    assert [(*one[:2], str(one[2])) for one in said] == [
        ("equinet-network", "member", "2019"), ("other-network", "observer", "2019"),
    ]  # fmt: skip


def test_a_cell_with_several_networks_is_split(run):
    rows = [["institution", "Networks"], ["Unia", "Equinet network, Other network"]]

    status, lines, _errors = run(
        rows, "--map", "Networks=network", "--split", "Networks=,", "--apply", "--json"
    )

    assert (status, told(lines)["rows"], told(lines)["new"]) == (0, 1, 1)
    assert set(Membership.objects.values_list("network__institution__slug", flat=True)) == {
        "equinet-network", "other-network",
    }  # fmt: skip


def test_two_columns_can_be_the_same_field(run):
    rows = [["institution", "First", "Second"], ["Unia", "Equinet network", "Other network"]]

    status, _lines, _errors = run(rows, "--map", "First=network", "--map", "Second=network", "--apply")

    assert (status, Membership.objects.count()) == (0, 2)


def test_a_column_may_have_an_equals_sign_in_its_name(run):
    rows = [["a = b", "network"], ["Unia", "Equinet network"]]

    assert run(rows, "--map", "a = b=institution")[0] == 0


def test_a_word_of_the_file_is_given_a_meaning(run):
    rows = table(member(role="Vollmitglied"), member(role="Zaungast", network="Other network"))
    assert run(rows)[0] == 1

    status, _lines, _errors = run(
        rows, "--value", "role:Vollmitglied=member", "--value", "role:Zaungast=observer", "--apply"
    )

    assert (status, set(Membership.objects.values_list("role__slug", flat=True))) == (
        0, {"member", "observer"},
    )  # fmt: skip


def test_a_text_is_said_to_mean_unknown(run):
    rows = table(member(start="01.01.1900 ?"))
    assert run(rows)[0] == 1

    assert run(rows, "--unknown", "01.01.1900 ?", "--apply")[0] == 0
    assert Membership.objects.get().start is None


@pytest.mark.parametrize(("order", "start"), [("dmy", "2011-02-01"), ("mdy", "2011-01-02")])
def test_the_order_of_day_and_month_is_said(run, order, start):
    rows = table(member(start="01/02/2011"))
    assert run(rows)[0] == 1

    run(rows, "--date-order", order, "--apply")

    assert the_membership()[3] == start


def test_a_sheet_is_chosen_by_its_name(run):
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(as_xlsx(table(member(), member(network="Other network")), sheet="Old")))
    sheet = book.create_sheet("New")
    for cells in (["Organ", "Net"], ["Unia", "Other network"]):
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    options = ("--map", "Organ=institution", "--map", "Net=network", "--apply", "--json")

    status, lines, _errors = run(out.getvalue(), "--sheet", "new", *options, name="members.xlsx")

    assert (status, told(lines)["rows"]) == (0, 1)
    assert the_membership() == ("unia", "other-network", "member", "")


@pytest.mark.parametrize(("write", "name"), [(as_csv, "list.csv"), (as_xlsx, "list.xlsx")])
def test_the_header_row_is_said(run, write, name):
    rows = [
        ["institution", "network", ""], ["Unia", "Other network", ""], ["Organ", "Net", ""],
        ["Unia", "Equinet network", ""],
    ]  # fmt: skip
    options = ("--header-row", "3", "--map", "Organ=institution", "--map", "Net=network")

    status, lines, errors = run(write(rows), *options, "--apply", "--json", name=name)

    assert (status, errors, told(lines)["rows"]) == (0, "", 1)
    assert the_membership() == ("unia", "equinet-network", "member", "")


@pytest.mark.parametrize(
    ("write", "name"), [(as_csv, "m.csv"), (as_xlsx, "m.xlsx"), (as_ods, "m.ods"), (as_xls, "m.xls")]
)
def test_a_saved_mapping_reads_every_format_and_nothing_suggests_itself_beside_it(run, write, name):
    SavedMapping.objects.create(
        name="the yearly list", target="memberships", owner=_chief(),
        mapping={
            "columns": [
                {"column": "Nom", "field": "institution"}, {"column": "Réseau", "field": "network"},
            ],
            "values": {"role": {"Mitglied": "member"}}, "layout": "rows",
        },
    )  # fmt: skip
    rows = [["Nom", "Réseau", "Notes", "Rolle"], ["Unia", "Equinet network", "old", "Mitglied"]]
    options = ("--mapping", "the yearly list", "--map", "Rolle=role")

    status, _lines, errors = run(write(rows), *options, "--apply", name=name)

    assert (status, errors, Membership.objects.get().note_en) == (0, "", "")
    assert the_membership() == ("unia", "equinet-network", "member", "")


def _chief():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="chief")


def test_a_complete_list_shows_who_is_missing_and_ends_nobody(run, field):
    network = Network.objects.get(institution__slug="equinet-network")
    left = MembershipFactory(institution=InstitutionFactory(slug="left"), network=network)
    MembershipFactory(institution=field, network=network, source=SourceFactory())

    status, lines, _errors = run(table(member()), "--complete", "--apply", "--json")

    assert (status, told(lines)["rows"], told(lines)["unchanged"], told(lines)["ended"]) == (0, 1, 1, 1)
    left.refresh_from_db()
    assert (left.status, left.end_status) == ("", "unknown")


def test_the_list_has_a_name_and_a_day(run):
    run(table(member()), "--list", "Members of Equinet", "--as-of", "2024-05", "--apply")

    source = Import.objects.get().source
    assert (source.series, str(source.published)) == ("Members of Equinet", "2024-05")


def test_what_is_missing_is_created_as_needing_review(run):
    rows = table(member(institution="Commission of Utopia", network="Network of Utopians"))
    assert run(rows, "--apply")[0] == 1
    assert not Institution.objects.filter(label_other="Commission of Utopia").exists()

    status, lines, _errors = run(rows, "--create-missing", "--apply", "--json")

    assert (status, told(lines)["created_institutions"]) == (0, 2)
    made = Institution.objects.filter(label_other__in=("Commission of Utopia", "Network of Utopians"))
    assert set(made.values_list("review_state", flat=True)) == {"draft"}


# -- what goes back


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_wrong_rows_go_to_a_file_that_can_be_mended_and_read_again(run, tmp_path, kind):
    out = tmp_path / f"errors.{kind}"
    rows = table(member(), member(institution="=Defender", start="2012"), member(start="2011-13", note="'x"))
    assert run(rows, "--errors-to", str(out), "--apply")[0] == 1
    InstitutionFactory(slug="defender", names="=Defender")

    content = out.read_bytes()
    status, lines, errors = run(content, "--apply", "--json", name=f"mended.{kind}")

    assert (status, told(lines)["rows"], told(lines)["new"]) == (1, 2, 1)
    assert "there is no such month" in errors
    assert set(Membership.objects.values_list("institution__slug", flat=True)) == {"unia", "defender"}


def test_the_file_of_wrong_rows_says_what_to_mend(run, tmp_path):
    out = tmp_path / "errors.csv"

    run(table(member(), member(start="2011-13")), "--errors-to", str(out))

    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [
        ["institution", "network", "start", "what to mend"],
        ["Unia", "Equinet network", "2011-13", "Start: “2011-13”: there is no such month."],
    ]


def test_where_nothing_is_wrong_the_file_of_wrong_rows_has_a_header_alone(run, tmp_path):
    out = tmp_path / "errors.csv"

    assert run(table(member()), "--errors-to", str(out))[0] == 0

    assert out.read_text(encoding="utf-8-sig").splitlines() == ["institution,network,what to mend"]


@pytest.mark.parametrize("option", ["--errors-to", "--unresolved-to"])
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_stored(run, tmp_path, option):
    out = tmp_path / "no" / "such.csv"

    status, _lines, errors = run(table(member(), member(start="2011-13")), option, str(out), "--apply")

    assert status == 2
    assert errors.splitlines()[-1] == f"{out} cannot be written (No such file or directory)."
    assert (Import.objects.count(), Membership.objects.count()) == (0, 0)


def test_each_open_name_is_listed_with_its_candidates_scores_and_reasons(run, tmp_path):
    out = tmp_path / "names.csv"
    rows = table(
        member(institution="Defendre of rights", country="FR"), member(institution="Nobody at all"),
        member(institution="Nobody at all", network="Other network"),
    )  # fmt: skip

    status, lines, _errors = run(rows, "--unresolved-to", str(out), "--json")

    said = {}
    for line in csv.DictReader(out.read_text(encoding="utf-8").splitlines()):
        said.setdefault(line["name"], []).append(line)
    assert (status, told(lines)["unresolved"]) == (1, 3)
    assert list(said) == ["Nobody at all", "Defendre of rights"]
    first = said["Defendre of rights"][0]
    assert (first["candidate"], first["identifier"], first["country"], first["rows"]) == (
        "Defender of rights", "hrnet:defender-of-rights", "France", "1",
    )  # fmt: skip
    assert 0.5 < float(first["score"]) < 1
    assert first["reason"] == "a letter or two differ: “Defender of rights”"
    assert said["Nobody at all"][0]["rows"] == "2"


# -- parties


WIPO = [
    ["Contracting Party", "Treaty", "Signature Date", "Instrument Type", "Instrument Date",
     "Entry Into Force Date"],
    ["Algeria", "Beijing", "", "Accession", "2017-07-25", "2020-04-28"],
    ["Austria", "Beijing", "2013-06-19", "", "", ""],
    ["Chile", "Beijing", "2012-06-26", "Ratification", "2015-06-22", "2020-04-28"],
    ["New Zealand", "Madrid", "", "", "", "1931-07-29"],
    ["Montenegro", "Paris", "", "Declaration/Notification of Succession", "2006-12-04", "2006-06-03"],
    ["Fiji", "Berne", "", "Declaration of Continued Application", "1971-12-01", "1970-10-10"],
    ["Cyprus", "Rome", "", "Acceptance", "1993-12-03", "1994-03-04"],
    ["European Union (EU)", "WIPO Copyright Treaty (WCT)", "1996-12-20", "Ratification", "2009-12-14",
     "2010-03-14"],
    ["Benelux Organization for Intellectual Property (BOIP)", "Singapore", "2006-10-13", "", "", ""],
    ["Chile", "Berne", "", "Accession", "1970-04-10", "1970-06-05"],
    ["Algeria", "Berne", "", "Accession", "1998-01-19", "1998-04-19"],
    ["Austria", "WIPO Copyright Treaty (WCT)", "1997-12-30", "Ratification", "2009-12-14", "2010-03-14"],
]  # fmt: skip


def test_the_list_of_treaties_goes_in_as_it_comes_and_is_undone(run, capsys):
    for code, name in (("DZ", "Algeria"), ("AT", "Austria"), ("CL", "Chile")):
        InstitutionFactory(slug=name.lower(), kind="state", country=CountryFactory(code=code, label_en=name))
    InstitutionFactory(slug="european-union", kind="igo")
    before = domain()

    status, lines, errors = run(WIPO, "--target", "parties", "--create-missing", "--apply", "--json")

    assert (status, errors, told(lines)["rows"], told(lines)["new"]) == (0, "", 12, 12)
    assert told(lines)["created_institutions"] == 5
    said = {
        (p.institution.label, p.instrument.title_en, p.act, str(p.date or ""), str(p.in_force or ""))
        for p in Party.objects.all()
    }
    assert len(said) == 15
    assert {one for one in said if one[0] == "Chile"} == {
        ("Chile", "Beijing", "signature", "2012-06-26", ""),
        ("Chile", "Beijing", "ratification", "2015-06-22", "2020-04-28"),
        ("Chile", "Berne", "accession", "1970-04-10", "1970-06-05"),
    }
    assert ("New Zealand", "Madrid", "unspecified", "", "1931-07-29") in said
    assert ("Montenegro", "Paris", "succession", "2006-12-04", "2006-06-03") in said
    assert {one[:3] for one in said if one[0] == "Austria"} >= {("Austria", "Beijing", "signature")}
    assert set(Instrument.objects.values_list("review_state", flat=True)) == {"draft"}

    status, lines, errors = started(undo_import, capsys, str(told(lines)["import_id"]), "--json")

    assert (status, errors) == (0, "")
    assert told(lines)["removed"] == 15
    assert domain() == before


# -- undo


def test_undoing_tells_what_it_did_as_json(run, capsys):
    before = domain()
    _status, lines, _errors = run(table(member(start="2011")), "--apply", "--json")
    number = told(lines)["import_id"]

    status, lines, errors = started(undo_import, capsys, str(number), "--json")

    assert (status, errors) == (0, "")
    assert told(lines) == {
        "citations": 1, "restored": 0, "removed": 1, "rows": 1, "edited": 0, "created_institutions": 0,
        "created_instruments": 0, "decisions": 0, "published": 0, "records": 0, "import_id": number,
    }  # fmt: skip
    assert domain() == before


def test_what_was_edited_since_makes_the_status_of_undoing_1(run, capsys):
    _status, lines, _errors = run(table(member(start="2011")), "--apply", "--json")
    edited = Membership.objects.get()
    edited.note_en = "checked"
    edited.save()

    status, out, _errors = started(undo_import, capsys, str(told(lines)["import_id"]), "--json")

    assert (status, told(out)["edited"], Membership.objects.count()) == (1, 1, 1)


def test_an_import_that_is_not_there_cannot_be_undone(field, capsys):
    assert started(undo_import, capsys, "4711", "--json") == (2, [], "There is no import 4711.")


def test_undoing_twice_tells_the_same_and_does_nothing_more(run, capsys):
    _status, lines, _errors = run(table(member()), "--apply", "--json")
    number = str(told(lines)["import_id"])
    _status, once, _errors = started(undo_import, capsys, number, "--json")

    status, twice, errors = started(undo_import, capsys, number, "--json")

    assert (status, errors, told(twice)) == (0, "", told(once))


def test_what_was_only_previewed_on_its_page_cannot_be_undone(field, capsys, publisher):
    number = upload(publisher, as_csv(table(member()))).pk

    assert started(undo_import, capsys, str(number)) == (
        2, [], f"Import {number} is waiting for your decision: there is nothing to undo now.",
    )  # fmt: skip


def test_an_undoing_that_died_is_taken_up_again(run, capsys):
    _status, lines, _errors = run(table(member()), "--apply", "--json")
    number = told(lines)["import_id"]
    Import.objects.filter(pk=number).update(state=State.UNDOING)

    status, lines, errors = started(undo_import, capsys, str(number), "--json")

    assert (status, errors, told(lines)["removed"]) == (0, "", 1)


def test_an_account_that_is_not_there_cannot_undo(run, capsys):
    _status, lines, _errors = run(table(member()), "--apply", "--json")
    number = str(told(lines)["import_id"])

    status, _lines, errors = started(undo_import, capsys, number, "--as-user", "stranger")

    assert (status, errors) == (2, "There is no such account: name one with --as-user.")
    assert Membership.objects.count() == 1
