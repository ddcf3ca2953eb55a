"""What an officer can do with a case at any time, what a running procedure can be told, and how stages are named."""

from enum import StrEnum


class CaseAction(StrEnum):
    """What an officer can do with a case at any time, outside the tasks of its procedure."""

    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    CORRECT_DATE = "correct_date"
    CORRECT_FINDING = "correct_finding"
    CHANGE_DETAILS = "change_details"
    CHANGE_MANAGER = "change_manager"
    CHANGE_ABOUT = "change_about"
    WITHDRAW = "withdraw"
    ASK_STAGE_2 = "ask_stage_2"
    ASK_STAGE_3 = "ask_stage_3"
    MOVE_PANEL = "move_panel"
    PUT_ASIDE = "put_aside"
    RESUBMIT = "resubmit"
    OMBUDSMAN = "ombudsman"
    REROUTE = "reroute"
    REOPEN = "reopen"
    UNDO = "undo"


class Message(StrEnum):
    """What a running procedure can be told of; its diagram says where it listens."""

    WITHDRAW = "withdraw"
    FREEZE = "freeze"
    RESUBMIT = "resubmit"
    ASK_STAGE_2 = "ask_stage_2"
    ASK_STAGE_3 = "ask_stage_3"
    MOVE_PANEL = "move_panel"


class Stage(StrEnum):
    """The stages, as records and diagrams name them whatever the procedure."""

    STAGE_1 = "stage_1"
    STAGE_2 = "stage_2"
    STAGE_3 = "stage_3"
