"""The file of a backup: closed to others while it is written, and refused where it is not as we wrote it."""

from __future__ import annotations

import json
import os
import stat
import tarfile

import pytest

from hrnet.ops.archive import backup_key, pack, unpack
from hrnet.ops.places import OpsError
from tests.ops.archives import members_of, of_an_earlier_release, write

KEY = "a key of the tests that is long enough to be one"
DUMP = b"CREATE SCHEMA public;\n"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("HRNET_BACKUP_KEY", KEY)


@pytest.fixture
def archive(tmp_path):
    """A backup as we write it."""
    (tmp_path / "dump").write_bytes(DUMP)
    (tmp_path / "list").write_bytes(b"institution,network\n")
    target = tmp_path / "backup.tar"
    members = {"database.sql": tmp_path / "dump", "files/imports/list.csv": tmp_path / "list"}
    pack(target, {"made_at": "2026-01-01T03:00:00+00:00", "tables": {"a": "1:1"}}, members)
    return target


@pytest.fixture
def folder(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return scratch


def refusal(path, folder, **options):
    with pytest.raises(OpsError) as refused:
        unpack(path, folder, **options)
    return str(refused.value)


def test_what_was_packed_is_unpacked_and_proved(archive, folder):
    backup = unpack(archive, folder)

    assert backup.authenticated
    assert backup.digests == {"a": "1:1"}
    assert backup.dump.read_bytes() == DUMP
    assert (backup.files / "imports" / "list.csv").read_bytes() == b"institution,network\n"


def test_an_archive_is_closed_to_others_from_its_first_byte(tmp_path, monkeypatch):
    (tmp_path / "dump").write_bytes(DUMP)
    modes = []

    def look(*_arguments):
        modes.extend(stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if path.name != "dump")

    monkeypatch.setattr(tarfile.TarFile, "addfile", watched(tarfile.TarFile.addfile, look))
    before = os.umask(0)
    try:
        pack(tmp_path / "backup.tar", {"tables": {}}, {"database.sql": tmp_path / "dump"})
    finally:
        os.umask(before)

    look()
    assert modes
    assert set(modes) == {0o600}


def watched(function, look):
    """Return ``function``, which looks before it does its work."""

    def call(*arguments, **options):
        look()
        return function(*arguments, **options)

    return call


def test_one_that_cannot_be_finished_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        pack(tmp_path / "backup.tar", {"tables": {}}, {"database.sql": tmp_path / "not there"})

    assert list(tmp_path.iterdir()) == []


# -- what was changed since


def changed(archive, tmp_path, **changes):
    """Write the archive with other members; ``None`` leaves one out."""
    names = {"manifest": "manifest.json", "proof": "manifest.hmac", "dump": "database.sql"}
    members = members_of(archive)
    for short, content in changes.items():
        if content is None:
            del members[names[short]]
        else:
            members[names[short]] = content
    return write(tmp_path / "changed.tar", members)


def test_another_dump_under_the_same_manifest_is_refused(archive, folder, tmp_path):
    other = changed(archive, tmp_path, dump=b"CREATE SCHEMA another")

    assert "“database.sql” is not what was backed up" in refusal(other, folder)


def test_a_manifest_that_was_written_anew_is_refused_and_no_word_makes_it_good(archive, folder, tmp_path):
    manifest = json.loads(members_of(archive)["manifest.json"]) | {"tables": {}}
    other = changed(archive, tmp_path, manifest=json.dumps(manifest).encode())

    assert "was changed after it was written" in refusal(other, folder)
    assert "was changed after it was written" in refusal(other, folder, unauthenticated=True)
    assert list(folder.iterdir()) == []


def test_one_whose_proof_was_taken_out_is_refused_and_no_word_makes_it_good(archive, folder, tmp_path):
    other = changed(archive, tmp_path, proof=None)

    assert "“manifest.hmac” is missing" in refusal(other, folder)
    assert "“manifest.hmac” is missing" in refusal(other, folder, unauthenticated=True)


def test_one_that_is_made_to_look_like_an_earlier_release_needs_a_word_too(archive, folder, tmp_path):
    members = members_of(archive)
    other = of_an_earlier_release(tmp_path / "old.tar", {"database.sql": members["database.sql"]})

    said = refusal(other, folder)

    assert "is a backup of an earlier release, which are not authenticated" in said
    assert "--unauthenticated" in said
    assert list(folder.iterdir()) == []
    assert not unpack(other, folder, unauthenticated=True).authenticated


def test_one_of_another_key_is_refused_with_what_to_do(archive, folder, monkeypatch):
    monkeypatch.setenv("HRNET_BACKUP_KEY", "the key of another machine, also long enough")

    said = refusal(archive, folder)

    assert "was authenticated with another key than ours" in said
    assert "HRNET_BACKUP_KEY" in said
    assert not unpack(archive, folder, unauthenticated=True).authenticated


@pytest.mark.parametrize("proof", [b"", b"[]", b"{}", b'{"key": 1, "hmac": []}', b"\xff", b"[" * 100_000])
def test_an_odd_proof_proves_nothing(archive, folder, tmp_path, proof):
    refusal(changed(archive, tmp_path, proof=proof), folder)


def test_one_of_a_later_release_is_refused(archive, folder, tmp_path):
    manifest = json.loads(members_of(archive)["manifest.json"]) | {"format": 3}
    other = changed(archive, tmp_path, manifest=json.dumps(manifest).encode())

    assert "was written by a later release" in refusal(other, folder, unauthenticated=True)


# -- what has no place in an archive


@pytest.mark.parametrize(
    "name",
    [
        "../outside", "/outside", "files/../../outside", "files/./a", "files//a", "files", "files/",
        "other", "files/a\\b", "manifest.json",
    ],
)  # fmt: skip
def test_a_member_that_would_lie_elsewhere_is_refused(folder, tmp_path, name):
    entry = tarfile.TarInfo(name)
    other = of_an_earlier_release(tmp_path / "old.tar", {"database.sql": DUMP}, entry)

    refusal(other, folder, unauthenticated=True)

    assert not (tmp_path / "outside").exists()
    assert {path.name for path in folder.iterdir()} <= {"database.sql"}


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE],
)
def test_links_devices_and_folders_are_refused(folder, tmp_path, kind):
    entry = tarfile.TarInfo("files/a")
    entry.type, entry.linkname = kind, "/etc/passwd"
    other = of_an_earlier_release(tmp_path / "old.tar", {"database.sql": DUMP}, entry)

    assert "“files/a” is no ordinary file" in refusal(other, folder, unauthenticated=True)
    assert not (folder / "files" / "a").exists()


def test_a_member_that_is_larger_than_the_disk_is_refused_before_it_is_written(folder, tmp_path):
    entry = tarfile.TarInfo("files/a")
    entry.size = 1 << 60
    other = of_an_earlier_release(tmp_path / "old.tar", {"database.sql": DUMP}, entry)

    assert "larger than what is free on the disk" in refusal(other, folder, unauthenticated=True)
    assert not (folder / "files").exists()


def test_a_member_that_the_manifest_does_not_name_is_refused(folder, tmp_path):
    other = of_an_earlier_release(tmp_path / "old.tar", {"database.sql": DUMP}, tarfile.TarInfo("files/a"))

    assert "“files/a” is not what was backed up" in refusal(other, folder, unauthenticated=True)


def test_a_packed_archive_is_refused_since_nobody_knows_how_large_it_becomes(folder, tmp_path):
    with tarfile.open(tmp_path / "backup.tar.xz", "w:xz") as archive:
        archive.addfile(tarfile.TarInfo("manifest.json"))

    assert "is not a backup of hrnet" in refusal(tmp_path / "backup.tar.xz", folder)


@pytest.mark.parametrize("content", [b"", b"a text", b"\0" * 10240])
def test_what_is_no_archive_is_refused(folder, tmp_path, content):
    (tmp_path / "backup.tar").write_bytes(content)

    assert "is not a backup of hrnet, or is damaged" in refusal(tmp_path / "backup.tar", folder)


# -- the key


def test_the_key_is_made_once_in_a_file_of_our_own_and_where_it_is_is_said_once(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.delenv("HRNET_BACKUP_KEY")
    monkeypatch.setenv("HRNET_DATA_DIR", str(tmp_path / "data"))

    first, second = backup_key(), backup_key()

    path = tmp_path / "data" / "private" / "backup.key"
    assert first == second
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert capsys.readouterr().err.count(str(path)) == 1


def test_a_key_that_can_be_guessed_is_refused(monkeypatch):
    monkeypatch.setenv("HRNET_BACKUP_KEY", "secret")

    with pytest.raises(OpsError, match="fewer than 32 characters"):
        backup_key()


def test_the_key_is_not_in_the_backup(archive):
    content = archive.read_bytes()

    assert KEY.encode() not in content
    assert backup_key() not in content
    assert backup_key().hex().encode() not in content
