// Builds what the pages load: one style sheet and a few scripts, into web/static (which git does not keep).
import { compile, NodePackageImporter } from "sass";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const assets = dirname(fileURLToPath(import.meta.url));
const built = join(assets, "..", "static");
const govuk = join(assets, "..", "..", "node_modules", "govuk-frontend", "dist", "govuk");

await mkdir(built, { recursive: true });

const sheet = compile(join(assets, "heard.scss"), {
  importers: [new NodePackageImporter(assets)],
  charset: false,
  quietDeps: true,
  style: "compressed",
});
await writeFile(join(built, "heard.css"), sheet.css + "\n");

await copyFile(join(govuk, "govuk-frontend.min.js"), join(built, "govuk-frontend.min.js"));
for (const name of await readdir(assets)) {
  if (/\.(js|svg|ico|png)$/.test(name)) await copyFile(join(assets, name), join(built, name));
}
