"""The engine as one value: everything its HTTP routes work with."""

from dataclasses import dataclass

from starlette.requests import Request

from desktop_app.engine.bin import Bin
from desktop_app.engine.carrying import Carrying
from desktop_app.engine.clearing import Clearing
from desktop_app.engine.creation import Registrar
from desktop_app.engine.desk import AnswerDesk
from desktop_app.engine.estimating import Estimator
from desktop_app.engine.exports import Exports
from desktop_app.engine.files import FileShelf
from desktop_app.engine.guard import Traffic
from desktop_app.engine.jobs import JobBook
from desktop_app.engine.models import ModelShelf
from desktop_app.engine.places import runner_of
from desktop_app.engine.pulls import Pulls
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.settings import Settings
from desktop_app.engine.storage import Storage
from desktop_app.engine.upload_shelf import UploadShelf


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts of a running supervisor."""

    settings: Settings
    files: FileShelf
    book: JobBook
    models: ModelShelf
    registrar: Registrar
    scheduler: Scheduler
    estimator: Estimator
    pulls: Pulls
    exports: Exports
    desk: AnswerDesk
    uploads: UploadShelf
    clearing: Clearing
    carrying: Carrying
    traffic: Traffic

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that would be lost or broken off if the engine ended now."""
        return self.book.has_work or self.scheduler.is_training or self.pulls.is_busy or self.exports.is_busy

    @property
    def is_idle(self) -> bool:
        """Whether nobody has asked for anything for the linger time, and nothing is left to do."""
        return not self.is_busy and self.traffic.quiet_for() >= self.settings.linger


def build(settings: Settings) -> Engine:
    """Read the data folder and return the engine over it."""
    files = FileShelf(settings.files)
    book = JobBook(settings.jobs)
    models = ModelShelf(settings, book)
    pulls = Pulls(settings, models)
    return Engine(
        settings=settings,
        files=files,
        book=book,
        models=models,
        registrar=Registrar(settings, book, files, models),
        scheduler=Scheduler(book, files, runner_of(settings)),
        estimator=Estimator(settings, models),
        pulls=pulls,
        exports=Exports(settings, models),
        desk=AnswerDesk(settings.data, settings.answer_idle),
        uploads=UploadShelf(settings.data / "uploads", files),
        clearing=Clearing(Bin(settings.data), Storage(settings, book), models, files, pulls),
        carrying=Carrying(settings, book, models),
        traffic=Traffic(),
    )


def engine_of(request: Request) -> Engine:
    """Return the engine that serves a request."""
    engine: Engine = request.app.state.engine
    return engine
