"""Showing the conversation: a view for each turn, answers as they come, how they ended, what they cost."""

from PySide6.QtCore import QCoreApplication, QObject

from desktop_app.core import talk as talks
from desktop_app.core.answer import Answer
from desktop_app.core.batch import Cell
from desktop_app.core.talk import Leg
from desktop_app.gui.talk.acts import TalkActs
from desktop_app.gui.talk.answer_view import AnswerView
from desktop_app.gui.talk.talking import Talking
from desktop_app.gui.talk.turn_list import TurnList
from desktop_app.gui.talk.turn_view import TurnView
from desktop_app.gui.widgets.model_name import model_name


class Display(QObject):
    """Fills the views; it decides nothing and asks nobody."""

    def __init__(self, talking: Talking, acts: TalkActs, parent: QObject) -> None:
        super().__init__(parent)
        self._talking = talking
        self._acts = acts
        self._mark = ""
        self.turns = TurnList(self._made)
        self.turns.grown.connect(self.show_all)
        talking.changed.connect(self.show_all)
        talking.piece.connect(self._show_piece)
        talking.outcome.connect(self._show_outcome)
        talking.asking_changed.connect(lambda _: self.show_all())

    def show_all(self) -> None:
        """Show the branch that is chosen, finished or not."""
        held = self._talking.held
        if held.talk.mark != self._mark:
            self._mark = held.talk.mark
            self.turns.clear()
        path = held.path
        self.turns.show_path(path)
        first = len(path) - len(self.turns.views) + 1
        for place, view in enumerate(self.turns.views, start=first):
            self._show_turn(view, place, follows=place < len(path))

    def _made(self, turn: int) -> TurnView:
        view = TurnView(turn, self._talking.held.talk.turns[turn].legs)
        view.wanted.connect(self._acts.do)
        view.try_wanted.connect(self._choose_try)
        view.said.version_wanted.connect(lambda at: self._choose_version(turn, at))
        view.said.anew_wanted.connect(lambda said, rest: self._acts.send_anew(turn, said, rest=rest))
        return view

    def _choose_try(self, leg: Leg, at: int) -> None:
        self._talking.choose(leg, self._talking.held.tries(leg)[at])

    def _choose_version(self, turn: int, at: int) -> None:
        self._talking.turn_to(talks.versions(self._talking.held.talk, turn)[at])

    def _show_turn(self, view: TurnView, place: int, *, follows: bool) -> None:
        held, asking = self._talking.held, self._talking.asking
        turn = held.talk.turns[view.turn]
        others = talks.versions(held.talk, view.turn)
        view.said.versions.show_version(others.index(view.turn), len(others), changeable=not asking)
        view.said.show_said(turn.said, place, follows=follows)
        view.said.set_changeable(not asking)
        for leg, side in view.answers.items():
            self._show_leg(leg, side)

    def _show_leg(self, leg: Leg, side: AnswerView) -> None:
        held = self._talking.held
        cell = held.shown(leg) or leg.first
        side.show_head(self.title(cell), self._note(leg, cell))
        known = held.tries(leg)
        at = known.index(cell) if cell in known else 0
        end = held.is_end(leg) and not self._talking.asking
        side.show_try(at, len(known), changeable=end)
        said = self._talking.coming(leg)
        if said is None:
            outcome = self._talking.state(leg)
            price = self._acts.price(cell, outcome) if isinstance(outcome, Answer) else ""
            side.show_outcome(outcome, price)
        elif side.pane.answer is not None or side.pane.text != said:
            side.show_coming(said)
        side.set_changeable(again=end)

    def title(self, cell: Cell) -> str:
        """Return what the model of a cell is called, with its place where that is another than this computer."""
        return _model_title(
            self._acts.site_title(cell), self._talking.held.talk.speakers[cell.column].column.voice.model
        )

    def _note(self, leg: Leg, cell: Cell) -> str:
        """Return what is to be known of how a leg was asked."""
        held = self._talking.held
        way = held.talk.speakers[cell.column].way
        if way is not None and not way.remembers and leg.after is not None:
            return self.tr("It goes on with a text and knows no conversations: it was given this message alone.")
        lost = leg.after is not None and not any(
            place == leg.after.prompt for place, _ in talks.behind(held.talk, leg.place, held.answers)
        )
        if lost:
            return self.tr("Your message before this one was not answered, so it was left out here.")
        return ""

    def _show_piece(self, cell: Cell, text: str) -> None:
        side = self._side(cell)
        if side is not None and text:
            side.pane.append(text)
        elif side is not None:
            side.show_coming("")
            side.show_head(self.title(cell), "")

    def _show_outcome(self, cell: Cell) -> None:
        side = self._side(cell)
        if side is not None:
            self._show_leg(self._talking.held.talk.legs[cell.prompt], side)

    def _side(self, cell: Cell) -> AnswerView | None:
        leg = self._talking.held.talk.legs[cell.prompt]
        return next((view.answers[leg] for view in self.turns.views if leg in view.answers), None)


def _model_title(site: str, model: str) -> str:
    """Return a model's name, with the name of its place ("" for this computer)."""
    name = model_name(model)
    return QCoreApplication.translate("Display", "{0} at {1}").format(name, site) if site else name
