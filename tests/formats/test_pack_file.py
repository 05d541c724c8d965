"""The file of a pack: what is written comes back byte for byte, and nothing that is not what it says is taken."""

import io
import json
import stat
import zipfile

import pytest

from desktop_app.core.pack import MANIFEST, PROJECT, Manifest
from desktop_app.core.problem import Problem
from desktop_app.formats import pack_file

ADAPTER = "jobs/ftjob-1/result/adapter/adapter_model.safetensors"


def listed(files):
    return Manifest("Heroes", 1.0, "TuneDesk", files, ("ft:x",), ("tiny",))


@pytest.fixture
def pack(tmp_path):
    files = {PROJECT: b"rows" * 100_000, ADAPTER: bytes(range(256)) * 9000, "jobs/ftjob-1/events.jsonl": b""}
    paths = []
    for name, content in files.items():
        path = tmp_path / name.replace("/", "_")
        path.write_bytes(content)
        paths.append((path, name))
    target = tmp_path / "heroes.tunedeskpack"
    steps = list(pack_file.write(target, paths, listed))
    assert steps == sorted(steps)
    assert steps[-1] == sum(map(len, files.values()))
    return target, files


def place(folder):
    return lambda name: folder / name


def unpacked(target, folder):
    found = pack_file.read_manifest(target)
    list(pack_file.extract(target, found, place(folder)))
    return found


def test_what_was_packed_comes_back_byte_for_byte(pack, tmp_path):
    target, files = pack
    found = unpacked(target, tmp_path / "out")
    assert {file.name: (tmp_path / "out" / file.name).read_bytes() for file in found.files} == files
    assert (found.project, found.models, found.bases) == ("Heroes", ("ft:x",), ("tiny",))
    assert not list(tmp_path.glob(".*.part"))


def test_a_pack_that_could_not_be_written_leaves_nothing_and_keeps_the_old_one(pack, tmp_path):
    target, _ = pack
    before = target.read_bytes()
    with pytest.raises(Problem) as raised:
        list(pack_file.write(target, [(tmp_path / "gone", PROJECT)], listed))
    assert raised.value.key == "pack.not_written"
    assert target.read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("cut", [1, 100, 2_000, 20_000])
def test_a_part_of_a_pack_is_none(pack, tmp_path, cut):
    target, _ = pack
    target.write_bytes(target.read_bytes()[:-cut])
    with pytest.raises(Problem) as raised:
        unpacked(target, tmp_path / "out")
    assert raised.value.key == "pack.not_a_pack"


def test_any_bit_that_turned_is_found(pack, tmp_path):
    target, _ = pack
    whole = bytearray(target.read_bytes())
    whole[len(whole) // 2] ^= 1  # in the numbers of the model, which are stored as they are
    target.write_bytes(bytes(whole))
    with pytest.raises(Problem) as raised:
        unpacked(target, tmp_path / "out")
    assert raised.value.key == "pack.damaged"


def rewritten(target, change, extra=()):
    """Write the pack anew with its list changed, and with more entries."""
    with zipfile.ZipFile(target) as old:
        told = json.loads(old.read(MANIFEST))
        content = {name: old.read(name) for name in old.namelist() if name != MANIFEST}
    change(told, content)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in content.items():
            new.writestr(name, data)
        for entry, data in extra:
            new.writestr(entry, data)
        new.writestr(MANIFEST, json.dumps(told))


def named(name):
    def change(told, content):
        told["files"][1]["name"] = name
        content[name] = content.pop(ADAPTER)

    return change


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "jobs/../../evil",
        "/etc/cron.d/evil",
        "jobs/ftjob-1/..",
        "C:/evil",
        "jobs\\..\\evil",
        "jobs/con.json",
        "jobs/a/nul",
        "models/x/a ",
        "models/x/a.",
        "models//a",
        "other/x/y",
        "jobs/ftjob-1/EVENTS.jsonl",
        "models/x/ü",
        "jobs/.ssh/id",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_written(pack, tmp_path, name):
    target, _ = pack
    rewritten(target, named(name))
    with pytest.raises(Problem) as raised:
        unpacked(target, tmp_path / "out")
    assert raised.value.key == "pack.unsafe"
    assert not (tmp_path / "out").exists()


def test_what_is_not_in_the_list_or_is_a_link_is_refused(pack, tmp_path):
    target, _ = pack
    rewritten(target, lambda *_: None, [("jobs/ftjob-1/more.json", b"{}")])
    with pytest.raises(Problem) as raised:
        unpacked(target, tmp_path / "out")
    assert raised.value.key == "pack.damaged"
    link = zipfile.ZipInfo(ADAPTER)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    def unlisted(told, content):
        content.pop(ADAPTER, None)
        content.pop("jobs/ftjob-1/more.json", None)
        told["files"][1]["bytes"] = len(b"/etc/passwd")

    rewritten(target, unlisted, [(link, b"/etc/passwd")])
    with pytest.raises(Problem) as raised:
        unpacked(target, tmp_path / "out")
    assert raised.value.key == "pack.damaged"


def test_a_file_that_swells_up_is_refused(pack, tmp_path):
    target, _ = pack

    def huge(told, content):
        content[PROJECT] = b"\0" * (3 << 20)
        told["files"][0]["bytes"] = 3 << 50

    rewritten(target, huge)
    with pytest.raises(Problem) as raised:
        pack_file.read_manifest(target)
    assert raised.value.key == "pack.bomb"

    def lies(told, content):
        told["files"][0]["bytes"] = 5

    rewritten(target, lies)
    with pytest.raises(Problem) as raised:
        unpacked(target, tmp_path / "out")
    assert raised.value.key == "pack.damaged"


def test_no_more_is_written_than_the_list_says(pack, tmp_path):
    target, _ = pack
    found = pack_file.read_manifest(target)
    short = Manifest("Heroes", 1.0, "TuneDesk", (type(found.files[0])(PROJECT, 5, found.files[0].sha256),))
    with pytest.raises(Problem) as raised:
        list(pack_file.extract(target, short, place(tmp_path / "out")))
    assert raised.value.key == "pack.damaged"
    assert (tmp_path / "out" / PROJECT).stat().st_size <= 5


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (b"no json", "pack.not_a_pack"),
        (b"[1]", "pack.not_a_pack"),
        (b'{"format": "other"}', "pack.not_a_pack"),
        (b'{"format": "tunedeskpack", "version": 99}', "pack.too_new"),
        (b'{"format": "tunedeskpack", "version": 1, "files": [{"name": "x"}]}', "pack.not_a_pack"),
        (b"[" * 100_000, "pack.not_a_pack"),
        (
            b'{"format": "tunedeskpack", "version": 1, "files": [{"name": "x", "bytes": 1e999, "sha256": ""}]}',
            "pack.not_a_pack",
        ),
    ],
)
def test_a_list_nobody_can_read_is_said_in_words(tmp_path, said, key):
    target = tmp_path / "x.tunedeskpack"
    with zipfile.ZipFile(target, "w") as pack:
        pack.writestr(MANIFEST, said)
    with pytest.raises(Problem) as raised:
        pack_file.read_manifest(target)
    assert raised.value.key == key


def test_a_file_that_is_no_zip_and_one_without_a_list_are_no_packs(tmp_path):
    for content in (b"", b"a project", zipped()):
        target = tmp_path / "x.tunedeskpack"
        target.write_bytes(content)
        with pytest.raises(Problem) as raised:
            pack_file.read_manifest(target)
        assert raised.value.key == "pack.not_a_pack"
    with pytest.raises(Problem) as raised:
        pack_file.read_manifest(tmp_path / "gone")
    assert raised.value.key == "pack.not_read"


def zipped():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        pack.writestr("other", "x")
    return content.getvalue()
