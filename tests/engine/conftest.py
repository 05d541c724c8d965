import pytest

from tests.engine import workshop
from tests.engine.running import ended, send, start
from tests.engine.tiny_model import as_jsonl, colour_rows, make_tiny_model


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """A tiny base model."""
    return make_tiny_model(tmp_path_factory.mktemp("base") / "tiny")


@pytest.fixture(scope="session")
def shop():
    """One process that trains in folders, so that torch is imported once."""
    with workshop.opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def engine(tmp_path_factory, tiny):
    """One engine for all tests that only ask; training there is quick."""
    running = start(tmp_path_factory.mktemp("engine"), "--linger", "3600", "--threads", "1", model=tiny)
    yield running
    running.stop()


@pytest.fixture
def launch():
    """Start engines that end with the test, whatever happens."""
    started = []

    def begin(*arguments, **more):
        started.append(start(*arguments, **more))
        return started[-1]

    yield begin
    for running in started:
        if running.process.returncode is None:
            running.stop()


@pytest.fixture
def client(engine):
    with engine.client() as found:
        yield found


@pytest.fixture(scope="session")
def trained(engine):
    """A finished job with validation, three epochs long."""
    with engine.client() as client:
        file = send(client, as_jsonl(colour_rows(36)))
        check = send(client, as_jsonl(colour_rows(12)), "check.jsonl")
        job = client.fine_tuning.jobs.create(
            model="tiny",
            training_file=file,
            validation_file=check,
            suffix="my colours",
            seed=5,
            metadata={"project": "colours"},
            hyperparameters={"n_epochs": 6},
            extra_body={"hyperparameters": {"n_epochs": 6, "learning_rate": 0.01}},
        )
        return ended(client, job.id)
