"""A sitting before the editor: whatever the user does, view, model and file must be as plain lists foresee them."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from PySide6.QtCore import Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop_app.core.example import Part, Shape
from desktop_app.core.fields import FIELDS
from desktop_app.core.look import Look
from desktop_app.core.remarks import tags_text
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.page import EditorPage
from tests.campaigns.editor_foreseen import Foreseen, Row, Rows
from tests.campaigns.editor_window import EditorWindow, exported, make, on_disk

ANY = st.integers(0, 10_000)
SOME = st.lists(ANY, min_size=1, max_size=5)
_ACTS = 6
WORDS = st.text("ab ,{}\n\t\"'\\éÄ漢🦊\u00a0-=", max_size=10)
SHAPES = st.sampled_from([Shape.COMPLETION, Shape.CHAT])


class Sitting(RuleBasedStateMachine):
    """The window, what is foreseen of it, and that the two agree after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.folder = Path(tempfile.mkdtemp(prefix="editor-"))
        self.path = self.folder / "table.tunedesk"
        self.here: int | None = None  # the id of the row that must be the current one, where that is known
        self.opened_at = 0
        self._before = qInstallMessageHandler(self._listen)

    @initialize(shape=SHAPES, texts=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=9))
    def sit_down(self, shape: Shape, texts: list[tuple[str, str]]) -> None:
        """Open a project that was just imported."""
        make(self.path, shape, [_line(shape, *pair) for pair in texts])
        self.foreseen = Foreseen(shape, on_disk(self.path))
        self.imported = exported(self.path, self.folder)
        self.foreseen.look_at(Look())
        self.window = EditorWindow(self.path)

    @property
    def rested(self) -> bool:
        """Tell whether enough was done since the project was opened that it is worth while to open it again."""
        return self.counted.total() >= self.opened_at + _ACTS

    @property
    def page(self) -> EditorPage:
        """Return the editor."""
        return self.window.page

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the fields."""
        return FIELDS[self.foreseen.shape]

    def choose(self, wanted: Iterable[int], field: int = 0) -> list[int]:
        """Choose rows on show and return their ids, the current one last."""
        shown = self.foreseen.shown
        places = list(dict.fromkeys(each % len(shown) for each in wanted))
        self.window.choose(places, columns.FIRST_FIELD + field % len(self.names))
        self.here = shown[places[-1]]
        return [shown[place] for place in places]

    def after(self, before: Rows) -> None:
        """Let the act come to its end, and foresee how the rows on show follow it."""
        self.window.settle()
        self.foreseen.learn_ids([row.id for row in on_disk(self.path)])
        self.foreseen.follow(before)

    @invariant()
    def all_agree(self) -> None:
        """Compare file, model and view with what is foreseen."""
        assert self.window.faults == [], f"a fault came out: {self.window.faults}"
        assert self.complaints == [], f"the tester of Qt's models says: {self.complaints}"
        found = on_disk(self.path)
        assert found == self.foreseen.rows, f"in the file stands {found} for {self.foreseen.rows}"
        model, shape = self.page.model, self.foreseen.shape
        assert list(model.ids) == self.foreseen.shown, f"on show are {list(model.ids)} for {self.foreseen.shown}"
        for place, row_id in enumerate(self.foreseen.shown):
            number = model.headerData(place, Qt.Orientation.Vertical)
            seen = [number, *(model.index(place, c).data(Qt.ItemDataRole.EditRole) for c in range(model.columnCount()))]
            wanted = _cells(place, self.foreseen.row(row_id))
            assert seen == wanted, f"the cells say {seen} for {wanted}"
        history = self.window.workspace.project.history()
        assert (history.undo is None, history.redo is None) == (not self.foreseen.done, not self.foreseen.undone)
        assert self.page.notice.isHidden(), f"the notice says: {self.page.notice.text}"
        wanted_state = "content" if self.foreseen.rows else "empty"
        assert self.page.state == wanted_state, f"the page is {self.page.state} with {len(self.foreseen.rows)} rows"
        self._the_row_beside_is_the_current_one(shape)

    def _the_row_beside_is_the_current_one(self, shape: Shape) -> None:
        place, shown, pane = self.page.table.place, self.foreseen.shown, self.page.pane
        assert (place >= 0) == bool(shown), f"the current row is {place} of {len(shown)}"
        if not shown:
            return
        assert self.here in (None, shown[place]) or self.here not in shown, "the current row has moved"
        if self.here not in shown:
            self.here = None  # once it is gone, another one is the current row
        row = self.foreseen.row(shown[place])
        if shape is Shape.COMPLETION:
            beside, wanted = [field.toPlainText() for field in pane.fields.values()], row.texts
        else:
            beside = [bubble.field.toPlainText() for bubble in pane.bubbles.bubbles]
            wanted = row.texts[0 if row.texts[0] else 1 :]
        assert beside == [_plain(text) for text in wanted], f"beside the table stands {beside} for {row}"
        assert pane.notes.note.toPlainText() == row.note, f"the note {pane.notes.note.toPlainText()!r} for {row}"

    def teardown(self) -> None:
        """Take everything back: what is exported then is what was exported at first."""
        try:
            if hasattr(self, "window"):
                self._take_everything_back()
        finally:
            if hasattr(self, "window"):
                self.window.close()
            qInstallMessageHandler(self._before)
            shutil.rmtree(self.folder)

    def _take_everything_back(self) -> None:
        while self.foreseen.done:
            self.window.workspace.undo()
            self.foreseen.undo()
            self.counted["undone in the end"] += 1
        self.window.settle()
        assert on_disk(self.path) == self.foreseen.rows
        assert exported(self.path, self.folder) == self.imported

    def _listen(self, kind: QtMsgType, context: object, words: str | None) -> None:
        if getattr(context, "category", "") == "qt.modeltest" and kind is not QtMsgType.QtDebugMsg:
            self.complaints.append(words or "")


def type_in(words: str) -> None:
    """Put words in the place of the text that is being edited."""
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit), f"the keyboard is in {field}"
    field.selectAll()
    field.insertPlainText(words)


def with_text(row: Row, field: int, words: str) -> Row:
    """Return the row with one of its texts replaced."""
    return row.edited(words if place == field else text for place, text in enumerate(row.texts))


def _line(shape: Shape, question: str, answer: str) -> dict[str, object]:
    """Return the training line of a row; every second conversation has a system message."""
    if shape is Shape.COMPLETION:
        return {"prompt": question, "completion": answer}
    turns = [("user", question), ("assistant", answer)]
    if len(question) % 2:
        turns.insert(0, ("system", f"Be {question}"))
    return {"messages": [{"role": role, "content": words} for role, words in turns]}


def _cells(place: int, row: Row) -> list[str]:
    """Return what the cells of a row hold."""
    words = columns.part_word(Part(row.part)), columns.status_word(row.status)
    return [str(place + 1), words[0], *row.texts, words[1], row.note, tags_text(row.tags)]


def _plain(text: str) -> str:
    """Return a text as a field of Qt gives it back: spaces that must not break become others."""
    return text.replace("\u00a0", " ")
