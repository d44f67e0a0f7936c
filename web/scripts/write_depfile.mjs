// write_depfile.mjs DIST DEPFILE: tells ninja which files and folders DIST/index.html was made of.
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [dist, depfile] = process.argv.slice(2);
const web = join(dirname(fileURLToPath(import.meta.url)), "..");
// It is written by the build itself.
const generated = "schema.d.ts";

function within(folder) {
    const found = [folder];
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) found.push(...within(path));
        else if (entry.name !== generated) found.push(path);
    }
    return found;
}

const inputs = ["src", "public", "scripts"].flatMap((folder) => within(join(web, folder)));
const escaped = inputs.map((path) => path.replaceAll(" ", "\\ "));
writeFileSync(depfile, `${join(dist, "index.html")}: \\\n  ${escaped.join(" \\\n  ")}\n`);
