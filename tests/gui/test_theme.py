"""Colours one can read and tell apart, icons that follow them, words in the user's numbers, and the reference guard."""

import itertools
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QIcon, QStyleHints
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.text import text
from desktop_app.gui.theme import palette
from desktop_app.gui.theme.fonts import FAMILY
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Colours, choose, colours
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.sheet import picture
from desktop_app.settings.paths import resource

TABLES = {"light": LIGHT, "dark": DARK, "light contrast": LIGHT_CONTRAST, "dark contrast": DARK_CONTRAST}
GROUNDS = ("window", "rail", "base", "raised", "hover")
TEXTS = ("text", "muted", "accent", "good", "attention", "problem")


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def light_of(name: str) -> float:
    colour = QColor(name)
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: str, other: str) -> float:
    high, low = sorted((light_of(one), light_of(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=TABLES.values(), ids=TABLES)
def table(request) -> Colours:
    return request.param


def readable(table: Colours) -> float:
    """Return the least contrast of words: that of WCAG's level AA, or of AAA where strong contrast was asked for."""
    return 7 if table.strong else 4.5


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_words_can_be_read_on_every_ground(table):
    for ground, tone in itertools.product((*GROUNDS, "selection"), TEXTS):
        assert contrast(getattr(table, tone), getattr(table, ground)) >= readable(table), (tone, ground)


def test_words_can_be_read_on_coloured_grounds(table):
    for kind in ("good", "attention", "problem"):
        for tone in ("text", "muted", "accent", kind):
            assert contrast(getattr(table, tone), getattr(table, f"{kind}_soft")) >= readable(table), (tone, kind)
    assert contrast(table.on_accent, table.accent) >= readable(table)
    assert contrast(table.on_accent, table.accent_strong) >= readable(table)


def test_strong_contrast_spares_neither_lines_nor_curves_nor_what_cannot_be_used_now():
    for table in (LIGHT_CONTRAST, DARK_CONTRAST):
        for ground in GROUNDS:
            assert contrast(table.frame, getattr(table, ground)) >= 7, ground
            assert contrast(table.line, getattr(table, ground)) >= 4.5, ground
            assert contrast(table.disabled, getattr(table, ground)) >= 4.5, ground
        assert all(contrast(curve, ground) >= 7 for curve in table.curves for ground in (table.window, table.base))


def test_frames_of_controls_can_be_seen(table):
    for ground in ("window", "base", "rail"):
        assert contrast(table.frame, getattr(table, ground)) >= 3, ground
        assert contrast(table.accent, getattr(table, ground)) >= 3, ground


def test_curves_stand_out_from_the_ground(table):
    for curve in table.curves:
        assert contrast(curve, table.base) >= 3, curve


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
BLINDNESS = {
    "full sight": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(name: str, matrix) -> tuple[float, float, float]:
    colour = QColor(name)
    rgb = [linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return lab(tuple(sum(m * c for m, c in zip(row, rgb, strict=True)) for row in matrix))


@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS)
def test_the_first_three_curves_stay_apart_for_every_eye(table, matrix):
    for one, other in itertools.combinations(table.curves[:3], 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen(one, matrix), seen(other, matrix), strict=True)) ** 0.5
        assert distance > 12, (one, other, distance)


def test_the_application_is_painted_in_the_table(theme, qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    for appearance, table in (("dark", DARK), ("light", LIGHT)):
        theme.apply(appearance)
        assert colours() is table
        assert qapp.palette().window().color() == QColor(table.window)
        assert table.accent in window.styleSheet()


def test_strong_contrast_can_be_asked_for_whatever_the_system_says(theme, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    for appearance, strong, usual in (("dark", DARK_CONTRAST, DARK), ("light", LIGHT_CONTRAST, LIGHT)):
        theme.apply(appearance)
        theme.set_contrast("strong")
        assert colours() is strong
        assert strong.attention in window.styleSheet()
        theme.set_contrast("system")
        assert colours() is usual


def test_strong_contrast_is_that_of_the_system(theme, qapp, monkeypatch):
    wished = SimpleNamespace(contrastPreference=lambda: Qt.ContrastPreference.HighContrast)
    monkeypatch.setattr(QStyleHints, "accessibility", lambda _: wished)
    theme.apply("light")
    assert colours() is LIGHT_CONTRAST


@pytest.mark.parametrize("made", [QLineEdit, QPlainTextEdit])
def test_what_stands_in_an_empty_field_can_be_read(theme, qtbot, made):
    """Qt would draw it in half of the text's strength."""
    field = made()
    field.setPlaceholderText("\N{FULL BLOCK}" * 9)
    field.resize(240, 60)
    qtbot.addWidget(field)
    for appearance, table in (("light", LIGHT), ("dark", DARK)):
        theme.apply(appearance)
        image = field.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(20, 60) for y in range(image.height())}
        assert table.muted in seen, appearance


def test_what_is_chosen_has_a_frame_where_contrast_is_strong(theme, qtbot):
    place = QPushButton()
    place.setProperty("surface", "row")
    place.setCheckable(True)
    place.setChecked(True)
    place.resize(120, 40)
    qtbot.addWidget(place)
    for contrast_asked, has in (("system", False), ("strong", True)):
        theme.set_contrast(contrast_asked)
        edge = place.grab().toImage().pixelColor(60, 0)
        assert (edge == QColor(LIGHT_CONTRAST.frame)) is has


class Dressed(QLabel):
    """Counts how often it is dressed."""

    times = 0

    def changeEvent(self, event):  # noqa: N802 - Qt names it
        super().changeEvent(event)
        self.times += event.type() is QEvent.Type.StyleChange


def test_a_page_is_dressed_once_however_deep_its_parts_lie(theme, qtbot):
    window, label = QMainWindow(), Dressed("words")
    qtbot.addWidget(window)
    page = label
    for _ in range(9):
        around = QWidget()
        QVBoxLayout(around).addWidget(page)
        page = around
    assert label.times == 0
    window.setCentralWidget(page)
    assert label.times == 1


def test_dialogs_of_a_window_wear_its_sheet_and_follow_it(theme, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    title = QLabel("words", QDialog(window))
    title.setProperty("tone", "accent")
    for appearance, table in (("light", LIGHT), ("dark", DARK)):
        theme.apply(appearance)
        title.ensurePolished()
        assert title.palette().windowText().color() == QColor(table.accent)


def test_an_unknown_appearance_is_that_of_the_system(theme):
    theme.apply("purple")
    assert theme.appearance == "system"


def test_high_contrast_has_tables_of_its_own():
    assert choose(dark=False, contrast=True) is LIGHT_CONTRAST
    assert choose(dark=True, contrast=True) is DARK_CONTRAST
    assert contrast(LIGHT_CONTRAST.text, LIGHT_CONTRAST.window) > contrast(LIGHT.text, LIGHT.window)


def test_colours_of_a_strange_palette_are_the_nearest(qapp, theme):
    strange = qapp.palette()
    strange.setColor(strange.ColorRole.Window, QColor("#101010"))
    qapp.setPalette(strange)
    assert colours() is DARK


def test_text_grows_and_stays_within_its_limits(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.set_text_size(200)
    assert qapp.font().pointSizeF() == pytest.approx(20)
    theme.set_text_size(900)
    assert theme.text_size == 200
    theme.set_text_size(10)
    assert theme.text_size == 100


def test_the_bundled_font_is_used_in_three_weights(theme, qapp):
    assert QFontInfo(qapp.font()).family() == FAMILY
    styles = set(QFontDatabase.styles(FAMILY))
    assert {"Regular", "Medium", "SemiBold"} <= {style.replace(" ", "") for style in styles}


def inked(drawing: QIcon, mode=QIcon.Mode.Normal) -> str:
    image = drawing.pixmap(QSize(48, 48), 1.0, mode).toImage()
    points = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    solid = [colour.name() for colour in points if colour.alpha() > 250]
    return max(set(solid), key=solid.count)


def test_icons_follow_the_palette(theme):
    drawing = icon("table")
    theme.apply("light")
    assert inked(drawing) == LIGHT.text
    assert inked(drawing, QIcon.Mode.Disabled) == LIGHT.disabled
    theme.apply("dark")
    assert inked(drawing) == DARK.text
    assert inked(icon("table", "accent")) == DARK.accent


def test_every_drawing_can_be_drawn(theme):
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert len(names) > 40
    for name in names:
        assert inked(icon(name)) == LIGHT.text, name


def test_a_drawing_that_is_not_there_is_named():
    with pytest.raises(FileNotFoundError, match="no-such-drawing"):
        icon("no-such-drawing")


def test_the_drawings_of_the_style_sheet_exist_and_match_the_palette():
    for table, words in ((LIGHT, "light"), (DARK, "dark")):
        for name in ("check", "chevron-down", "chevron-up"):
            path = Path(picture(name, table))
            assert path.parent.name == words
            ink = table.on_accent if name == "check" else table.muted
            assert ink in path.read_text(encoding="utf-8"), path


def test_numbers_are_said_in_the_form_of_the_locale():
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("de_DE"))
        assert say(text("step.delete_rows", count=12345)) == "delete 12.345 rows"
        assert "1,23 to 5,50" in say(text("coach.training_falls", first=1.23456, last=5.5))
    finally:
        QLocale.setDefault(before)


def test_a_sentence_that_is_not_there_is_a_fault():
    with pytest.raises(KeyError):
        say(text("no.such.sentence"))


class Bell(QObject):
    rang = Signal(bool)


def test_qt_keeps_count_of_none_true_and_false(qapp):
    """PySide 6.12.0 loses references of these three below Python 3.12, until the program dies."""
    bell = Bell()
    bell.rang.connect(lambda _: None)
    before = [sys.getrefcount(thing) for thing in (None, True, False)]
    for number in range(5000):
        bell.rang.emit(True)
        bell.setObjectName(str(number % 3))
        bell.blockSignals(False)
    after = [sys.getrefcount(thing) for thing in (None, True, False)]
    assert all(abs(now - then) < 100 for then, now in zip(before, after, strict=True)), (before, after)


def test_the_tables_are_all_there():
    assert set(TABLES.values()) == set(palette._TABLES)


@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QCheckBox, QRadioButton])
@pytest.mark.parametrize("look", ["", "quiet", "primary"])
def test_tab_paints_the_same_ring_as_any_other_way_to_a_button(qtbot, theme, in_window, kind, look):
    page = QWidget()
    box, buttons = QVBoxLayout(page), [kind(), kind()]
    for button in buttons:
        button.setText("Words")
        button.setProperty("look", look)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAutoExclusive(False)
        box.addWidget(button)
    in_window(page, 300, 200)
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    before = buttons[0].grab().toImage()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Tab)
    qtbot.keyClick(buttons[1], Qt.Key.Key_Backtab)
    qtbot.waitUntil(buttons[0].hasFocus)
    assert buttons[0].grab().toImage() == before
