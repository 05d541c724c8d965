"""Frames in the style sheet: around what has the keyboard, and what strong contrast adds."""

from desktop_app.gui.theme.palette import Colours


def ring(c: Colours, down: int, across: int, colour: str = "") -> str:
    """Return the frame of what has the keyboard, where words lie so many pixels below and beside the outer edge.

    Where every frame is strong, the ring is told from them by being wider still.
    """
    wide = 3 if c.strong else 2
    return f"border: {wide}px solid {colour or c.accent}; padding: {down - wide}px {max(0, across - wide)}px;"


def _chosen(c: Colours) -> str:
    """Return the frames of what is chosen in lists and tables; every line keeps the room of a frame for its words.

    A line of several columns is framed above and below alone: its cells are drawn one by one.
    """
    band = f"border-top-color: {c.frame}; border-bottom-color: {c.frame};"
    return f"""
    QListView::item, QTreeView::item {{ border: 2px solid transparent; padding: 4px 6px; }}
    QListView[look="plain"]::item {{ padding: 6px 8px; }}
    QListView::item:selected, QListView[look="plain"]::item:selected {{ border-color: {c.frame}; }}
    QListView::item:selected:focus, QListView[look="plain"]::item:selected:focus {{ border-color: {c.accent}; }}
    QTableView::item {{ border: 2px solid transparent; padding: 0 4px; }}
    QTreeView::item:selected, QTableView::item:selected {{ {band} }}
    QTableView[look="grid"]::item {{ padding: 5px 4px; }}
    QTableView[look="grid"]::item:selected {{ border-color: {c.frame}; }}
    QTableView[look="grid"]::item:focus {{ {ring(c, 7, 6)} }}
    """


def strong(c: Colours) -> str:
    """Return what strong contrast adds: frames where a soft ground alone would tell two things apart."""
    banners = "\n".join(
        f'QFrame[surface="banner"][kind="{kind}"] {{ border: 2px solid {tone}; }}'
        for kind, tone in {"good": c.good, "attention": c.attention, "problem": c.problem, "note": c.frame}.items()
    )
    return f"""
    QAbstractButton[surface="row"]:checked, QToolButton:checked {{ border: 2px solid {c.frame}; }}
    QAbstractButton[surface="row"]:checked:focus, QToolButton:checked:focus {{ border: 3px solid {c.accent}; }}
    QToolButton:checked {{ padding: 4px; }}
    QToolButton:checked:focus {{ padding: 3px; }}
    QToolButton[look="fold"]:checked {{ border: 1px solid transparent; padding: 5px; }}
    QToolButton[look="fold"]:checked:focus {{ {ring(c, 6, 6)} }}
    {_chosen(c)}
    QMenuBar::item:selected, QMenu::item:selected {{ border: 1px solid {c.frame}; }}
    QProgressBar {{ border: 1px solid {c.frame}; }}
    QSlider {{ border: 2px solid transparent; border-radius: 6px; min-height: 20px; }}
    QSlider:focus {{ border-color: {c.accent}; }}
    QSlider::groove:horizontal {{ height: 4px; background: {c.line}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ width: 14px; margin: -5px 0; background: {c.accent}; border-radius: 7px; }}
    {banners}
    """
