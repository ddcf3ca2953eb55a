"""The pages of the later stages and the other procedures: each as somebody opens it, and with everything wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Arrive, Visit, at, case, wrong

PAGE = "tasks.page"
FINISH = "Finish this task"
PRIYA, OWEN = "priya", "owen"


@dataclass(frozen=True)
class Work:
    """One task of the demo: what its pictures are called, where it stands, who has it, what ends it."""

    name: str
    kind: str
    element: str
    who: str
    finish: str = FINISH


WORK = (
    Work("appoint", "stage 2 asked for", "accept_and_appoint", PRIYA, "Appoint them and send the letter"),
    Work("statement", "statement slow", "statement", "marcus", "Finish the statement"),
    Work("settle-statement", "statement slow", "settle_statement", OWEN),
    Work("investigate", "being investigated", "investigate", "marcus", "Finish the investigation"),
    Work("independent-report", "being investigated", "independent_report", "yusuf"),
    Work("quality-check", "reports to check", "quality_check", OWEN),
    Work("adjudicate", "to be judged", "adjudicate", "bernadette", "Finish the adjudication"),
    Work("send-pack", "reports to send", "send_pack", OWEN),
    Work("overrun-stage-2", "stage 2 overdue", "record_overrun_2", OWEN),
    Work("stage-3-request", "panel asked for", "acknowledge_stage_3", PRIYA),
    Work("panel", "panel to arrange", "arrange_panel", OWEN, "Arrange the panel and send the invitation"),
    Work("papers", "papers to send", "papers", "iris"),
    Work("panel-report", "panel has met", "panel_report", "iris"),
    Work("answer-panel", "panel to answer", "answer_panel", "simon", "Finish the answer"),
    Work("proceedings", "waits for a court", "proceedings", PRIYA),
    Work("corporate-reply", "corporate", "respond", "alan", "Finish the reply"),
    Work("review", "corporate review", "review", "alan", "Finish the reply"),
    Work("adults-reply", "plan agreed", "respond", "sunita", "Finish the reply"),
    Work("share-from-demo", "compliment", "share", PRIYA, "Share it"),
    Work("comment-reply", "comment passed on", "reply", PRIYA),
    Work("ombudsman-reply", "ombudsman enquires", "reply", PRIYA),
    Work("ombudsman-remedy", "ombudsman's remedy", "carry_out_remedy", OWEN),
)


def _opened(work: Work) -> Arrive:
    return lambda guest: guest.claimed(work.kind, work.element, work.who)


def _emptied(work: Work) -> Arrive:
    """The page with whatever stood in its boxes taken out."""

    def _arrive(guest: Guest) -> None:
        guest.claimed(work.kind, work.element, work.who)
        for box in guest.visitor.page.get_by_role("main").get_by_role("textbox").all():
            if box.is_visible():
                box.fill("")

    return _arrive


def _tasks() -> Iterator[Visit]:
    for work in WORK:
        yield Visit(work.name, PAGE, work.who, _opened(work))
        yield Visit(f"{work.name}-wrong", PAGE, work.who, wrong(_emptied(work), work.finish))


def _appointed(guest: Guest) -> None:
    guest.claimed("stage 2 asked for", "accept_and_appoint", PRIYA)
    for question, name in (
        ("investigating officer", "Verity Oakes"),
        ("independent person", "Yusuf Rahman"),
        ("adjudicating officer", "Bernadette Quill"),
    ):
        lists = guest.visitor.page.get_by_role("combobox", name=question)
        option = lists.first.locator("option", has_text=name).first.get_attribute("value")
        lists.first.select_option(value=option)
    guest.visitor.press("Write the letter from these names")
    guest.visitor.sees("Always in the letter, after your words")


def _days_found(guest: Guest) -> None:
    guest.claimed("panel to arrange", "arrange_panel", OWEN)
    guest.visitor.press("Find the days that suit everybody")
    guest.visitor.sees("The law asks for a day until")


def _added(kind: str, element: str, who: str, button: str) -> Arrive:
    def _arrive(guest: Guest) -> None:
        guest.claimed(kind, element, who)
        guest.visitor.press(button)

    return _arrive


def _pack(guest: Guest) -> None:
    guest.claimed("reports to send", "send_pack", OWEN)
    guest.visitor.page.get_by_label("Yes, it goes out").check()


def _letter(kind: str, status: str) -> Arrive:
    def _arrive(guest: Guest) -> None:
        guest.letter(kind, status)
        guest.visitor.page.frame_locator("iframe").get_by_text("Fernshire Council").first.wait_for()

    return _arrive


FILLED = (
    Visit("appoint-letter", PAGE, PRIYA, _appointed),
    Visit("panel-days", PAGE, OWEN, _days_found),
    Visit("statement-row", PAGE, "marcus", _added("statement slow", "statement", "marcus", "Add another head")),
    Visit("send-pack-words", PAGE, OWEN, _pack),
)
"""Pages on which something was done already."""

CASES = (
    Visit("case-statement-slow", "cases.page", OWEN, case("statement slow")),
    Visit("case-investigated", "cases.page", "yusuf", case("being investigated")),
    Visit("case-stage-2-extended", "cases.page", PRIYA, case("stage 2 extended")),
    Visit("case-stage-2-overdue", "cases.page", OWEN, case("stage 2 overdue")),
    Visit("case-panel-arranged", "cases.page", PRIYA, case("papers to send")),
    Visit("case-panel-answered", "cases.page", OWEN, case("panel answered")),
    Visit("case-put-aside", "cases.page", PRIYA, case("waits for a court")),
    Visit("case-corporate-review", "cases.page", PRIYA, case("corporate review")),
    Visit("case-plan-agreed", "cases.page", OWEN, case("plan agreed")),
    Visit("case-compliment", "cases.page", OWEN, case("compliment shared")),
    Visit("case-comment", "cases.page", PRIYA, case("comment passed on")),
    Visit("case-ombudsman", "cases.page", PRIYA, case("ombudsman enquires")),
    Visit("case-much-beside", "cases.page", PRIYA, case("much beside")),
    Visit("dates-stage-3", "cases.dates", PRIYA, case("panel to answer", "/dates")),
    Visit("dates-put-aside", "cases.dates", PRIYA, case("waits for a court", "/dates")),
    Visit("why-stage-2", "cases.why", PRIYA, case("stage 2 extended", "/dates/stage_2_response")),
    Visit("history-stage-3", "cases.history_page", OWEN, case("panel answered", "/history")),
    Visit("people-stage-3", "cases.people_page", OWEN, case("panel answered", "/people")),
    Visit("people-much-beside", "cases.people_page", PRIYA, case("much beside", "/people")),
    Visit("letters-stage-3", "case_letters.every", OWEN, case("panel answered", "/letters")),
    Visit("letter-stage-2-draft", "case_letters.one", OWEN, _letter("reports to send", "draft")),
    Visit("putting-right-stage-3", "putting_right.page", OWEN, case("panel answered", "/putting-right")),
    Visit("putting-right-much", "putting_right.page", PRIYA, case("much beside", "/putting-right")),
    Visit("contact-much-beside", "contact_log.page", PRIYA, case("much beside", "/contact")),
    Visit("findings-stage-2", "corrections.findings", PRIYA, case("panel to answer", "/findings")),
)
INBOXES = (
    Visit("inbox-investigator", "inbox.mine", "marcus", at("/inbox")),
    Visit("inbox-independent", "inbox.mine", "yusuf", at("/inbox")),
    Visit("inbox-chair", "inbox.mine", "harriet", at("/inbox")),
    Visit("inbox-director", "inbox.mine", "simon", at("/inbox")),
    Visit("inbox-support", "inbox.team", "iris", at("/inbox/team")),
)
LATER = (*_tasks(), *FILLED, *CASES, *INBOXES)
