"""How an email leaves the house: as a file, or by SMTP."""

from notifications.mailers.outgoing import Audience as Audience
from notifications.mailers.outgoing import Mailer as Mailer
from notifications.mailers.outgoing import Outgoing as Outgoing
