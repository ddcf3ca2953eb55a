"""What can go wrong when a letter is written or a message is sent, each said so that the reader knows what to do."""

from engine.errors import HeardError


class LetterLacks(HeardError):
    """The letter cannot be written yet, because this is missing: {field}."""


class LetterTooLong(HeardError):
    """The letter “{letter}” comes out longer than anybody could read: look for a loop in its words that repeats."""


class NoSuchLetter(HeardError):
    """There is no letter called "{name}". The letters are: {known}."""


class NoSuchEmail(HeardError):
    """There is no email called "{name}". The emails are: {known}."""


class PdfUnavailable(HeardError):
    """PDF files need the Pango library: {install}. Meanwhile take the letter for Word, or print the page."""


class WordRefused(HeardError):
    """This file cannot be used: {mend}."""


class MailDelayed(HeardError):
    """The mail server did not take the message now ({reason}). It will be tried again."""


class MailRefused(HeardError):
    """The mail server refused the message for good ({reason}). Trying again will not help: look at the address."""


class MailUnsafe(MailRefused):
    """The message was not sent, because its "{header}" line is not what such a line may be."""


class MailAddressUnusable(HeardError):
    """The mail server's address cannot be used: {mend}."""


class NotifyUnusable(HeardError):
    """GOV.UK Notify cannot be reached with what is set as {part}: {mend}."""
