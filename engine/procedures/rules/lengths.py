"""Names that the record has room for: a longer one would fail in the middle of a case, long after publishing."""

from collections.abc import Iterator

from engine.procedures import extensions
from engine.procedures.findings import Finding, error
from engine.procedures.markup import bpmn, line_of
from engine.procedures.reader import Reading

# In characters, as the tables keep them. A test holds each against its columns.
LONGEST_KEY = 60
"""The id of the process."""
LONGEST_TITLE = 120
"""The name of the process."""
LONGEST_ID = 60
"""The id of a step: the history names what happened by it."""
LONGEST_TASK_NAME = 120
"""The name of a task, as inboxes show it. What nobody has to do may be called anything."""
LONGEST_CLOCK_NAME = 40


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about ids and names that are too long to be kept."""
    procedure = reading.procedure
    process = reading.root.find(bpmn("process"))
    line = None if process is None else line_of(process)
    yield from _too_long("id of the procedure", procedure.key, LONGEST_KEY, procedure.key, line)
    yield from _too_long("name of the procedure", procedure.name, LONGEST_TITLE, procedure.key, line)
    lines = {} if process is None else {name: at for name, _, at in extensions.properties(process)}
    for name in procedure.clocks:
        yield from _too_long("name of the clock", name, LONGEST_CLOCK_NAME, procedure.key, lines.get(f"clock:{name}"))
    for node in procedure.elements.values():
        yield from _too_long("id", node.id, LONGEST_ID, node.id, node.line)
        if node.kind == "userTask":
            yield from _too_long("name of the task", node.name, LONGEST_TASK_NAME, node.id, node.line)


def _too_long(what: str, text: str, most: int, element: str, line: int | None) -> Iterator[Finding]:
    if len(text) > most:
        sentence = f"The {what} has {len(text)} characters, and there is room for {most}. Shorten it."
        yield error("too-long", sentence, element, line)
