"""The style sheet, in small pieces: what Fusion leaves too loud or too flat.

Labels choose their looks by two properties: `letters` (title, heading, strong, medium, small) and `tone`
(muted, accent, good, attention, problem). Buttons choose theirs by `look` (primary, quiet, danger).
"""

from desktop_app.gui.theme.fonts import POINTS
from desktop_app.gui.theme.frames import ring, strong
from desktop_app.gui.theme.palette import Colours
from desktop_app.settings.paths import resource


def sheet(table: Colours, percent: int) -> str:
    """Return the whole style sheet for one table of colours and one text size."""
    pieces = (
        _labels(percent),
        _tones(table),
        _buttons(table, percent),
        _looks(table),
        _rows(table),
        _tool_buttons(table),
    )
    more = (_fields(table, percent), _spins(table, percent), _marks(table, percent))
    rest = (
        _views(table),
        _headers(table),
        _tabs(table),
        _bars(table),
        _menus(table),
        _surfaces(table),
        strong(table) if table.strong else "",
    )
    return "\n".join(pieces + more + rest)


def picture(name: str, table: Colours) -> str:
    """Return the path of a small drawing for a style sheet, which cannot recolour one itself."""
    return resource("theme", "dark" if table.dark else "light", f"{name}.svg").as_posix()


def _labels(percent: int) -> str:
    def size(factor: float) -> str:
        return f"{POINTS * percent / 100 * factor:.2f}pt"

    icon = round(16 * percent / 100)
    return f"""
    QPushButton, QToolButton, QTabBar {{ icon-size: {icon}px; }}
    QListView, QTreeView {{ icon-size: {round(20 * percent / 100)}px; }}
    QTableView {{ icon-size: {icon}px; }}
    QLabel[letters="title"] {{ font-size: {size(1.6)}; font-weight: 600; }}
    QLabel[letters="heading"] {{ font-size: {size(1.2)}; font-weight: 600; }}
    QLabel[letters="strong"] {{ font-weight: 600; }}
    QLabel[letters="medium"] {{ font-weight: 500; }}
    QLabel[letters="small"] {{ font-size: {size(0.92)}; }}
    """


def _tones(c: Colours) -> str:
    tones = ("muted", "accent", "good", "attention", "problem")
    return "\n".join(f'QLabel[tone="{tone}"] {{ color: {getattr(c, tone)}; }}' for tone in tones)


def _buttons(c: Colours, percent: int) -> str:
    line = max(20, round(15.5 * percent / 100))  # without it, a layout short of room cuts the words
    # No outline: each kind of button has a ring, and the style would paint one more into it as soon as Tab was pressed.
    return f"""
    QAbstractButton {{ outline: 0; }}
    QPushButton {{ background: {c.base}; color: {c.text}; border: 1px solid {c.frame}; border-radius: 6px;
        padding: 6px 14px; min-height: {line}px; }}
    QPushButton:hover {{ background: {c.raised}; }}
    QPushButton:pressed {{ background: {c.selection}; }}
    QPushButton:focus {{ {ring(c, 7, 15)} }}
    QPushButton:disabled {{ color: {c.disabled}; border-color: {c.line}; background: {c.window}; }}
    QPushButton::menu-indicator {{ width: 0; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    """


def _looks(c: Colours) -> str:
    return f"""
    QPushButton[look="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
        font-weight: 600; }}
    QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed {{ background: {c.accent_strong}; }}
    QPushButton[look="primary"]:focus {{ {ring(c, 7, 15, c.text)} }}
    QPushButton[look="primary"]:disabled {{ background: {c.raised}; color: {c.disabled};
        border-color: {c.line}; }}
    QPushButton[look="danger"] {{ color: {c.problem}; border-color: {c.problem}; }}
    QPushButton[look="quiet"] {{ background: transparent; border-color: transparent; color: {c.accent};
        padding: 6px 8px; }}
    QPushButton[look="quiet"]:hover {{ background: {c.raised}; }}
    QPushButton[look="quiet"]:focus {{ {ring(c, 7, 9)} }}
    QPushButton[look="quiet"]:disabled {{ color: {c.disabled}; }}
    """


def _rows(c: Colours) -> str:
    """Return the looks of buttons that lie in a list: the rail's places, and recent projects."""
    return f"""
    QAbstractButton[surface="row"] {{ background: transparent; border: 2px solid transparent;
        border-radius: 8px; }}
    QAbstractButton[surface="row"]:hover {{ background: {c.hover}; }}
    QAbstractButton[surface="row"]:checked {{ background: {c.selection}; }}
    QAbstractButton[surface="row"]:focus {{ border-color: {c.accent}; }}
    """


def _tool_buttons(c: Colours) -> str:
    return f"""
    QToolButton {{ background: transparent; color: {c.text}; border: 1px solid transparent;
        border-radius: 6px; padding: 5px; }}
    QToolButton:hover {{ background: {c.raised}; }}
    QToolButton:checked {{ background: {c.selection}; }}
    QToolButton:focus {{ {ring(c, 6, 6)} }}
    QToolButton:disabled {{ color: {c.disabled}; }}
    QToolButton[look="fold"], QToolButton[look="fold"]:checked {{ background: transparent; font-weight: 600; }}
    QToolButton::menu-indicator {{ width: 0; image: none; }}
    """


def _fields(c: Colours, percent: int) -> str:
    side = round(14 * percent / 100)
    return f"""
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{ background: {c.base}; color: {c.text};
        border: 1px solid {c.frame}; border-radius: 6px; padding: 5px 8px;
        selection-background-color: {c.selection}; selection-color: {c.text};
        placeholder-text-color: {c.muted}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
        {ring(c, 6, 9)} }}
    QPlainTextEdit[look="bare"] {{ background: transparent; border-color: transparent; padding: 5px 0; }}
    QPlainTextEdit[look="bare"]:focus {{ {ring(c, 6, 1)} }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled,
    QAbstractSpinBox:disabled {{ background: {c.window}; color: {c.disabled}; border-color: {c.line}; }}
    QAbstractItemView QLineEdit, QAbstractItemView QPlainTextEdit {{ border-radius: 0; padding: 2px 4px; }}
    QComboBox::drop-down {{ border: 0; width: {side + 12}px; }}
    QComboBox::down-arrow {{ image: url("{picture("chevron-down", c)}"); width: {side}px; height: {side}px; }}
    QComboBox QAbstractItemView {{ background: {c.base}; border: 1px solid {c.line}; padding: 4px;
        outline: 0; }}
    """


def _spins(c: Colours, percent: int) -> str:
    side = round(12 * percent / 100)
    room = side + 12
    return f"""
    QAbstractSpinBox {{ padding-right: {room}px; }}
    QAbstractSpinBox:focus {{ padding-right: {room - (2 if c.strong else 1)}px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: {side + 10}px;
        background: transparent; }}
    QAbstractSpinBox::up-arrow {{ image: url("{picture("chevron-up", c)}"); width: {side}px; height: {side}px; }}
    QAbstractSpinBox::down-arrow {{ image: url("{picture("chevron-down", c)}"); width: {side}px; height: {side}px; }}
    """


def _marks(c: Colours, percent: int) -> str:
    side = round(16 * percent / 100)
    dot = side - 2 * round(side / 4)
    thick = (side + 2 - dot) // 2
    box, circle = "QCheckBox::indicator, QAbstractItemView::indicator", "QRadioButton::indicator"
    return f"""
    QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }}
    QCheckBox:focus, QRadioButton:focus {{ {ring(c, 5, 5)} }}
    QCheckBox:disabled, QRadioButton:disabled {{ color: {c.disabled}; }}
    {box} {{ width: {side}px; height: {side}px; border: 1px solid {c.frame}; border-radius: 4px;
        background: {c.base}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.accent};
        border-color: {c.accent}; image: url("{picture("check", c)}"); }}
    QCheckBox::indicator:indeterminate {{ background: {c.accent}; border: {thick}px solid {c.base}; width: {dot}px;
        height: {dot}px; }}
    QCheckBox::indicator:disabled {{ border-color: {c.line}; background: {c.raised}; }}
    {circle} {{ width: {side}px; height: {side}px; border: 1px solid {c.frame}; border-radius: {side // 2 + 1}px;
        background: {c.base}; }}
    QRadioButton::indicator:checked {{ width: {dot}px; height: {dot}px; border: {thick}px solid {c.accent};
        background: {c.base}; }}
    QRadioButton::indicator:disabled {{ border-color: {c.line}; }}
    """


def _views(c: Colours) -> str:
    return f"""
    QTableView, QListView, QTreeView {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 8px;
        gridline-color: {c.line}; outline: 0; selection-background-color: {c.selection};
        selection-color: {c.text}; }}
    QTableView {{ border-radius: 0; }}
    QTableView::item {{ padding: 0 6px; }}
    QTableView[look="grid"] {{ border-width: 2px; }}
    QTableView[look="grid"]::item {{ padding: 7px 6px; }}
    QTableView[look="grid"]::item:focus {{ {ring(c, 7, 6)} }}
    QTableView:focus, QListView:focus, QTreeView:focus {{ border: 2px solid {c.accent}; }}
    QListView::item, QTreeView::item {{ padding: 6px 8px; }}
    QListView::item {{ border-radius: 4px; }}
    QListView[look="plain"], QListView[look="plain"]:focus {{ background: transparent; border: 0; }}
    QListView[look="plain"]::item {{ border: 2px solid transparent; border-radius: 8px; }}
    QListView[look="plain"]::item:focus {{ border-color: {c.accent}; }}
    QListView::item:hover, QTreeView::item:hover {{ background: {c.raised}; }}
    QListView::item:selected, QTreeView::item:selected {{ background: {c.selection}; color: {c.text}; }}
    """


def _headers(c: Colours) -> str:
    return f"""
    QHeaderView {{ background: {c.window}; border: 0; }}
    QHeaderView::section {{ background: {c.window}; color: {c.muted}; border: 0;
        border-bottom: 1px solid {c.line}; border-right: 1px solid {c.line}; padding: 6px 8px; font-weight: 500; }}
    QTableCornerButton::section {{ background: {c.window}; border: 0; border-bottom: 1px solid {c.line}; }}
    """


def _tabs(c: Colours) -> str:
    return f"""
    QTabWidget::pane {{ border: 0; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; padding: 6px 12px; border: 2px solid transparent; }}
    QTabBar::tab:hover {{ color: {c.text}; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: 600; }}
    QTabBar::tab:selected:focus {{ {ring(c, 8, 14)} border-radius: 6px; }}
    QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; margin: 0 8px; }}
    QSplitter::handle:vertical {{ height: 1px; margin: 8px 0; }}
    QSplitter[look="gap"]::handle {{ background: transparent; margin: 0; }}
    """


def _bars(c: Colours) -> str:
    return f"""
    QScrollBar {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {c.frame}; border-radius: 3px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QProgressBar {{ background: {c.raised}; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    """


def _menus(c: Colours) -> str:
    return f"""
    QMenuBar {{ background: {c.rail}; color: {c.text}; border: 0; padding: 2px 8px; }}
    QMenuBar::item {{ padding: 5px 9px; border-radius: 5px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c.selection}; }}
    QMenu {{ background: {c.base}; color: {c.text}; border: 1px solid {c.line}; padding: 6px; }}
    QMenu::item {{ padding: 6px 28px 6px 10px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {c.selection}; }}
    QMenu::item:disabled {{ color: {c.disabled}; }}
    QMenu::icon {{ padding-left: 8px; }}
    QMenu::icon:checked {{ background: {c.selection}; border: 2px solid {c.accent}; border-radius: 5px;
        padding: 3px; margin-left: 4px; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 6px 8px; }}
    QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 6px 8px; }}
    """


def _surfaces(c: Colours) -> str:
    kinds = {"good": c.good_soft, "attention": c.attention_soft, "problem": c.problem_soft, "note": c.raised}
    banners = (
        f'QFrame[surface="banner"][kind="{kind}"] {{ background: {soft}; border: 0; border-radius: 8px; }}'
        for kind, soft in kinds.items()
    )
    return f"""
    QScrollArea, QScrollArea > QWidget > QWidget[surface="page"] {{ background: transparent; border: 0; }}
    QScrollArea[look="reading"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 8px;
        padding: 1px; }}
    QFrame[surface="ballot"] {{ border: 2px solid transparent; border-radius: 6px; }}
    QFrame[surface="ballot"]:focus {{ border-color: {c.accent}; }}
    QScrollArea[look="reading"]:focus {{ border: 2px solid {c.accent}; padding: 0; }}
    QFrame[surface="card"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 12px; }}
    QAbstractButton[surface="card"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 12px; }}
    QAbstractButton[surface="card"]:hover {{ background: {c.raised}; border-color: {c.frame}; }}
    QAbstractButton[surface="card"]:focus {{ border: 2px solid {c.accent}; }}
    QFrame[surface="rail"] {{ background: {c.rail}; border: 0; }}
    QFrame[surface="rail"][page="right"] {{ border-right: 1px solid {c.line}; }}
    QFrame[surface="rail"][page="left"] {{ border-left: 1px solid {c.line}; }}
    QFrame[surface="line"] {{ background: {c.line}; border: 0; max-height: 1px; min-height: 1px; }}
    """ + "\n".join(banners)
