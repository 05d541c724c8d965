"""The room of blind votes: two answers, nobody says whose; you say which is better."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.ballots import Ballot, Verdict, Vote
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.naming import column_names, question_words
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.voting.ballot_view import BallotView
from desktop_app.gui.voting.result_view import ResultView
from desktop_app.gui.voting.result_words import ahead
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.store.votes import Choice
from desktop_app.work import vote
from desktop_app.work.sites import Sites


class VotingPage(Page):
    """Lays the ballots of a comparison or a test before a person, one by one."""

    start_wanted = Signal()
    """No project is open, and one has to be."""
    compare_wanted = Signal()
    """There are no answers to vote on; the comparison brings them."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        sentence = self.tr("Two answers, nobody says whose. You say which is better, until it is sure.")
        self.set_title(self.tr("Blind vote"), sentence)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._choices: list[Choice] = []
        self._booth: vote.Booth | None = None
        self._wanted = 0
        self._looking = OneTask(background, self)
        self._which = Menu(12)
        self._far = label(tone="muted", wrap=True)
        self._problem = ProblemView()
        self._undo = QPushButton(self.tr("Take the last vote back"))
        self._turn = QPushButton()
        self.ballot, self.result = BallotView(), ResultView()
        self._arrange()
        self._connect()
        self._load()

    def _arrange(self) -> None:
        self._which.setAccessibleName(self.tr("Whose answers are voted on"))
        self._undo.setToolTip(self.tr("Backspace"))
        self._problem.hide()
        self.result.hide()
        acts = FlowLayout()
        acts.addWidget(self._undo)
        acts.addWidget(self._turn)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self._which)
        box.addWidget(self._far)
        box.addLayout(acts)
        box.addWidget(self._problem)
        box.addWidget(self.ballot, 1)
        box.addWidget(self.result, 1)
        self.set_content(content, scrolls=True)

    def _connect(self) -> None:
        self._workspace.opened.connect(self._load)
        self._workspace.closed.connect(self._load)
        self._which.activated.connect(lambda _: self._open())
        self.ballot.voted.connect(self._cast)
        self._undo.clicked.connect(self._take_back)
        self._turn.clicked.connect(self.turn_over)
        back = QShortcut(QKeySequence("Backspace"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._undo.click)

    def showEvent(self, event: QShowEvent) -> None:
        """Look which answers there are now."""
        super().showEvent(event)
        self._load()

    def show_batch(self, number: int) -> None:
        """Vote on the answers of this test or comparison."""
        self._wanted = number
        self._load()

    def _load(self, *_: object) -> None:
        project = self._workspace.project
        self._looking.stop()
        if project is None:
            self._booth, self._choices = None, []
            said = self.tr("Open a project first: its models' answers are what one votes on.")
            self.show_empty("messages-square", said, self.tr("Go to the start page"), self.start_wanted.emit)
            return
        self._looking.begin(vote.choices(project), on_done=self._list, on_problem=self.show_problem)

    def _list(self, found: list[Choice]) -> None:
        self._choices = found
        if not found:
            self._booth = None
            said = self.tr("Here two models' answers stand side by side, and you choose. First let two models answer.")
            self.show_empty("messages-square", said, self.tr("Compare models"), self.compare_wanted.emit)
            return
        chosen = self._wanted or (self._booth.number if self._booth is not None else found[0].id)
        self._wanted = 0
        self._which.clear()
        for choice in found:
            said = self.tr("{0} · {1} models · {2} · {3}")
            title = choice.title or self.tr("Without a title")
            asked = how_many.prompts(choice.prompts)
            self._which.addItem(said.format(title, number(choice.models), asked, moment(choice.made)), choice.id)
        self._which.setCurrentIndex(max(0, self._which.findData(chosen)))
        self.show_content()
        self._open()

    def _open(self) -> None:
        project, wanted, seen = self._workspace.project, self._which.currentData(), self._booth
        if project is not None and wanted is not None:
            work = vote.opened(project, wanted)
            self._looking.begin(work, on_done=partial(self._take, seen), on_problem=self.show_problem)

    def _take(self, seen: vote.Booth | None, booth: vote.Booth) -> None:
        another = self._booth is None or self._booth.number != booth.number
        if not another and self._booth is not seen:
            return  # who has voted while it was being read knows more than what was read
        self._booth = booth
        if another:
            self._show_result(False)
        self._draw()
        if another:
            self.ballot.setFocus()

    @property
    def left(self) -> list[Ballot]:
        """Return the ballots that are still to be voted on."""
        if self._booth is None:
            return []
        given = {each.ballot for each in self._booth.votes}
        return [ballot for ballot in self._booth.round.ballots if ballot not in given]

    def _draw(self) -> None:
        booth, left = self._booth, self.left
        if booth is None:
            return
        names = column_names(booth.batch.columns, self._sites)
        self._far.setText(self._far_words(booth, len(left)))
        self._undo.setEnabled(bool(booth.votes))
        if not left and booth.votes:
            self._show_result(True)
        voting = self.result.isHidden()
        self._turn.setText(self.tr("See whose they are") if voting else self.tr("Go on voting"))
        self._turn.setEnabled(bool(booth.votes) if voting else bool(left))
        if left and voting:
            self._lay(booth, left[0])
        self.result.show_votes(booth.votes, names)

    def _lay(self, booth: vote.Booth, ballot: Ballot) -> None:
        prompt = booth.batch.prompts[ballot.prompt]
        texts = (booth.answers[cell].text for cell in (ballot.left, ballot.right))
        self.ballot.show_ballot(question_words(prompt.question), prompt.expected, *texts)
        focused = self.focusWidget()
        if focused is not None and (focused is self._undo or self.ballot.isAncestorOf(focused)):
            self.ballot.setFocus()  # the next key is the next vote

    def _far_words(self, booth: vote.Booth, left: int) -> str:
        one, more = self.tr("1 vote given, {1} to go."), self.tr("{0} votes given, {1} to go.")
        said = [how_many.counted(len(booth.votes), one, more, number(left))]
        if booth.round.alike:
            one = self.tr("Where both answers are the same (once) nothing is asked.")
            more = self.tr("Where both answers are the same ({0} times) nothing is asked.")
            said.append(how_many.counted(booth.round.alike, one, more))
        if len(booth.batch.columns) == 2:
            said.append(ahead(booth.votes))
        return " ".join(filter(None, said))

    def _cast(self, verdict: Verdict) -> None:
        project, booth, left = self._workspace.project, self._booth, self.left
        if project is None or booth is None or not left:
            return
        given = Vote(left[0], verdict, self.ballot.comment.text().strip())
        self._booth = replace(booth, votes=(*booth.votes, given))
        self._problem.hide()
        self._background.run(self, vote.cast(project, booth.number, given), on_problem=self._say)
        self._draw()

    def _take_back(self) -> None:
        project, booth = self._workspace.project, self._booth
        if project is None or booth is None or not booth.votes:
            return
        last = booth.votes[-1]
        self._booth = replace(booth, votes=booth.votes[:-1])
        self._show_result(False)
        self._background.run(self, vote.take_back(project, booth.number, last.ballot), on_problem=self._say)
        self._draw()
        self.ballot.comment.setText(last.comment)

    def _show_result(self, shown: bool) -> None:
        focused = self.focusWidget()
        if shown and focused is not None and (focused is self.ballot or self.ballot.isAncestorOf(focused)):
            self._undo.setFocus()  # else the keyboard would be thrown back to the beginning of the window
        self.ballot.setHidden(shown)
        self.result.setVisible(shown)

    def turn_over(self) -> None:
        """Show what the votes have come to, or go on voting."""
        voting = self.result.isHidden()
        self._show_result(voting)
        self._draw()

    def _say(self, problem: Problem) -> None:
        """Say what stood in the way of keeping a vote, and show what is kept."""
        self._problem.show_problem(problem, self._open)
        self._problem.show()
        self._open()
