// Builds what the browser gets into dist/: bundles with hashed names, their compressed twins, fonts, and manifest.json.
import { build } from "esbuild";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const COMPRESSED = new Set([".js", ".css", ".svg"]);

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "fonts"), { recursive: true });

const result = await build({
  absWorkingDir: root,
  entryPoints: {
    portal: "styles/portal.css",
    dark: "styles/dark.css",
    app: "scripts/app.js",
    diagram: "scripts/diagram.js",
    mine: "scripts/mine.js",
    icons: "styles/icons.svg",
    alur: "styles/alur.svg",
  },
  outdir: "dist",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome110", "firefox115", "safari16"],
  loader: { ".woff2": "file", ".svg": "copy" },
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
});

// The letters' type: the engine's typesetter reads this folder (engine/documents/fonts.py).
const arimo = join(root, "node_modules/@expo-google-fonts/arimo");
for (const face of readdirSync(arimo, { recursive: true })) {
  if (extname(face) === ".ttf") cpSync(join(arimo, face), join(dist, "fonts", basename(face)));
}

// Logical name -> hashed name, e.g. "app.js" -> "app-3F2A.js".
const manifest = {};
for (const path of Object.keys(result.metafile.outputs)) {
  const name = basename(path);
  manifest[name.replace(/-[A-Z0-9]{8}(?=\.)/, "")] = name;
  if (COMPRESSED.has(extname(name))) {
    const content = readFileSync(join(dist, name));
    writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
    writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content));
  }
}
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
