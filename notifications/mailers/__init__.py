"""How an email leaves the house: as a file, by SMTP or through GOV.UK Notify."""

from notifications.mailers.outgoing import Audience as Audience
from notifications.mailers.outgoing import Mailer as Mailer
from notifications.mailers.outgoing import Outgoing as Outgoing
from notifications.mailers.outgoing import Receipt as Receipt
