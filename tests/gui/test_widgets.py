"""The small parts: pages with four states, cards, banners, folds, fields, long words."""

import pytest
from PySide6.QtCore import QDateTime, QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.gui.start.card import Card
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.amounts import at_moment, duration, memory
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.choosing import choose_file, choose_target
from desktop_app.gui.widgets.dialog_size import open_at
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.empty import Empty
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.menu import IN_BRIEF, Menu
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.row_button import RowButton
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.widgets.tick import Tick
from tests.gui.accessible import unnamed_controls


@pytest.fixture
def page(qtbot, theme):
    made = Page("Data", "Every row is one example.")
    qtbot.addWidget(made)
    made.set_content(QLabel("content"))
    made.resize(800, 600)
    made.show()
    return made


def button(widget: QWidget, text: str) -> QPushButton:
    found = [b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    assert len(found) == 1, [b.text() for b in widget.findChildren(QPushButton)]
    return found[0]


def words(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


def test_what_gets_the_focus_by_an_arrow_is_brought_into_view(qtbot, theme, in_window):
    part = QWidget()
    box = QVBoxLayout(part)
    radios = [QRadioButton(str(n)) for n in range(40)]
    for radio in radios:
        box.addWidget(radio)
    words = QLabel("Words that may break.", wordWrap=True)
    box.addWidget(words)  # without them the part would be squeezed rather than scrolled
    area = in_window(scrolling(part), 300, 200)
    radios[0].setFocus()
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert radios[30].hasFocus()
    assert not radios[30].visibleRegion().isEmpty()
    assert radios[0].visibleRegion().isEmpty()
    at = area.verticalScrollBar().value()
    qtbot.mousePress(radios[31], Qt.MouseButton.LeftButton)
    assert abs(area.verticalScrollBar().value() - at) < radios[31].height() * 2, "what is clicked on stays there"
    qtbot.mouseRelease(radios[31], Qt.MouseButton.LeftButton)


def test_long_spans_of_time_are_said_in_days():
    hour = 3600
    assert duration(89 * 60) == "about 89 minutes"
    assert duration(35 * hour) == "about 35 hours"
    assert duration(37 * hour) == "about a day and 13 hours"
    assert duration(55 * hour) == "about 2 days and 7 hours"
    assert duration(71 * hour) == "about 3 days"
    assert duration(73 * hour) == "about 3 days"
    assert duration(400 * hour) == "about 17 days"


def test_a_page_begins_with_its_content(page):
    assert page.state == "content"
    assert words(page).splitlines() == ["Data", "Every row is one example.", "content"]


def test_the_primary_button_leaves_the_words_their_room(page, theme, qtbot):
    primary = page.set_primary("Train", lambda: None)
    title = page._title_label
    qtbot.waitUntil(lambda: primary.x() > title.geometry().right())
    theme.set_text_size(200)
    primary.setText("Compare with the base model")
    page.resize(600, 600)
    qtbot.waitUntil(lambda: primary.y() > title.geometry().bottom())
    assert title.width() >= title.fontMetrics().horizontalAdvance(title.text())
    theme.set_text_size(100)
    page.resize(800, 600)
    qtbot.waitUntil(lambda: primary.x() > title.geometry().right())


def test_the_empty_state_has_one_action(page, qtbot):
    said = []
    page.show_empty("table", "Your rows will be here.", "Open a table", lambda: said.append(1))
    assert page.state == "empty"
    assert "Your rows will be here." in words(page)
    qtbot.keyClick(button(page, "Open a table"), Qt.Key.Key_Space)
    assert said == [1]
    page.show_empty("table", "Nothing to do here.")
    assert [b for b in page.findChildren(QPushButton) if b.isVisible()] == []


def test_short_work_never_shows(page):
    page.show_busy("Reading", None)
    assert page.state == "content"
    page.show_content()
    assert not page._busy_timer.isActive()


def test_long_work_shows_with_cancel_and_progress(page, qtbot):
    said = []
    page.show_busy("Reading rows", 0.25, lambda: said.append("cancel"))
    qtbot.waitUntil(lambda: page.state == "busy")
    page.show_busy("Reading rows", 0.5, lambda: said.append("cancel"))
    assert page._busy_state._bar.value() == 500
    cancel = button(page, "Cancel")
    cancel.click()
    assert said == ["cancel"]
    assert not cancel.isEnabled()
    page.show_content()
    assert page.state == "content"


def test_the_bar_runs_when_nobody_knows_how_far(qtbot, theme):
    busy = Busy()
    qtbot.addWidget(busy)
    busy.begin()
    busy.tell("Waiting", None, None)
    assert (busy._bar.minimum(), busy._bar.maximum()) == (0, 0)
    assert not busy._cancel.isVisibleTo(busy)


@pytest.mark.parametrize(
    ("fraction", "elapsed", "said"),
    [
        (0.5, 1.0, ""),
        (0.0, 9.0, ""),
        (0.5, 30.0, "Less than a minute left"),
        (0.5, 62.0, "About a minute left"),
        (0.1, 60.0, "About 9 minutes left"),
        (0.01, 110.0, "About 3 hours left"),
    ],
)
def test_the_rest_of_the_time_is_not_guessed_too_early(qtbot, theme, fraction, elapsed, said):
    busy = Busy()
    qtbot.addWidget(busy)
    assert busy._left(fraction, elapsed) == said


def test_a_problem_has_three_sentences_and_details_to_copy(page):
    said = []
    problem = Problem("disk_full", "errno 28", name="a.tunedesk", folder="b")
    page.show_problem(problem, lambda: said.append("again"))
    assert page.state == "problem"
    for sentence in (problem.happened, problem.meaning, problem.remedy):
        assert say(sentence) in words(page)
    button(page, "Copy details").click()
    copied = QGuiApplication.clipboard().text()
    assert "errno 28" in copied
    assert say(problem.remedy) in copied
    button(page, "Try again").click()
    assert said == ["again"]


def test_without_a_way_to_retry_there_is_no_button_for_it(qtbot, theme):
    view = ProblemView()
    qtbot.addWidget(view)
    view.show_problem(Problem("file_empty", name="a"))
    assert [b.text() for b in view.findChildren(QPushButton) if b.isVisibleTo(view)] == ["Copy details"]


def test_the_head_stays_where_it_is_in_every_state(page, qtbot):
    title = next(part for part in page.findChildren(QLabel) if part.text() == "Data")
    places = []
    for show in (
        page.show_content,
        lambda: page.show_empty("table", "Empty"),
        lambda: page.show_problem(Problem("file_empty", name="a")),
        lambda: page._show_state("busy"),
    ):
        show()
        page.layout().activate()
        places.append(title.geometry())
    assert len({place.getRect() for place in places}) == 1


def test_the_primary_button_changes_its_words_and_act(page):
    said = []
    first = page.set_primary("Create", lambda: said.append(1))
    second = page.set_primary("Create 95 rows", lambda: said.append(2))
    assert first is second
    page.primary.click()
    assert said == [2]
    assert page.primary.text() == "Create 95 rows"


def test_new_content_takes_the_place_of_the_old(page):
    page.set_content(QLabel("other"))
    assert "other" in words(page)
    assert "content" not in words(page).splitlines()


def test_a_page_has_a_name_for_everything(page):
    page.show_problem(Problem("file_empty", name="a"), lambda: None)
    page.set_primary("Create", lambda: None)
    assert unnamed_controls(page) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", ["card", "row"])
def test_cards_and_rows_are_buttons_for_keyboard_and_screen_reader(qtbot, theme, key, kind):
    made = Card("sparkles", "Try the sample", "Ready to train.") if kind == "card" else RowButton("table", "Data")
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.clicked):
        qtbot.keyClick(made, key)
    interface = QAccessible.queryAccessibleInterface(made)
    assert interface.role() is QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == made.text()


def test_a_click_anywhere_on_a_card_counts(qtbot, theme):
    card = Card("sparkles", "Try the sample", "Ready to train.")
    qtbot.addWidget(card)
    card.resize(400, 120)
    card.show()
    sentence = next(part for part in card.findChildren(QLabel) if part.text() == "Ready to train.")
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(sentence, Qt.MouseButton.LeftButton)


def test_a_focused_card_looks_focused(qtbot, theme):
    card = Card("sparkles", "Try the sample", "Ready to train.")
    other = QPushButton("other")
    for part in (card, other):
        qtbot.addWidget(part)
    card.resize(400, 120)
    card.show()
    plain = card.grab().toImage()
    card.activateWindow()
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    assert card.grab().toImage() != plain


def test_a_banner_says_its_kind_to_the_screen_reader(qtbot, theme):
    said = []
    banner = Banner("Two rows are empty.", "attention")
    qtbot.addWidget(banner)
    banner.set_button("Show them", lambda: said.append(1)).click()
    assert said == [1]
    assert banner.accessibleName() == "Attention: Two rows are empty."
    banner.tell("All rows are full.", "good")
    assert (banner.text, banner.accessibleName()) == ("All rows are full.", "All is well: All rows are full.")


def test_long_words_are_elided_and_told_in_full(qtbot, theme):
    long = "A project with a really very long name of the autumn campaign"
    made = Elided(long)
    qtbot.addWidget(made)
    made.resize(120, 24)
    made.show()
    assert made.text().endswith("…")
    assert made.toolTip() == made.accessibleName() == made.whole == long
    made.resize(900, 24)
    assert (made.text(), made.toolTip()) == (long, "")
    assert made.minimumSizeHint().width() < 120


def test_a_tip_is_never_taken_for_rich_text(qtbot, theme):
    assert plain_tip("") == ""
    assert plain_tip("1 < 2 & 3") == "1 < 2 & 3"
    assert (
        plain_tip("see <img src='x'>") == '<span style="white-space: pre-wrap">see &lt;img src=&#x27;x&#x27;&gt;</span>'
    )
    assert plain_tip("word " * 40).startswith("<span")  # which Qt breaks into lines
    made = Elided("<b>a very long project</b> with a name that does not fit")
    qtbot.addWidget(made)
    made.resize(80, 24)
    made.show()
    assert made.toolTip().endswith("&lt;b&gt;a very long project&lt;/b&gt; with a name that does not fit</span>")


def test_an_elided_label_shows_plain_text_on_one_line(qtbot, theme):
    made = Elided("<b>one</b>\ntwo")
    qtbot.addWidget(made)
    assert made.whole == "<b>one</b> two"
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_one_line_stands_where_the_layout_begins(qtbot, theme):
    made = Elided("Superheroes")
    qtbot.addWidget(made)
    assert made.alignment() & Qt.AlignmentFlag.AlignLeft
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert made.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_field_names_its_control(qtbot, theme):
    spin = QSpinBox()
    field = Field("&Passes over the data (epochs)", spin, "Three is a fine start.")
    qtbot.addWidget(field)
    name = QAccessible.queryAccessibleInterface(spin).text(QAccessible.Text.Name)
    assert name == "Passes over the data (epochs)"
    assert spin.accessibleDescription() == "Three is a fine start."
    assert field.findChild(QLabel).buddy() is spin
    field.set_help("")
    assert spin.accessibleDescription() == ""


def test_a_fold_tells_its_settings_when_it_is_closed(qtbot, theme):
    inner = QComboBox()
    inner.setAccessibleName("Rank")
    fold = Fold("Advanced", inner)
    qtbot.addWidget(fold)
    fold.set_summary("rank 8, 3 passes")
    assert not fold.is_open
    assert not inner.isVisibleTo(fold)
    assert fold._button.accessibleDescription() == "rank 8, 3 passes"
    with qtbot.waitSignal(fold.toggled):
        qtbot.keyClick(fold._button, Qt.Key.Key_Space)
    assert inner.isVisibleTo(fold)
    fold.set_open(False)
    assert not fold.is_open
    assert unnamed_controls(fold) == []


def test_a_chosen_file_is_told_and_a_cancelled_dialog_is_not(qtbot, theme, tmp_path):
    (tmp_path / "deep").mkdir()
    table = tmp_path / "heroes.csv"
    table.write_text("a,b\n", encoding="utf-8")
    parent, said = QWidget(), []
    qtbot.addWidget(parent)
    dialog = choose_file(parent, "Open", tmp_path, "Tables (*.csv)", said.append)
    assert dialog.directory().absolutePath() == str(tmp_path)
    dialog.reject()
    assert said == []
    dialog = choose_target(parent, "Save", tmp_path / "deep" / "copy.csv", "Tables (*.csv)", said.append)
    assert dialog.directory().absolutePath() == str(tmp_path / "deep")
    dialog.fileSelected.emit(str(table))
    dialog.reject()
    assert said == [str(table)]


def test_an_empty_place_shows_every_line_of_its_sentence(qtbot, theme):
    empty = Empty()
    qtbot.addWidget(empty)
    empty.resize(1000, 600)
    empty.show()
    for words in (8, 20, 60):
        empty.tell("inbox", " ".join(["sentence"] * words), "Do it", None)
        (sentence,) = (label for label in empty.findChildren(QLabel) if label.wordWrap())
        qtbot.waitUntil(lambda label=sentence: label.height() >= label.heightForWidth(label.width()))


def pixels(part) -> bytes:
    image = part.icon().pixmap(QSize(16, 16)).toImage()
    return bytes(image.constBits())


def test_a_folds_arrow_points_the_way_the_window_is_read(qtbot, theme):
    fold = Fold("Advanced", QLabel("content"))
    qtbot.addWidget(fold)
    arrow = fold.findChild(QToolButton)
    from_left = pixels(arrow)
    fold.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    from_right = pixels(arrow)
    assert from_right != from_left
    fold.set_open(True)
    opened = pixels(arrow)
    fold.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert pixels(arrow) == opened  # what is open points down in either
    fold.set_open(False)
    assert pixels(arrow) == from_left


@pytest.mark.parametrize(
    ("words", "drawn"),
    [("46, man ->", "\u206646, man ->\u2069"), ("שלום ->", "שלום ->"), ("46 ->", "46 ->")],
)
def test_letters_keep_their_order_in_a_mirrored_list(qtbot, theme, words, drawn):
    view = QListWidget()
    qtbot.addWidget(view)
    view.addItem(words)
    delegate = ContentOrder(view)
    option = QStyleOptionViewItem()
    option.direction = Qt.LayoutDirection.RightToLeft
    delegate.initStyleOption(option, view.model().index(0, 0))
    assert option.text == drawn
    assert option.direction is Qt.LayoutDirection.RightToLeft


def test_a_long_name_in_a_menu_ends_in_dots_not_in_half_a_letter(qtbot, theme):
    menu, exact = Menu(), Menu()
    for each, name in ((menu, "heroes 4f1c9a (tuned SmolLM2-135M-Instruct)"), (exact, "")):
        qtbot.addWidget(each)
        each.addItem(name)
        each.resize(160, 34)
    option = QStyleOptionComboBox()
    menu.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = menu.style().subControlRect(control, option, part, menu).width()
    exact.setItemText(0, menu.fontMetrics().elidedText(menu.currentText(), Qt.TextElideMode.ElideRight, room))
    assert exact.currentText().endswith("…")
    assert menu.grab().toImage() == exact.grab().toImage()
    assert menu.toolTip() == menu.currentText()


def test_the_words_of_a_box_to_tick_go_on_in_the_next_line(qtbot, theme):
    words = "Keep the mix of answers alike in all parts"
    tick, usual = Tick(words), QCheckBox(words)
    for each in (tick, usual):
        qtbot.addWidget(each)
    for each in (tick, usual):
        each.resize(usual.sizeHint())
    wide = usual.sizeHint().width()
    assert tick.grab().toImage() == usual.grab().toImage()
    assert tick.minimumSizeHint().width() < wide // 2
    assert tick.heightForWidth(wide) == usual.sizeHint().height()
    assert tick.heightForWidth(wide // 2) >= usual.sizeHint().height() + tick.fontMetrics().lineSpacing()


def test_closed_a_menu_may_say_less_than_its_list(qtbot, theme):
    menu, brief = Menu(), Menu()
    for each, name in ((menu, "Starter model (not fetched yet)"), (brief, "Starter model")):
        qtbot.addWidget(each)
        each.addItem(name)
        each.resize(160, 34)
    menu.setItemData(0, "Starter model", IN_BRIEF)
    assert menu.grab().toImage() == brief.grab().toImage()
    assert menu.toolTip() == menu.currentText() == "Starter model (not fetched yet)"


@pytest.mark.parametrize("percent", [100, 200])
def test_a_dialog_opens_larger_where_the_text_is_and_never_larger_than_its_window(qtbot, theme, percent):
    theme.set_text_size(percent)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 600)
    dialog, alone = QDialog(window), QDialog()
    qtbot.addWidget(alone)
    for each in (dialog, alone):
        open_at(each, 400, 500)
    assert (alone.width(), alone.height()) == (4 * percent, 5 * percent)
    assert (dialog.width(), dialog.height()) == (4 * percent, min(5 * percent, 600))


@pytest.mark.parametrize("percent", [100, 200])
def test_icons_of_lists_grow_with_the_text(qtbot, theme, percent):
    theme.set_text_size(percent)
    view = QListWidget()
    qtbot.addWidget(view)
    view.ensurePolished()
    item = QListWidgetItem(icon("check", "good"), "A row")
    view.addItem(item)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    assert option.decorationSize.width() == 20 * percent // 100


def test_memory_is_counted_as_it_is_sold():
    assert memory(8 * 1024**3) == "8 GB"
    assert memory(round(7.7 * 1024**3)) == "8 GB"


def test_a_moment_in_a_sentence_begins_small():
    now = QDateTime.currentSecsSinceEpoch()
    assert at_moment(now).startswith("today at ")
    assert at_moment(now - 40 * 86400).startswith("on ")


def test_a_name_with_an_ampersand_makes_no_key_of_a_line(qtbot, theme):
    made = RowButton("package", "Q&A")
    qtbot.addWidget(made)
    assert made.shortcut().isEmpty()
    assert made.accessibleName() == made.findChild(Elided).text() == "Q&A"
