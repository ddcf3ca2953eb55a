"""The written-out procedures under docs/: pictures, outlines and building blocks, made from the diagrams themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.procedures.blocks import CATALOGUE, Block, BlockInput
from engine.procedures.definition import Procedure
from engine.procedures.outline import OutlineStep, outline
from engine.procedures.picture import picture
from engine.procedures.reader import read
from engine.procedures.wording import limit, sentence, spaced

ROOT = Path(__file__).parents[1]
MADE = "<!-- Made by `make docs` from the diagrams. Changes here are lost. -->\n"


def write(folder: Path) -> int:
    """Write every page anew, and take away those whose procedure is gone. Returns how many pages there are."""
    pages = documents(ROOT / "bpmn")
    for old in (folder / "procedures").glob("*.*"):
        if f"procedures/{old.name}" not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(pages)


def documents(diagrams: Path) -> dict[str, str]:
    """Every page by its name under docs/: what `bpmn/` says, in words and pictures."""
    files = {key.name: sorted(key.glob("*.bpmn")) for key in sorted(diagrams.iterdir()) if key.is_dir()}
    files = {key: versions for key, versions in files.items() if versions}
    pages = {"building-blocks.md": building_blocks(), "procedures/README.md": _index(files)}
    for key, versions in files.items():
        pages[f"procedures/{key}.md"] = _procedure(versions)
        for path in versions:
            pages[f"procedures/{key}-{path.stem}.svg"] = picture(path.read_bytes(), {}) + "\n"
    return pages


def _index(files: Mapping[str, list[Path]]) -> str:
    lines = [MADE, "# The procedures", "", "Each with its picture, its time limits and its steps in words.", ""]
    for key, versions in files.items():
        newest = read(versions[-1].read_bytes())
        lines.append(f"- [{newest.name}]({key}.md), in {_versions(versions)}. {newest.documentation}".rstrip())
    lines += ["", "What a diagram can ask for by itself: [the building blocks](../building-blocks.md)."]
    return "\n".join(lines) + "\n"


def _versions(versions: list[Path]) -> str:
    return "one version" if len(versions) == 1 else f"{len(versions)} versions"


def _procedure(versions: list[Path]) -> str:
    """One procedure: the newest version whole, the others as pictures."""
    newest = versions[-1]
    procedure = read(newest.read_bytes())
    name = f"{newest.parent.name}-{newest.stem}.svg"
    lines = [MADE, f"# {procedure.name}", "", procedure.documentation, ""]
    lines += [f"The version that takes effect on {newest.stem}.", ""]
    lines += [f"![The steps of {procedure.name.lower()} as a diagram; the same is written below]({name})", ""]
    lines += [*_clocks(procedure), *_steps(procedure)]
    if len(versions) > 1:
        lines += ["## Earlier versions", ""]
        lines += [f"- [{path.stem}]({path.parent.name}-{path.stem}.svg)" for path in reversed(versions[:-1])]
        lines.append("")
    return "\n".join(lines)


def _clocks(procedure: Procedure) -> Iterator[str]:
    if not procedure.clocks:
        return
    yield from ("## Time limits", "")
    yield from (f"- **{sentence(spaced(name))}**: {limit(rule)}." for name, rule in procedure.clocks.items())
    yield ""


def _steps(procedure: Procedure) -> Iterator[str]:
    """The one-page outline: a line for each step, with what belongs to it indented below."""
    yield from ("## Steps", "")
    for step in outline(procedure):
        yield from _step(step)
    yield ""


def _step(step: OutlineStep) -> Iterator[str]:
    margin = "  " * step.depth
    doer = f" ({step.who})" if step.who else ""
    what = f". {step.what}" if step.what else ""
    yield f"{margin}- **{step.number} {step.name}**{doer}{what}"
    asks = [f"Asks: {step.page}"] if step.page else []
    for line in (*asks, *(f"Limit: {each}" for each in step.limits), *step.reminders, *step.ways):
        yield f"{margin}  - {line}"


def building_blocks() -> str:
    """The catalogue as a page."""
    lines = [MADE, "# Building blocks", ""]
    lines += ["What a service or send task of a diagram can ask for. Nothing else happens by itself.", ""]
    for block in CATALOGUE.values():
        lines += _block(block)
    return "\n".join(lines)


def _block(block: Block) -> Iterator[str]:
    yield from (f"## {block.name}", "", f"`{block.topic}`. {block.sentence}", "")
    yield from ("| Input | What it says | Sort | Needed |", "|---|---|---|---|")
    yield from (_input(each) for each in block.inputs)
    yield ""


def _input(wanted: BlockInput) -> str:
    choices = f": {', '.join(f'`{each}`' for each in wanted.options)}" if wanted.options else ""
    needed = "yes" if wanted.required else "no"
    return f"| `{wanted.name}` | {wanted.label} | {wanted.type}{choices} | {needed} |"
