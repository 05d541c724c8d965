"""The scenes of providers and of the rescue, with a cloud of our own in the place of a far one."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtWidgets import QDialog, QTabWidget

from desktop_app.core.connection import Connection
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.secret import Held, Keeping, Secret
from desktop_app.gui.preferences.prices_dialog import PricesDialog
from desktop_app.gui.preferences.providers_page import ProvidersPage
from desktop_app.gui.widgets.scrolling import bring_into_view
from desktop_app.settings import paths
from desktop_app.store import jobs
from desktop_app.store.project import Project
from tests.cloud.server import Cloud
from tests.screens.stage import Stage

TITLES = ("superheroes", "support-tickets", "marv", "tone-of-voice", "recipes", "letters", "legal-summaries")
BASE = "gpt-4o-mini-2024-07-18"
ENDING = (
    ("openai", "OpenAI", "https://api.openai.com/v1", BASE),
    ("foundry", "the school", "https://school.openai.azure.com/openai/v1", BASE),
)
"""Where models of a start page end: profile, title, address, and what they were tuned from."""


@contextmanager
def account(stage: Stage) -> Iterator[tuple[Cloud, Connection]]:
    """Lend a cloud with seven trainings, one file of which is gone, known to the program with its key."""
    reach = stage.program.reach
    for old in reach.connections.all:
        reach.connections.remove(old.id)
    with Cloud() as cloud:
        for number, title in enumerate(TITLES):
            file = cloud.account.add_file(f"{title}.jsonl", rows(title, 30 + 17 * number))
            job = cloud.account.add_job({"model": BASE, "training_file": file.id, "suffix": title})
            job.created += 86_400 * 11 * number
            cloud.account.begin(job, 30)
            cloud.account.finish(job)
        lost = list(cloud.account.jobs.values())[2].asked["training_file"]
        del cloud.account.files[lost]
        connection = reach.connections.add("custom", "OpenAI of the school", cloud.address)
        secret = Secret(cloud.account.key)
        asyncio.run(reach.secrets.keep(connection.id, connection.address, secret, session_only=True))
        reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
        yield cloud, connection
        reach.connections.remove(connection.id)


def rows(title: str, count: int) -> bytes:
    """Return a training file."""
    lines = (
        {
            "messages": [
                {"role": "user", "content": f"{title} {n}?"},
                {"role": "assistant", "content": f"So it is, {n}."},
            ]
        }
        for n in range(count)
    )
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def providers(stage: Stage) -> None:
    """Show the providers in the preferences: a key and a test that went well, no key yet, and the form."""
    stage.empty()
    with account(stage):
        dialog, page = _preferences(stage)
        stage.until(page.card.key.forget.isVisible, "the key is found")
        page.card.trial.button.click()
        stage.until(lambda: len(page.card.trial.words) == 5, "the connection is tried")
        stage.shoot("providers", dialog)
        page.card.help.fold.set_open(is_open=True)
        stage.shoot("providers-help", dialog)
        page.card.help.fold.set_open(is_open=False)
        page.list.setCurrentRow(1)
        stage.until(page.card.key.line.isEnabled, "the second key is looked for")
        stage.shoot("providers-no-key", dialog)
        page.show_form()
        stage.shoot("providers-add", dialog)
        tabs = dialog.findChild(QTabWidget)
        tabs.setCurrentIndex(tabs.count() - 1)
        stage.shoot("network", dialog)
        dialog.close()


def _preferences(stage: Stage) -> tuple[QDialog, ProvidersPage]:
    """Open the preferences where the providers are, whatever that section is called in this language."""
    dialog = stage.program.window.open_preferences()
    page, tabs = dialog.findChild(ProvidersPage), dialog.findChild(QTabWidget)
    sections = map(tabs.widget, range(tabs.count()))
    tabs.setCurrentWidget(next(each for each in sections if each is page or each.isAncestorOf(page)))
    return dialog, page


def prices(stage: Stage) -> None:
    """Show the prices: as TuneDesk came with them, one changed, figures it cannot read, one to be added, none found."""
    stage.empty()
    list_of_ones_own = paths.data_dir() / "providers.json"
    list_of_ones_own.unlink(missing_ok=True)
    with account(stage):
        preferences, page = _preferences(stage)
        page.list.setCurrentRow(1)
        stage.until(page.card.key.line.isEnabled, "the second key is looked for")
        page.card.prices.click()
        dialog = preferences.findChild(PricesDialog)
        stage.until(dialog.isVisible, "the prices are open")
        stage.shoot("prices", dialog)
        dialog.form.figures.lines["training"].setText("7.5")
        dialog.form.keep.click()
        stage.shoot("prices-changed", dialog)
        dialog.form.figures.lines["training"].setText("seven")
        dialog.form.figures.lines["output"].setText("-1")
        dialog.form.keep.click()
        stage.shoot("prices-unread", dialog)
        dialog.add.click()
        stage.shoot("prices-add", dialog)
        dialog.form.cancel.click()
        dialog.search.setText("nothing like this")
        stage.shoot("prices-none-found", dialog)
        list_of_ones_own.write_text('{"providers": [', encoding="utf-8")
        dialog.search.clear()
        dialog.look()
        stage.shoot("prices-trouble", dialog)
        list_of_ones_own.unlink()
        dialog.look()
        dialog.close()
        preferences.close()


def key_states(stage: Stage) -> None:
    """Show the card of a provider in each state of its key."""
    stage.empty()
    with account(stage):
        dialog, page = _preferences(stage)
        stage.until(page.card.key.forget.isVisible, "the key is found")
        key = Secret("sk-cloud-key-0123456789")
        for keeping in Keeping:
            secret = key if keeping in (Keeping.STORED, Keeping.SESSION, Keeping.ENVIRONMENT) else None
            page.card.key.show_held(Held(keeping, secret, "SecretService Keyring"))
            stage.shoot(f"key-{keeping.value.replace('_', '-')}", dialog)
        page.card.key.wait()
        stage.shoot("key-waiting", dialog)
        dialog.close()


def models_away(stage: Stage) -> None:
    """Show the models at a provider with their dates, and the question before one is deleted."""
    stage.empty()
    with account(stage) as (cloud, connection):
        again = stage.program.reach.connections.add("openai", connection.title, connection.address)
        secret = Secret(cloud.account.key)
        asyncio.run(stage.program.reach.secrets.keep(again.id, again.address, secret, session_only=True))
        window = stage.program.window
        window.go("models")
        place = window.page("models")
        place.choose("shelf")
        page = place.room("shelf")
        stage.until(lambda: page.state == "content" and page.places.buttons, "the providers are named")
        page.places.buttons[[site.id for site in page.places._shown].index(again.id)].click()
        stage.until(lambda: len([one for one in page.list.models if one.site == again.id]) >= len(TITLES), "it told")
        first = next(one for one in page.list.models if one.site == again.id)
        page.list.choose(first.key)
        page.details.ask()
        stage.until(lambda: page.details.asking, "it is asked before it is deleted")
        stage.shoot("models-away")
        page.details._keep()
        stage.program.reach.connections.remove(again.id)
        window.go("start")


def start_endings(stage: Stage) -> None:
    """Show the start page of somebody in whose projects models end, at two providers and on several days."""
    stage.empty()
    program, recent = stage.program, []
    start, reach = program.rooms.start, program.reach
    for profile, title, address, base in ENDING:
        site = reach.connections.add(profile, title, address).id
        path = paths.projects_dir() / f"Letters to {title}.tunedesk"
        path.unlink(missing_ok=True)
        recent.append(str(path))
        with closing(Project.create(path)) as project:
            for number in range(len(recent)):
                model = f"ft:{base}:school:letters:A9hTw{number}"
                job = Job(f"job-{number}", site, base, JobStatus.SUCCEEDED, float(number), tuned_model=model)
                project.write(lambda c, job=job: jobs.add(c, job, Plan(job.base_model))).result()
    program.window.go("data")
    program.window.go("start")
    start.set_recent(recent)
    stage.until(lambda: all(Path(path).stem in start.endings.banner.text for path in recent), "the days are told")
    bring_into_view(start.endings.banner)
    stage.shoot("start-endings")
    for site in reach.connections.all[-len(ENDING) :]:
        reach.connections.remove(site.id)
    start.set_recent([])
    stage.until(start.endings.banner.isHidden, "nothing is told any more")


def rescue(stage: Stage) -> None:
    """Show the rescue: choosing, waiting for the provider, and the report."""
    stage.empty()
    with account(stage) as (cloud, connection):
        folder = paths.projects_dir() / f"Rescue {connection.title}"
        shutil.rmtree(folder, ignore_errors=True)
        window = stage.program.window
        window.enter("rescue")
        page = window.page("rescue")
        page.look()
        stage.until(lambda: page.choice.table.rowCount() == len(TITLES), "stock is taken")
        stage.shoot("rescue-choose")
        cloud.faults.add("GET jobs/*/events", "rate", times=3, retry_after="3")
        page.start()
        stage.until(page.progress.waits.isVisible, "the provider is waited for")
        stage.shoot("rescue-waiting")
        stage.until(page.progress.report.isVisible, "everything is home", 60)
        stage.shoot("rescue-report")
        window.go("start")
