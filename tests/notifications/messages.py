"""Emails that the mailers of these tests send."""

from datetime import UTC, datetime

from notifications.mailers import Audience, Outgoing

NOTICE = Outgoing(
    message_id="<message-17@heard.marlowvale.example>",
    sender="Heard <complaints@marlowvale.example>",
    to="priya.nair@marlowvale.example",
    subject="SC-2026-0142: due on the next working day",
    text="The answer to SC-2026-0142 is due.\n\nhttps://heard.example/cases/SC-2026-0142\n",
    html="<p>The answer to <b>SC-2026-0142</b> is due – “soon”.</p>\n",
    audience=Audience.STAFF,
    written_at=datetime(2026, 12, 21, 9, 0, tzinfo=UTC),
)
