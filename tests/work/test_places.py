"""What the places have to offer, on paths where one of them does not answer: models to ask, to train, to embed with."""

import asyncio
from contextlib import closing

import pytest

from desktop_app.core.job import JobStatus
from desktop_app.core.meaning import Embedder
from desktop_app.core.model_card import Known
from desktop_app.core.model_export import Form, Precision, Wish
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Secret
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.settings.secrets import Secrets
from desktop_app.store.project import Project
from desktop_app.work import all_models, embedders, export_model, hub_token, models, trainable, voices
from desktop_app.work.all_models import Origin
from tests.fake_provider import BASE, TUNED, FakeProvider, base_model
from tests.gui.training_room import keep
from tests.sites import connect, sites

NOWHERE = "http://127.0.0.1:9/v1"


@pytest.fixture
def engine(home):
    with FakeProvider(paths.engine_dir()) as made:
        made.tuned = [(TUNED, 1_700_000_100)]
        yield made


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "heroes.tunedesk")) as made:
        yield made


def at(act):
    """Run an act with the places there are, and hang up."""

    async def whole():
        where = sites(LocalEngine(paths.engine_dir()), paths.data_dir())
        try:
            return await act(where)
        finally:
            await where.engine.close()
            await where.reach.close()

    return asyncio.run(whole())


def names(offered):
    return [each.voice.model for each in offered]


def test_a_place_that_does_not_answer_offers_what_is_known_of_it(engine, project):
    async def act(where):
        there = await connect(where, "openai", "OpenAI", NOWHERE, "a-key")
        keep(project, 1, JobStatus.SUCCEEDED, where=there, tuned_model="ft:gpt-4o-mini:me::1")
        keep(project, 2, JobStatus.FAILED, where=there)
        return [each async for each in voices.heard(where, project)]

    here, there = at(act)
    assert (here.trouble, names(here.offered)) == (None, [TUNED, BASE])
    assert there.trouble.key == "provider_unreachable"
    assert names(there.offered)[0] == "ft:gpt-4o-mini:me::1"
    assert len(there.offered) > 1  # and the models that are known of the provider


def test_an_engine_that_does_not_answer_keeps_no_other_place_silent(engine):
    engine.refuse("bases", 500, times=9)

    async def act(where):
        await connect(where, "custom", "Mine", NOWHERE, "a-key")
        return [each async for each in voices.heard(where, None)]

    here, there = at(act)
    assert (here.offered, here.trouble.key) == ((), "provider_faulty")
    assert (there.site.title, there.offered) == ("Mine", ())


def test_a_model_at_an_address_nobody_described_may_answer_both_ways(engine):
    async def act(where):
        there = await connect(where, "no such profile", "Mine", NOWHERE, "a-key")
        return voices.voice(where.site(there), "anything")

    asked = at(act)
    assert (asked.model, asked.chat, asked.completions) == ("anything", True, True)


def test_models_the_project_remembers_are_there_before_anybody_was_asked(engine, project):
    async def found(where):
        there = await connect(where, "openai", "OpenAI", NOWHERE, "a-key")
        keep(project, 1, JobStatus.SUCCEEDED, where=there, upto=100, rows=["a"] * 3)
        keep(project, 2, JobStatus.SUCCEEDED)
        keep(project, 3, JobStatus.SUCCEEDED, where="a connection that was removed")
        return there, await all_models.remembered(where, project)

    there, known = at(found)
    own = f"ft:{BASE}:org::run1"
    assert [(one.site, one.model, one.origin) for one in known] == [
        (there, own, Origin.TUNED_AWAY),
        (there, f"{own}:ckpt-step-50", Origin.CHECKPOINT),
        (there, f"{own}:ckpt-step-100", Origin.CHECKPOINT),
    ]
    assert not any(one.listed for one in known)
    assert {one.job for one in known} == {"ftjob-1"}
    assert known[0].rows == 3


def test_what_a_place_has_told_goes_before_what_was_remembered():
    told = all_models.Known("there", "There", "m", Origin.TUNED_AWAY, bytes=7)
    remembered = all_models.Known("there", "There", "m", Origin.TUNED_AWAY, listed=False)
    for lists in ([[told], [remembered]], [[remembered], [told]]):
        assert all_models.merged(lists) == [told]


def test_an_engine_without_its_packages_is_named_and_one_that_fails_as_well(engine):
    engine.extra_installed = False
    found = at(lambda where: trainable.offer(where, where.here))
    assert (found.ready, found.choices, found.trouble.key) == (False, (), "engine_extra_missing")
    engine.extra_installed = True
    engine.refuse("bases", 500, times=9)
    found = at(lambda where: trainable.offer(where, where.here))
    assert (found.ready, found.trouble.key) == (False, "provider_faulty")


def test_vectors_of_a_place_that_is_gone_have_no_price_and_go_nowhere(engine):
    found = at(lambda where: told(embedders.weigh, where, Embedder("gone", "m"), ["four", "letters"]))
    assert (found.texts, found.dollars, found.priced, found.host) == (2, None, None, "")


async def told(function, *given):
    return function(*given)


def test_a_place_that_cannot_be_asked_offers_the_embedders_its_profile_names(engine):
    async def act(where):
        known = await connect(where, "openai", "OpenAI", NOWHERE, "a-key")
        await connect(where, "custom", "Mine", NOWHERE, "a-key")
        return known, await embedders.embedders(where)

    known, offers = at(act)
    away = [each for each in offers if each.host]
    assert away
    assert {each.embedder.site for each in away} == {known}
    assert all(each.ready for each in away)


def test_a_base_model_that_is_not_there_any_more_is_named(engine):
    async def act(where):
        return [state async for state in models.get_ready(where.engine, "no-such-model")]

    with pytest.raises(Problem, match="model_gone") as caught:
        at(act)
    assert caught.value.values["model"] == "no-such-model"


def test_a_model_that_never_lay_here_is_only_forgotten(engine):
    engine.bases.append(base_model("org/half", "Half", "failed"))

    async def act(where):
        (half,) = [each for each in await where.engine.base_models(None) if each.id == "org/half"]
        return await models.remove(where.engine, half)

    assert at(act) is None
    assert [each["id"] for each in engine.bases] == [BASE]
    assert "clear" not in engine.visits


@pytest.mark.parametrize(("code", "key"), [("model_in_use", "models.in_use"), ("something_new", "provider_refuses")])
def test_a_model_that_cannot_go_says_why(engine, code, key):
    engine.refuse("clear", 409, code, "no")

    async def act(where):
        (base,) = await where.engine.base_models(None)
        await models.remove(where.engine, base)

    with pytest.raises(Problem) as caught:
        at(act)
    assert caught.value.key == key
    assert len(engine.bases) == 1


@pytest.mark.parametrize(
    ("code", "key"),
    [("hub_offline", "models.offline"), ("model_not_found", "models.not_there"), ("something_new", "provider_refuses")],
)
def test_a_look_at_the_hub_that_fails_says_why(engine, code, key):
    engine.refuse("look", 400, code, "no")

    async def act(where):
        await models.look(where.engine, "org/some", Secrets(paths.data_dir() / "p.json", {}, lambda: None))

    with pytest.raises(Problem) as caught:
        at(act)
    assert caught.value.key == key


def test_the_token_for_the_hub_is_forgotten(engine, monkeypatch):
    monkeypatch.delenv("HF_TOKEN", raising=False)

    async def act():
        secrets = Secrets(paths.data_dir() / "p.json", {}, lambda: None)
        await hub_token.keep(secrets, Secret("hf_letters"), session_only=True)
        before = await hub_token.held(secrets)
        return before, await hub_token.forget(secrets), await hub_token.held(secrets)

    before, left, after = asyncio.run(act())
    assert before.secret is not None
    assert left.secret is None
    assert after.secret is None


def test_whoever_leaves_while_an_export_begins_leaves_none_under_way(engine, tmp_path, monkeypatch):
    begun, go_on = asyncio.Event(), asyncio.Event()
    begin = export_model.exporting.begin

    async def slowly(*given):
        found = await begin(*given)  # it is begun there, and nobody has heard of it yet
        begun.set()
        await go_on.wait()
        return found

    monkeypatch.setattr(export_model.exporting, "begin", slowly)

    async def act(where):
        wish = Wish(TUNED, Form.GGUF, Precision.F16, tmp_path / "out")
        steps = export_model.export(where.engine, wish, Known())
        leaving = asyncio.ensure_future(anext(steps))
        await begun.wait()
        leaving.cancel()
        await asyncio.sleep(0)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        await steps.aclose()

    at(act)
    assert (len(engine.exports.orders), engine.exports.ended) == (1, 1)


def test_a_refusal_nobody_has_words_for_is_told_as_it_came(engine, tmp_path):
    engine.exports.refused["gguf"] = (400, "something_new", "Not today.")

    async def act(where):
        await export_model.outlook(where.engine, TUNED, Form.GGUF, Precision.F16)

    with pytest.raises(Problem, match="provider_refuses"):
        at(act)


def test_of_a_folder_that_is_gone_nobody_knows_how_much_is_free(engine, tmp_path):
    async def act(where):
        return await export_model.room(where.engine, TUNED, Form.GGUF, Precision.F16, tmp_path / "gone")

    found = at(act)
    assert (found.free, found.fits) == (None, True)
