"""What reaches whom by email, and when."""

from tests.journeys.visits.visit import Council, Visit, at

DELIVERY = (
    Visit("notices", "notices.page", "nasreen", at("/notices")),
    Visit("notices-new", "notices.page", "priya", at("/notices"), Council.NEW),
)
