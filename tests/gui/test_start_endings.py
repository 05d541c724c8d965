"""The start page's notice of models that end: real projects, looked into aside while the page is there already."""

import asyncio
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.gui.start.page import StartPage
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.project_endings import ProjectEnding, look_into
from tests.gui.accessible import unnamed_controls

BASE = "gpt-4.1-mini-2025-04-14"
TUNED = f"ft:{BASE}:school:heroes:abc"
TODAY = date(2026, 11, 22)


def made(path, *bases, site="openai"):
    """Make a project with a training of each base model, and leave it closed."""
    with closing(Project.create(path)) as project:
        for number, base in enumerate(bases):
            model = f"ft:{base}:school:heroes:abc"
            job = Job(f"job-{number}", site, base, JobStatus.SUCCEEDED, float(number), tuned_model=model)
            project.write(lambda c, job=job: jobs.add(c, job, Plan(job.base_model))).result()
    return str(path)


@pytest.fixture
def heroes(tmp_path):
    return made(tmp_path / "Heroes.tunedesk", BASE)


@pytest.fixture
def attended(qtbot, theme, background, sites):
    """Return a start page whose projects are looked into on a day one can choose."""
    sites.reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    sites.reach.connections.add("foundry", "School", "https://school.openai.azure.com/openai/v1")

    def shown(*projects, today=TODAY):
        page = StartPage()
        page.endings.attend(background, lambda paths: look_into([*map(Path, paths)], None, sites, today))
        page.set_recent(projects)
        qtbot.addWidget(page)
        page.resize(1000, 900)
        page.show()
        return page

    return shown


def lines(page):
    return page.endings.banner.text.splitlines()


def test_a_model_that_ends_is_told_with_project_and_day_and_its_project_opens_with_a_key(attended, qtbot, heroes):
    page = attended(heroes)
    qtbot.waitUntil(page.endings.banner.isVisible)
    assert lines(page)[0] == f"heroes abc (tuned {BASE}) in “Heroes” will be switched off on 14 January 2027."
    assert "Train the rows again on this computer" in lines(page)[1]
    assert len(lines(page)) == 2
    button = page.endings.button
    assert button.text() == "Open “Heroes”"
    with qtbot.waitSignal(page.project_wanted, check_params_cb=lambda path: path == heroes):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert unnamed_controls(page) == []


def test_what_is_over_has_a_sentence_and_a_remedy_of_its_own(attended, qtbot, heroes):
    page = attended(heroes, today=date(2027, 1, 14))
    qtbot.waitUntil(page.endings.banner.isVisible)
    assert lines(page)[0] == f"heroes abc (tuned {BASE}) in “Heroes” was switched off on 14 January 2027."
    assert "Its rows are still in the project" in lines(page)[1]
    assert "Bring my models home" not in page.endings.banner.text


def test_of_several_the_soonest_comes_first_and_not_all_are_named(attended, qtbot, tmp_path, heroes):
    later = made(tmp_path / "Later.tunedesk", BASE, "gpt-4.1-2025-04-14", site="foundry")
    more = [made(tmp_path / f"More {number}.tunedesk", BASE, site="foundry") for number in range(3)]
    page = attended(later, *more, heroes)
    qtbot.waitUntil(lambda: "these projects: 3." in page.endings.banner.text)
    told = lines(page)
    assert "“Heroes” will be switched off on 14 January 2027." in told[0]
    assert "and others in “Later” will be switched off on 14 October 2027 (2 models in all)." in told[1]
    assert told[2] == "More such models in these projects: 3."
    assert len(told) == 4
    assert page.endings.button.text() == "Open “Heroes”"


def test_nothing_is_shown_where_nothing_ends_and_no_file_is_touched(attended, qtbot, tmp_path, heroes, background):
    quiet = made(tmp_path / "Quiet.tunedesk", "tiny", site="local")
    broken = tmp_path / "Broken.tunedesk"
    broken.write_bytes(b"nothing of ours" * 99)
    page = attended(heroes)
    qtbot.waitUntil(page.endings.banner.isVisible)
    before = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir() if file.is_file()}
    page.set_recent([quiet, str(broken), str(tmp_path / "gone.tunedesk")])
    qtbot.waitUntil(lambda: not page.endings.banner.isVisible())
    assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir() if file.is_file()} == before


def test_the_page_is_there_first_and_the_looking_ends_with_it(qtbot, theme, background, heroes):
    begun, ended = [], []

    async def slow(paths):
        begun.append(paths)
        try:
            await asyncio.Event().wait()
            yield ProjectEnding(Path(heroes), TODAY, True, TUNED, "", 1)
        finally:
            ended.append(paths)

    page = StartPage()
    page.endings.attend(background, slow)
    page.set_recent([heroes])
    qtbot.addWidget(page)
    assert begun == [], "nobody sees it yet"
    page.show()
    assert page.isVisible()
    assert page.sample.isEnabled()
    qtbot.waitUntil(lambda: len(begun) == 1)
    assert not page.endings.banner.isVisible()
    page.hide()
    qtbot.waitUntil(lambda: len(ended) == 1)


def test_the_projects_are_looked_into_anew_on_each_visit(attended, qtbot, tmp_path, heroes):
    page = attended(heroes)
    qtbot.waitUntil(page.endings.banner.isVisible)
    page.hide()
    Path(heroes).unlink()
    page.show()
    qtbot.waitUntil(page.endings.banner.isHidden)


def test_tab_comes_to_the_notice_before_the_projects(attended, qtbot, heroes):
    page = attended(heroes)
    qtbot.waitUntil(page.endings.banner.isVisible)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page._advice.setFocus()
    qtbot.keyClick(page._advice, Qt.Key.Key_Tab)
    assert page.focusWidget() is page.endings.button


def test_a_long_name_is_shortened_on_the_button_and_whole_for_who_hears_it(attended, qtbot, tmp_path):
    name = "All answers that our customers got in the years from 2019 to 2026"
    page = attended(made(tmp_path / f"{name}.tunedesk", BASE))
    qtbot.waitUntil(page.endings.banner.isVisible)
    assert page.endings.button.text().startswith("Open “All answers")
    assert len(page.endings.button.text()) < 40
    assert page.endings.button.accessibleName() == f"Open “{name}”"


def test_the_program_tells_it_by_itself_and_opens_the_project(program, qtbot, heroes):
    program.reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    program.preferences.remember_project(heroes)
    start = program.rooms.start
    start.set_recent([heroes])
    qtbot.waitUntil(start.endings.banner.isVisible)
    assert "“Heroes” will be switched off on 14 January 2027" in start.endings.banner.text
    start.endings.button.click()
    qtbot.waitUntil(lambda: program.workspace.project is not None and program.window.place == "data")
    program.window.go("start")
    qtbot.waitUntil(lambda: not start.endings._task.running)
    assert start.endings.banner.isVisible(), "the project that is open tells it too"
