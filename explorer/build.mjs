// Bundles the scripts of the pages into api/static and checks their size, which has a limit.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "api", "static");
const LIMITS = { pages: 30_000, map: 40_000, graph: 200_000 };

await build({
  absWorkingDir: here,
  entryPoints: { graph: "src/graph/main.tsx", pages: "src/pages/main.ts", map: "src/map/main.ts" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "eof",
  logLevel: "warning",
});

let heavy = false;
for (const [name, limit] of Object.entries(LIMITS)) {
  const text = readFileSync(join(out, `${name}.js`));
  const weight = gzipSync(text, { level: 9 }).length;
  console.log(`${name}.js ${text.length} bytes, ${weight} gzipped (at most ${limit})`);
  heavy ||= weight > limit;
}
if (heavy) {
  console.error("A script is heavier than its limit.");
  process.exit(1);
}
