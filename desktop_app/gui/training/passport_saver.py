"""Saving a model's passport as a page for the browser or as a sheet of paper (PDF, A4)."""

import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QSizeF, QUrl, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from desktop_app.core.file_name import file_name
from desktop_app.gui.background import Background
from desktop_app.gui.training.passport import Passport, passport_of
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.store.project import Project
from desktop_app.work.proofs import Proofs, proofs
from desktop_app.work.save_page import save_page
from desktop_app.work.sites import Sites

_DOTS = 144
"""Dots of the drawing for an inch of paper."""
_PIXELS = (96, 104, 114, 126, 140)
"""Pixels of the page for an inch of paper: the more there are, the smaller is everything, and the more has room."""
_LETTERS = 13
"""Pixels of the page's letters."""
_EDGE_MM = 14.0
_DRAWING = "drawing"


class PassportSaver(QObject):
    """Asks for a place and writes the passport there."""

    saved = Signal(str)
    """The name of the file that was written."""
    problem = Signal(object)

    def __init__(self, background: Background, sites: Sites, parent: QWidget) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._parent = parent

    def ask(self, run: Run, project: Project) -> None:
        """Gather what the project knows of the model, then ask where its passport shall go."""

        def gathered(found: Proofs) -> None:
            self._ask(passport_of(run, time.time(), found, self._sites), project.path.parent)

        wanted = proofs(project, run.job.tuned_model or "")
        self._background.run(self, wanted, on_done=gathered, on_problem=self.problem.emit)

    def _ask(self, passport: Passport, folder: Path) -> None:
        proposal = folder / f"{file_name(passport.title) or 'model'} passport.pdf"
        filters = ";;".join((self.tr("Sheet of paper (*.pdf)"), self.tr("Page for the browser (*.html)")))
        save = partial(self.save, passport)
        choose_target(self._parent, self.tr("Save the passport"), proposal, filters, lambda path: save(Path(path)))

    def save(self, passport: Passport, path: Path) -> None:
        """Write the passport to a file of this name, a PDF or a page as its ending says."""
        content = paper(passport) if path.suffix.lower() == ".pdf" else passport.page().encode()
        self._background.run(self, save_page(content, path), on_done=self.saved.emit, on_problem=self.problem.emit)


def paper(passport: Passport) -> bytes:
    """Return the passport as a PDF on A4."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(passport.title)
    writer.setCreator("TuneDesk")
    edge = QMarginsF(_EDGE_MM, _EDGE_MM, _EDGE_MM, _EDGE_MM)
    sheet, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(sheet, upright, edge, QPageLayout.Unit.Millimeter))
    document = _document(passport)
    document.setDocumentMargin(0)
    for pixels in _PIXELS:
        writer.setResolution(pixels)
        document.documentLayout().setPaintDevice(writer)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        if document.pageCount() == 1:
            break
    document.print_(writer)
    buffer.close()
    return bytes(content.data())


def _document(passport: Passport) -> QTextDocument:
    document = QTextDocument()
    letters = document.defaultFont()
    letters.setPixelSize(_LETTERS)  # headings are so many times as large, whatever the page says of them
    document.setDefaultFont(letters)
    drawing = passport.drawing
    if drawing:
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_DRAWING), _painted(drawing))
    document.setHtml(passport.page(f"<p><img src={_DRAWING} width=480></p>" if drawing else ""))
    return document


def _painted(drawing: str) -> QImage:
    """Return a drawing as dots: Qt's documents hold no drawings."""
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    size = renderer.defaultSize() * (_DOTS / _PIXELS[0])
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image
