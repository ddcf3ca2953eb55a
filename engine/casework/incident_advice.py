"""What somebody can do about work that is stuck, told by what went wrong."""

from collections.abc import Mapping

TRY_AGAIN = "Try it again. If it comes back, tell whoever looks after Heard what stands here."
_BY_CAUSE: Mapping[str, str] = {
    "MailRefused": "Look at the address. Tried again, it goes to the same one: correct it in the case and send the "
    "letter again from there, or post it, and dismiss this.",
    "MailUnsafe": "Something in the address or the subject cannot be sent, and stays the same when it is tried again. "
    "Correct it in the case and send the letter again from there, or post it, and dismiss this.",
    "MailDelayed": "The mail server was away for hours. Ask whether it is back, then try everything again at once.",
    "MailAddressUnusable": "Heard is set to a mail server that it cannot use. Ask whoever looks after Heard.",
    "Undeliverable": "Ask for the right address another way and correct it in the case. Then send the letter again "
    "from there, or post it, and dismiss this.",
    "NotTakenIn": "Try it once more. If it comes back, reach the person another way, post the letter and dismiss this.",
    "NotPassedOn": "Try it again. If it comes back, look at status.notifications.service.gov.uk and try again later.",
    "LetterLacks": "The letter misses something that the case does not say. Put it right in the case, then try again.",
    "NoSuchLetter": "The diagram asks for a letter that is not there. Ask whoever keeps the letters to publish it.",
    "StaleTask": "The step that this belongs to is over. Look at the case; if nothing is missing there, dismiss this.",
    "NoSuchWay": "The diagram has no way on from here. Ask whoever keeps the procedures, then try again.",
    "OperationalError": "The database did not answer. Try it again once it does.",
    "KeyError": "This release does not know such work. Ask whoever looks after Heard whether an upgrade is half done.",
}
_DIED = "The worker stopped"
_OF_KIND: Mapping[str, str] = {
    "timer": "A reminder has not gone out, or a step has not opened. Look at the case first, then try it again.",
    "digest": "The morning emails of that day have not gone out. Try it again on the same day, or dismiss it.",
    "meeting_pack": "The meeting packs have not gone out. Try it again, or open the packs under Reports.",
}


def what_to_do(kind: str, cause: str) -> str:
    """A sentence or two for a complaints officer. `kind` of the job, `cause` as the incident keeps it."""
    name = cause.partition(":")[0]
    if name in _BY_CAUSE:
        return _BY_CAUSE[name]
    if cause.startswith(_DIED) and kind == "deliver":
        return "It may have gone out all the same. Ask whoever it is for before you try it again."
    return _OF_KIND.get(kind, TRY_AGAIN)
