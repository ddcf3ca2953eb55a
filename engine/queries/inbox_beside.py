"""What waits for somebody besides tasks: letters to post and to read, payments, actions, an account to give."""

from dataclasses import dataclass

from engine.casework.policy import POLICY, Action, Actor
from engine.office import Office
from engine.queries import actions, letters, payments, post_box, worker
from engine.queries.post_box import PostRow
from engine.queries.worker import OwnPage


@dataclass(frozen=True)
class Beside:
    """How much of each waits for one person."""

    to_post: int
    to_read: tuple[PostRow, ...]
    has_post: bool
    about_me: tuple[OwnPage, ...]
    to_approve: int
    actions: int
    actions_overdue: int
    all_actions: bool
    """Whether they may look at everybody's actions."""

    @property
    def is_anything(self) -> bool:
        """Whether there is a line to show."""
        counted = self.to_post or self.to_approve or self.actions or self.all_actions
        return bool(counted or self.to_read or self.has_post or self.about_me)


def waiting(office: Office, actor: Actor) -> Beside:
    """What waits for this person besides tasks."""
    posts = any(grant in actor.roles for grant in POLICY[Action.RECORD_POST])
    mine, overdue = actions.how_many_of_mine(office, actor)
    return Beside(
        to_post=letters.how_many_to_post(office, actor) if posts else 0,
        to_read=post_box.unread(office, actor),
        has_post=post_box.has_any(office, actor),
        about_me=worker.in_inbox(office, actor),
        to_approve=len(payments.to_approve(office, actor)),
        actions=mine,
        actions_overdue=overdue,
        all_actions=actions.may_see_all(actor),
    )
