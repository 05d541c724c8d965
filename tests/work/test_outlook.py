"""What a training will take and what can be trained where: against published numbers and real servers."""

import asyncio
from array import array
from dataclasses import replace
from datetime import date

import pytest

from desktop_app.core import effort
from desktop_app.core.checks.finding import Finding, Severity, Subject
from desktop_app.core.example import Part, Shape
from desktop_app.core.job import HERE, Job, JobStatus, Plan
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.target import Method
from desktop_app.providers.estimating import Estimate
from desktop_app.providers.local import BaseModel, Hardware, LocalEngine
from desktop_app.providers.profile_file import load as load_profiles
from desktop_app.settings.connections import Connections
from desktop_app.settings.paths import resource
from desktop_app.settings.secrets import Secrets
from desktop_app.store import jobs
from desktop_app.store.measures import Lengths
from desktop_app.store.project import Project
from desktop_app.work import measure, outlook, trainable
from desktop_app.work.outlook import Known, foresee
from desktop_app.work.reach import Reach
from desktop_app.work.sites import Site, Sites
from desktop_app.work.weigh import Load, Weight
from tests.cloud.dialects import CRUSOE, FOUNDRY, NEBIUS, OPENAI
from tests.cloud.server import Cloud
from tests.fake_provider import FakeProvider
from tests.gui.filled import talks
from tests.sites import connect
from tests.sites import sites as make_sites

PROFILES = {profile.id: profile for profile in load_profiles(resource("providers.json"))}
MINI = "gpt-4o-mini-2024-07-18"
TODAY = date(2026, 11, 21)
CHATS = Load({Part.TRAINING: 1000, Part.VALIDATION: 100, Part.TEST: 50}, {Shape.CHAT: 1100})


def site(profile):
    return Site(HERE if profile == "local" else profile, "There", PROFILES[profile], "there.example")


def weight(tokens=100_000, cut=0, size=0):
    counted = Lengths(1000, tokens + cut, tokens, 900, 7 if cut else 0)
    return Weight({Part.TRAINING: counted, Part.VALIDATION: Lengths(100, 50, 50, 10)}, True, {Part.TRAINING: size})


def foreseen(profile="openai", plan=None, load=CHATS, weighs=None, **known):
    plan = plan or Plan(MINI, connection=profile)
    return foresee(site(profile), plan, load, weighs or weight(), Known(today=TODAY, **known))


def keys(texts):
    return [text.key for text in texts]


def test_the_cost_is_the_one_openai_reckons_itself():
    """Its own example: 100,000 tokens, three passes, gpt-4o-mini: $0.90 (Supervised fine-tuning, cost)."""
    found = foreseen()
    assert (found.epochs, found.settled) == (3, False)
    assert found.dollars == pytest.approx(0.90)
    assert foreseen(plan=Plan(MINI, epochs=10)).dollars == pytest.approx(3.0)
    assert foreseen(plan=Plan(MINI, epochs=10)).settled


def test_tokens_beyond_the_limit_cost_nothing_and_are_told():
    found = foreseen(weighs=weight(cut=60_000))
    assert found.dollars == pytest.approx(0.90)
    assert (found.cut, found.longest, found.limit) == (7, 900, 65536)


def test_a_tuned_model_costs_and_ends_as_its_base():
    found = foreseen(plan=Plan(f"ft:{MINI}:org:heroes:abc", connection="openai"))
    assert found.dollars == pytest.approx(0.90)
    assert keys(found.warnings) == ["provider.notice.openai", "target.start_soon", "target.shutdown_soon"]


def test_the_provider_knows_better_when_its_model_ends():
    said = foreseen(listed="2026-12-01").warnings[-1]
    assert said.values["date"] == date(2026, 12, 1)


def test_what_leaves_is_what_is_sent():
    private = {
        part: (Finding("private_emails", Subject.PRIVACY, Severity.ADVICE, n, array("q", range(n))),)
        for n, part in ((3, Part.TRAINING), (2, Part.VALIDATION))
    }
    whole = replace(weight(), bytes={Part.TRAINING: 9000, Part.VALIDATION: 900}, private=private)
    leaving = foreseen(weighs=whole).leaving
    assert (leaving.rows, leaving.bytes, leaving.host) == (1100, 9900, "there.example")
    assert leaving.said.key == "provider.privacy.openai"
    assert [(f.check, f.count) for f in leaving.private] == [("private_emails", 5)]
    alone = foreseen(plan=Plan(MINI, connection="openai", validation=False), weighs=whole).leaving
    assert (alone.rows, alone.bytes, alone.private[0].count) == (1000, 9000, 3)
    assert foreseen("local", Plan("tiny")).leaving is None


def test_here_it_takes_time_and_room():
    hardware = Hardware(8, 16 << 30, 1_000_000_000, "cpu", engine_installed=True)
    model = BaseModel("tiny", "Tiny", effort.STARTER_BYTES, "", "ready", 1.0, "")
    found = foreseen("local", Plan("tiny"), hardware=hardware, model=model)
    assert found.dollars is None
    assert found.settled
    assert found.seconds == pytest.approx(100_000 * 3 / (70 * 7))
    assert found.disk == round(effort.disk_bytes(100_000, 3))
    assert "outlook.disk_short" not in keys(found.advice)
    cramped = foreseen("local", Plan("tiny"), hardware=replace(hardware, disk_free=1_000_000), model=model)
    assert "outlook.disk_short" in keys(cramped.advice)
    swift = foreseen("local", Plan("tiny"), hardware=replace(hardware, accelerator="cuda"), model=model)
    assert swift.seconds is None


@pytest.mark.parametrize(
    ("profile", "model", "shape", "method", "key"),
    [
        ("openai", MINI, Shape.COMPLETION, Method.SUPERVISED, "outlook.no_completions"),
        ("openai", MINI, Shape.PREFERENCE, Method.PREFERENCE, "outlook.no_preferences"),
        ("openai", "gpt-4.1-2025-04-14", Shape.PREFERENCE, Method.PREFERENCE, None),
        ("openai", "gpt-4.1-2025-04-14", Shape.PREFERENCE, Method.SUPERVISED, "outlook.no_preferences"),
        ("local", "tiny", Shape.PREFERENCE, Method.PREFERENCE, None),
        ("local", "tiny", Shape.PREFERENCE, Method.SUPERVISED, "outlook.no_preferences"),
        ("local", "tiny", Shape.COMPLETION, Method.SUPERVISED, None),
        ("crusoe", "some/model", Shape.COMPLETION, Method.SUPERVISED, "outlook.no_completions"),
        ("custom", "some/model", Shape.PREFERENCE, Method.PREFERENCE, None),
    ],
)
def test_rows_of_a_shape_the_model_does_not_learn_from_are_said(profile, model, shape, method, key):
    found = foreseen(profile, Plan(model, method=method), Load(CHATS.counts, {shape: 1100}))
    assert keys(found.problems) == ([key] if key else [])
    assert all(english(said) for said in found.problems)


def test_what_keeps_a_training_from_being_started():
    few = Load({Part.TRAINING: 9}, {Shape.CHAT: 9})
    assert keys(foreseen(load=few).problems) == ["outlook.too_few"]
    assert keys(foreseen(load=Load(CHATS.counts, {Shape.CHAT: 1, Shape.COMPLETION: 2})).problems) == ["outlook.mixed"]
    unchecked = Load({Part.TRAINING: 20}, {Shape.CHAT: 20})
    assert keys(foreseen("foundry", load=unchecked).problems) == ["outlook.no_validation"]
    assert keys(foreseen(load=unchecked).problems) == []
    assert keys(foreseen(load=unchecked).advice) == ["outlook.few", "outlook.unchecked"]
    assert keys(foreseen(weighs=weight(size=513_000_000)).problems) == ["outlook.too_large"]
    assert keys(foreseen(weighs=weight(size=511_000_000)).problems) == []


def test_a_longer_context_is_asked_for_by_its_name_there():
    here = Plan("tiny", more={"context_length": 2048})
    assert outlook.target(site("local"), here).limit == 2048
    assert outlook.target(site("local"), Plan("tiny")).limit == 1024
    assert outlook.target(site("local"), Plan("../../etc/x")).vocabulary == ""
    tuned = outlook.target(site("local"), Plan("ft:SmolLM2-135M-Instruct:local:mine:1"))
    assert (tuned.id, tuned.vocabulary) == ("ft:SmolLM2-135M-Instruct:local:mine:1", "SmolLM2-135M-Instruct")


def test_a_profile_nobody_knows_still_says_what_it_can():
    nowhere = Site("x", "X", None, "x.example")
    found = foresee(nowhere, Plan("m", connection="x"), CHATS, weight(), Known(today=TODAY))
    assert found.problems == ()
    assert found.leaving.said is None
    assert found.dollars is None


# What can be trained where


def offered(profile, dialect, tmp_path, project=None):
    with Cloud(dialect) as cloud:
        places = make_sites(LocalEngine(tmp_path / "engine"), tmp_path)

        async def asked():
            one = await connect(places, profile, "There", cloud.address, cloud.account.key)
            try:
                return await trainable.offer(places, places.site(one), project)
            finally:
                await places.reach.close()

        cloud.account.add_model("ft:gpt-4o-mini-2024-07-18:org::tuned1", owner="org")
        return asyncio.run(asked())


def test_openai_offers_its_models_and_what_was_tuned_there(tmp_path):
    found = offered("openai", OPENAI, tmp_path)
    assert found.ready
    assert not found.any
    names = [choice.id for choice in found.choices]
    assert names[:4] == [model.id for model in PROFILES["openai"].models]
    assert [choice.id for choice in found.choices if choice.tuned] == ["ft:gpt-4o-mini-2024-07-18:org::tuned1"]
    assert all(choice.ending is not None for choice in found.choices)


@pytest.mark.parametrize(("profile", "dialect"), [("foundry", FOUNDRY), ("nebius", NEBIUS), ("crusoe", CRUSOE)])
def test_every_profile_offers_what_it_knows(profile, dialect, tmp_path):
    found = offered(profile, dialect, tmp_path)
    known = [model.id for model in PROFILES[profile].models if model.id != trainable.ANY]
    assert [choice.id for choice in found.choices if not choice.tuned][: len(known)] == known
    assert found.any is (profile == "crusoe")


def test_a_model_this_project_trained_there_can_be_gone_on_from(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    for number, place in enumerate(("foundry", "elsewhere", "local")):
        job = Job(f"j{number}", place, MINI, JobStatus.SUCCEEDED, 1.0, tuned_model=f"mine-{place}")
        project.write(lambda c, job=job: jobs.add(c, job, Plan(MINI))).result()
    found = offered("foundry", FOUNDRY, tmp_path, project)
    assert "mine-foundry" in [choice.id for choice in found.choices if choice.tuned]
    assert not {"mine-elsewhere", "mine-local"} & {choice.id for choice in found.choices}
    project.close()


def test_without_a_key_or_offline_it_says_so_and_still_knows_the_models(tmp_path):
    secrets = Secrets(tmp_path / "places.json", {}, lambda: None)
    for rules, key in ((Network(), "key_missing"), (Network(offline=True), "offline")):
        reach = Reach(Connections(tmp_path / f"{key}.json"), secrets, lambda rules=rules: rules)
        made = reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
        places = Sites(LocalEngine(tmp_path / "engine"), reach)
        found = asyncio.run(trainable.offer(places, places.site(made.id)))
        assert found.trouble.key == key
        assert not found.ready
        assert len(found.choices) == 4


def test_the_whole_outlook_of_a_project_here_and_there(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    project.do(outlook.text("step.insert_row"), lambda edit: edit.append(talks())).result()
    with FakeProvider(tmp_path / "engine"), Cloud(OPENAI) as cloud:
        places = make_sites(LocalEngine(tmp_path / "engine"), tmp_path)

        async def both():
            one = await connect(places, "openai", "There", cloud.address, cloud.account.key)
            try:
                here = await outlook.outlook(project, places, Plan("tiny"))
                there = await outlook.outlook(project, places, Plan(MINI, connection=one))
            finally:
                await places.reach.close()
                await places.engine.close()
            return here, there

        here, there = asyncio.run(both())
    assert here.seconds is not None
    assert here.leaving is None
    assert there.leaving.rows == 15
    assert there.leaving.bytes > 0
    assert there.dollars == pytest.approx(there.tokens * 8 * 3 / 1_000_000)
    assert cloud.visits == {}
    project.close()
    with pytest.raises(Problem, match="connection_gone"):
        asyncio.run(outlook.outlook(project, places, Plan(MINI, connection="nobody")))


def test_what_the_engine_reckons_for_this_computer_takes_the_place_of_the_guess():
    roomy = Hardware(4, 8 << 30, 10**12, "cpu", engine_installed=True)
    told = Estimate(seconds=77.0, memory=3 << 30, disk=5_000_000, fits=True)
    plan = Plan("HuggingFaceTB/SmolLM2-135M-Instruct", connection="local")
    found = foreseen("local", plan, hardware=roomy, estimate=told)
    assert (found.seconds, found.memory, found.disk, found.measured) == (77.0, 3 << 30, 5_000_000, True)
    assert not {"outlook.memory_short", "outlook.disk_short"} & set(keys(found.advice))
    tight = foreseen("local", plan, hardware=roomy, estimate=replace(told, fits=False))
    (short,) = [text for text in tight.advice if text.key == "outlook.memory_short"]
    assert short.values == {"needed": 3221}


def test_rows_a_model_cannot_learn_from_are_named_by_their_shape():
    named = {Shape.CHAT: "no_chats", Shape.COMPLETION: "no_completions", Shape.PREFERENCE: "no_preferences"}
    for shape, key in named.items():
        other = Method.PREFERENCE if shape is not Shape.PREFERENCE else Method.SUPERVISED
        load = Load({Part.TRAINING: 1000}, {shape: 1000})
        found = foreseen("local", Plan("x", connection="local", method=other), load)
        assert f"outlook.{key}" in keys(found.problems)


def test_what_is_to_be_measured_is_what_our_engine_would_read():
    def rows(profile="local", method=Method.SUPERVISED, load=CHATS, weighs=None, model="x"):
        plan = Plan(model, connection=profile, method=method)
        return measure.rows_of(site(profile), plan, foreseen(profile, plan, load, weighs))

    found = rows()
    assert (found.count, found.tokens, found.longest) == (1000, 100_000, 900)
    pairs = Load({Part.TRAINING: 1000, Part.VALIDATION: 100}, {Shape.PREFERENCE: 1100})
    halves = rows(method=Method.PREFERENCE, load=pairs)
    assert (halves.tokens, halves.longest) == (50_000, 450)  # the count of a pair has both its sides
    assert rows("openai", model=MINI) is None  # another's machines are not measured
    assert rows(model="") is None
    assert rows(load=Load({}, {})) is None
