// compress.mjs DIST: writes FILE.br and FILE.gz beside every file of DIST that they make smaller.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [dist] = process.argv.slice(2);

const encodings = {
    br: (bytes) =>
        brotliCompressSync(bytes, {
            params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
        }),
    gz: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

for (const entry of readdirSync(dist, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(path);
    for (const [suffix, compress] of Object.entries(encodings)) {
        const compressed = compress(bytes);
        // A response in another form costs a header; below that there is nothing to win.
        if (compressed.length < bytes.length * 0.95) writeFileSync(`${path}.${suffix}`, compressed);
    }
}
