"""Parts that give way where text is large: buttons below what they act on, heights that fit the width."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.help.word_table import WordTable
from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets.acting import Acting
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.scrolling import scrolling

WORDS = "Von einem Problem angehalten"


@pytest.fixture
def acts():
    holder = QWidget()
    flow = FlowLayout(holder)
    for words in ("Vom letzten Zwischenstand weitermachen", "Neu planen"):
        flow.addWidget(QPushButton(words))
    return holder


def test_buttons_go_below_where_the_words_would_have_too_little_room(qtbot, theme, acts):
    head = Acting(label(WORDS, size="heading", wrap=True), acts, 12)
    qtbot.addWidget(head)
    head.show()
    for width, stacked in ((1000, False), (500, True), (1000, False)):
        head.resize(width, 120)
        assert head.stacked is stacked


def test_buttons_come_back_when_there_are_fewer(qtbot, theme, acts):
    head = Acting(label(WORDS, wrap=True), acts, 12)
    qtbot.addWidget(head)
    head.resize(500, 120)
    head.show()
    assert head.stacked
    acts.findChildren(QPushButton)[0].hide()
    qtbot.waitUntil(lambda: not head.stacked)


def test_the_longest_word_of_a_sentence_is_not_cut_off(qtbot, theme):
    theme.set_text_size(200)
    long = label(WORDS, size="heading", wrap=True)
    endless = label("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", wrap=True)
    for words in (long, endless):
        qtbot.addWidget(words)
        words.ensurePolished()
    assert long.minimumSizeHint().width() >= long.fontMetrics().horizontalAdvance("angehalten") > 120
    assert endless.minimumSizeHint().width() < endless.fontMetrics().horizontalAdvance(endless.text())


def test_what_wraps_nothing_keeps_its_least_height_and_scrolls(in_window):
    part = QWidget()
    box = QVBoxLayout(part)
    for _ in range(3):
        box.addWidget(fixed := QWidget())
        fixed.setMinimumHeight(100)
    area = in_window(scrolling(part), 300, 150)
    assert part.height() >= 300
    assert area.verticalScrollBar().maximum() > 0


def test_a_part_that_is_no_wider_than_reading_allows_has_the_height_it_needs_then(qtbot, theme):
    part = QWidget()
    part.setMaximumWidth(300)
    words = label("Every model you can call, and those only answers are left of. " * 12, wrap=True)
    QVBoxLayout(part).addWidget(words)
    area = scrolling(part)
    qtbot.addWidget(area)
    area.resize(900, 100)
    area.show()
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))


def test_columns_are_as_wide_as_their_longest_words(qtbot, theme):
    theme.set_text_size(200)
    table = WordTable("Words", ["Word", "What it means"], [1, 3])
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show_rows([("Auswendiglernen (Overfitting)", "Das Modell wiederholt die Zeilen."), ("Loss", "Klein.")])
    widths = [table.columnWidth(column) for column in range(2)]
    bold = QFontMetrics(table.item(0, 0).font())
    assert widths[0] > bold.horizontalAdvance("Auswendiglernen") > 600 // 4
    assert sum(widths) == table.viewport().width()


def test_boxes_grow_with_the_text(qtbot, theme):
    box = QCheckBox("Measure")
    qtbot.addWidget(box)
    sizes = []
    for percent in (100, 200):
        theme.set_text_size(percent)
        option_side = box.style().pixelMetric(box.style().PixelMetric.PM_IndicatorWidth, None, box)
        sizes.append(option_side)
    assert sizes[1] >= 1.8 * sizes[0]


@pytest.mark.parametrize(
    ("language", "said"), [("en_US", "14 January 2027"), ("de_DE", "14. Januar 2027"), ("es_ES", "14 de enero de 2027")]
)
def test_a_day_is_written_as_people_write_it(language, said):
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        assert day(date(2027, 1, 14)) == said
    finally:
        QLocale.setDefault(before)
