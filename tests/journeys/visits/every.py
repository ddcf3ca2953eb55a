"""All of them, in four parts that two can look at side by side."""

from tests.journeys.visits.absences import ABSENCES
from tests.journeys.visits.case_pages import CASE_PAGES
from tests.journeys.visits.cases import CASES
from tests.journeys.visits.covering import COVERING
from tests.journeys.visits.deeds import DEEDS
from tests.journeys.visits.delivery import DELIVERY
from tests.journeys.visits.drafts import DRAFTS
from tests.journeys.visits.failures import FAILURES
from tests.journeys.visits.file import FILE
from tests.journeys.visits.inbox import INBOX_LISTS
from tests.journeys.visits.keeping import KEEPING
from tests.journeys.visits.later import LATER
from tests.journeys.visits.letters import LETTERS
from tests.journeys.visits.long import LONG
from tests.journeys.visits.moving import MOVING
from tests.journeys.visits.operations import OPERATIONS
from tests.journeys.visits.rooms import ROOMS
from tests.journeys.visits.searching import SEARCHING
from tests.journeys.visits.tasks import TASKS
from tests.journeys.visits.views import VIEWS
from tests.journeys.visits.watching import WATCHING

WORK = (*ABSENCES, *ROOMS, *INBOX_LISTS, *TASKS, *COVERING, *WATCHING, *DELIVERY, *OPERATIONS)
A_CASE = (*CASES, *DEEDS, *KEEPING)
LETTERS_AND_STAGES = (*LETTERS, *FAILURES, *LATER)
FILES_AND_LISTS = (*FILE, *CASE_PAGES, *MOVING, *VIEWS, *SEARCHING, *DRAFTS, *LONG)

EVERY = (*WORK, *A_CASE, *LETTERS_AND_STAGES, *FILES_AND_LISTS)
