"""What a model writes is data: in no view, tip, dialog or file does it load, run or hide anything."""

import csv
import select
import socket
import subprocess
import sys
from html.parser import HTMLParser
from random import Random

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QDesktopServices, QHelpEvent
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from desktop_app.core.answer import Answer, Drawn, Finish
from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.answer_pane import AnswerPane
from desktop_app.gui.answers.folding import LONGEST, Folding, folded, letter_at, shown, units
from desktop_app.gui.answers.reading_box import AT_ONCE, ReadingBox
from desktop_app.gui.answers.results import Broken
from desktop_app.gui.answers.shading import Shade, Span
from desktop_app.gui.desktop_notes import DesktopNotes, without_tags
from desktop_app.gui.notices import Notices
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.theme.icons import icon
from tests.fake_provider import BASE, TUNED, Speech
from tests.gui.filled import habits_known, open_project
from tests.gui.plainness import rich, tip_is_plain

MEGABYTES = 10_000_000
RLO, PDI = "\u202e", "\u2069"


class Ears:
    """A real server that nobody may call, and notes of every program that is started and address that is opened."""

    def __init__(self):
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.started, self.opened, self.listening = [], [], True
        sys.addaudithook(self._hear)

    @property
    def called(self):
        return bool(select.select([self._server], [], [], 0)[0])

    def close(self):
        self.listening = False  # a hook cannot be taken away
        self._server.close()

    def _hear(self, event, arguments):
        if not self.listening:
            return
        if "uname" in str(arguments):
            return  # a library asks which computer this is
        if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "webbrowser.open"):
            self.started.append((event, str(arguments)[:200]))
        if event in ("socket.connect", "socket.getaddrinfo") and self.address.rsplit(":", 1)[1] in str(arguments):
            self.opened.append((event, str(arguments)[:200]))


@pytest.fixture
def ears(monkeypatch):
    made = Ears()
    monkeypatch.setattr(QDesktopServices, "openUrl", made.opened.append)
    yield made
    assert not made.called, "somebody has opened an address out of a text"
    assert (made.started, made.opened) == ([], [])
    made.close()


def nasty(address):
    """Return everything bad at once, with addresses of a server that hears whether one of them is opened."""
    return (
        f"<html><body background='{address}/b'><h1>big</h1><script>fetch('{address}/s')</script>"
        f"<img src='{address}/i.png' onerror='x()'><a href='{address}/a'>link</a><link rel=stylesheet href={address}/c>"
        f"<iframe src='{address}/f'></iframe><style>@import '{address}/u'</style>\n=WEBSERVICE(\"{address}/w\")\n"
        f"![picture]({address}/m.png)\x1b[2J\x1b]8;;{address}/o\x07click\x1b]8;;\x07 \x00zero {RLO}txt.exe{PDI} "
        f"{address}/plain \x08\x7f \ufdd0 \u2028 &lt;b&gt; 5 < 6 & 7 > 2\r\nend \U0001f9b8\u200d\U0001f468"
    )


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path, ears):
    """Return a function that shows the playground over a row, models and a provider that all say nasty things."""

    def made(bad, said):
        provider.tuned = [(TUNED, 200), (f"ft:{BASE}:local:<img src={ears.address}/n>:aa12", 100)]
        provider.answers = lambda _model, _question: Speech(said)
        row = Conversation((Message("system", bad), Message("user", bad), Message("assistant", bad)))
        open_project(qtbot, parts[0], tmp_path / "a.tunedesk", [(row, Part.TRAINING), (row, Part.TEST)])
        page = in_window(PlaygroundPage(*parts), 1200, 800)
        qtbot.waitUntil(lambda: len(page.models) == 2)
        habits_known(qtbot, page)
        return page

    return made


def asked(qtbot, page):
    page.primary.click()
    qtbot.waitUntil(lambda: not page.asking)


def opened(page, side, name):
    """Open a window of a column."""
    side._look_at_acts()
    side.acts[name].trigger()
    return newest(page)


def newest(page):
    (found,) = [dialog for dialog in page.window().findChildren(QDialog) if dialog.isVisible()]
    return found


def sides(page):
    return page.comparison.board.columns.all


def hover(widget, place):
    """Let the mouse rest over a place, and return the tip that comes."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    said = QToolTip.text()
    QToolTip.hideText()
    return said


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_in_no_view_of_the_comparison_is_a_text_more_than_letters(qtbot, show, ears):
    bad = nasty(ears.address)
    page = show(bad, bad)
    asked(qtbot, page)
    side = sides(page)[0]
    assert side.pane.text == bad
    board = page.comparison.board
    for place in range(board.shade.count()):
        board.shade.setCurrentIndex(place)
        assert rich(page.window()) == []
    drawn = (Drawn(bad, -1.0, ((bad, -1.0), (f"{bad}!", -2.0))),)
    side.pane.show_outcome(Answer(0, BASE, bad, Finish.STOP, 3, 1.0, drawn=drawn))
    board.shade.setCurrentIndex(board.shade.findData(Shade.LIKELIHOOD))
    tip = hover(side.pane._answer, QPoint(20, 20))
    assert "&lt;script&gt;" in tip
    assert tip_is_plain(tip)
    for name in ("tokens", "code", "row", "setting"):
        dialog = opened(page, side, name)
        assert rich(dialog) == [], name
        dialog.reject()
    board._past.click()
    past = newest(page)
    qtbot.waitUntil(lambda: past.model.rowCount() == 1)
    assert rich(past) == []
    assert RLO not in past.model.index(0, 0).data()  # what stands after it would be turned round, too
    past.reject()


def test_what_a_provider_says_against_an_answer_is_letters_too(qtbot, show, ears, workspace, in_window):
    bad = nasty(ears.address)
    page = show("?", bad)
    fault = Problem("provider_refuses", details=bad, provider=bad, message=bad)
    sides(page)[0].pane.show_outcome(Broken(fault, bad))
    assert sides(page)[0].pane.text == bad
    assert rich(page.window()) == []
    over = in_window(QWidget())
    notices = Notices(over)
    notices.notice(bad)
    assert rich(over) == []
    notices.show_problem(fault)
    assert rich(over) == []


def test_the_desktop_gets_no_tags(qapp, monkeypatch, ears):
    told = []
    notes = DesktopNotes(icon("box", "text"))
    monkeypatch.setattr(notes, "_say_by_program", lambda *words: told.extend(words) or True)
    monkeypatch.setattr(notes, "_say_at_tray", lambda *words: told.extend(words))
    notes.say("once", "<b>title</b>", nasty(ears.address))
    assert len(told) == 2
    assert not set("<>") & set("".join(told))
    assert without_tags("5 < 6") == "5 ‹ 6"
    notes.deleteLater()


class Page(HTMLParser):
    """Notes the tags of a page and everything they refer to."""

    def __init__(self):
        super().__init__()
        self.tags, self.told, self.letters = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.told += [(name, value) for name, value in attrs if name in ("src", "href", "style", "background")]
        self.told += [(name, value) for name, value in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.letters.append(data)


def test_saved_answers_load_nothing_and_calculate_nothing(qtbot, show, ears, tmp_path):
    bad = f"=1+1{nasty(ears.address)}"
    page = show(bad, bad)
    asked(qtbot, page)
    page.comparison.board._past.click()
    past = newest(page)
    qtbot.waitUntil(lambda: past.chosen is not None)
    for name in ("x.html", "x.csv", "x.xlsx"):
        past._write(past.chosen, tmp_path / name)
        qtbot.waitUntil(lambda name=name: past.said.text() == f"Saved as {name}.")
    past.reject()
    text = (tmp_path / "x.html").read_text("utf-8")
    parsed = Page()
    parsed.feed(text)
    ours = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "section", "div", "article", "p"}
    assert (parsed.tags - ours, parsed.told) == (set(), [])
    assert any("<script>" in said for said in parsed.letters)
    assert "Content-Security-Policy content=\"default-src 'none'" in text
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")]
    assert sum(cell.startswith("'=1+1") for cell in cells) >= 4
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_a_line_of_ten_megabytes_is_read_copied_and_taken_whole(qtbot, show, ears):
    said = "word<b>" * (MEGABYTES // 7)
    page = show("short", "-")
    pane = sides(page)[0].pane
    answer = Answer(0, BASE, said, Finish.STOP, 3, 1.0, drawn=(Drawn(said, -3.0, ((said, -3.0),)),))
    pane.show_outcome(answer)
    qtbot.waitUntil(lambda: pane._answer.document().characterCount() > MEGABYTES)
    assert longest_line(pane._answer) <= LONGEST
    assert pane.text == said
    pane._answer.selectAll()
    pane._answer.copy()
    assert QApplication.clipboard().text() == said
    assert QApplication.clipboard().mimeData().formats() == ["text/plain"]
    for name in ("tokens", "row"):
        dialog = opened(page, sides(page)[0], name)
        assert rich(dialog) == [], name
        if name == "row":
            assert dialog.answer.isReadOnly()
            assert dialog.corrected == said
        dialog.reject()


def test_a_row_with_a_long_line_can_be_looked_at(qtbot, show, ears):
    long = "seventy " * (MEGABYTES // 40)
    page = show(long, "yes")
    board = page.comparison.board
    assert longest_line(board.prompt.box) <= LONGEST
    assert longest_line(board.prompt._expected) <= LONGEST
    assert len(board.prompt._system.text()) < 1000
    code = opened(page, sides(page)[0], "code")
    qtbot.waitUntil(lambda: code.shown.document().characterCount() > 2 * len(long))
    assert long in code.shown.text
    code.reject()


def test_an_answer_can_be_read_while_it_comes_however_long_it_is(qtbot, in_window):
    pane = in_window(AnswerPane(), 500, 400)
    box, put, lines = pane._answer, [], []
    pane.begin()
    feed = box._folding.feed  # of the answer that begins

    def counted(text):
        shown_now = feed(text)
        put.append(len(text))
        lines.append(max(map(len, shown_now.split("\n"))))
        return shown_now

    box._folding.feed = counted
    piece, pieces = " token", 100_000
    for number in range(pieces):
        pane.append(piece)
        if number == 50_000:
            qtbot.waitUntil(lambda: len(put) >= 2)
            bar = box.verticalScrollBar()
            assert bar.value() == bar.maximum()  # it follows the end
            bar.setValue(bar.maximum() // 2)
            read = bar.value()
            put.clear()
    qtbot.waitUntil(lambda: box.text == piece * pieces and not box._due)
    assert bar.value() == read  # who reads an earlier line stays there
    assert sum(put) < len(piece) * pieces
    # What is added at a time, and what has to be laid out for it, does not grow with what stands there.
    assert max(put) <= AT_ONCE
    assert max(lines) <= LONGEST
    assert longest_line(box) <= LONGEST
    assert pane.text == piece * pieces


def longest_line(box):
    block, longest = box.document().begin(), 0
    while block.isValid():
        longest = max(longest, block.length() - 1)
        block = block.next()
    return longest


@pytest.mark.parametrize("seed", range(12))
def test_places_in_a_folded_text_are_told_apart(qtbot, seed):
    chance = Random(seed)
    letters = ["a", " ", "\n", "\r\n", "\u00e9", "\U0001f9b8", "\x00", "x" * 2500, "word " * 600]
    pieces = ["".join(chance.choices(letters, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 6))]
    text, box = "".join(pieces), ReadingBox(3)
    qtbot.addWidget(box)
    for piece in pieces:
        box.add(piece)
    qtbot.waitUntil(lambda: not box._due)
    assert box.text == text
    assert longest_line(box) <= 2 * LONGEST  # a letter can take two places
    first = chance.randrange(len(text))
    last = chance.randint(first + 1, len(text))
    box.mark([Span(first, last)])
    (mark,) = box.extraSelections()
    box.setTextCursor(mark.cursor)
    box.copy()
    assert box.createMimeDataFromSelection().text() == text[first:last]


def test_letters_without_a_look_get_one():
    assert shown("a\x00\x1b[31m\x7f\ud800\tb\r\nc\rd\u2028e") == "a␀␛[31m␡\ufffd\tb\u200b\nc\nd\ne"
    assert folded("short\nlines") == "short\nlines"
    assert [len(line) for line in folded("x" * 4500).split("\n")] == [LONGEST, LONGEST, 500]
    assert [letter_at("🦸ab", place) for place in (0, 2, 3)] == [0, 1, 2]
    assert units("🦸ab") == 4
    folding = Folding()
    folding.feed("x" * 2001)
    assert [folding.in_box(place) for place in (1999, 2000)] == [1999, 2001]
    assert folding.in_box(2000, end=True) == 2000
    assert [folding.in_text(place) for place in (1999, 2000, 2001)] == [1999, 2000, 2000]


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_the_ears_of_these_tests_hear(ears):
    subprocess.run(["true"], check=True)
    socket.create_connection(("127.0.0.1", int(ears.address.rsplit(":", 1)[1]))).close()
    assert ears.called
    ears._server.accept()[0].close()
    assert len(ears.started) >= 1
    assert len(ears.opened) >= 1
    ears.started.clear(), ears.opened.clear()
