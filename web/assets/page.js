// Loaded by every page as a module: wakes the components that need a script.
import { initAll } from "./govuk-frontend.min.js";
import { keepDrafts } from "./drafts.js";
import { watchFiles } from "./files.js";
import { selectAll } from "./select_all.js";

initAll();
keepDrafts();
selectAll();
watchFiles();
