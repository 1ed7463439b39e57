import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/**
 * Leave what the build before made, for pages that are open and have yet to fetch a part of it; remove what is older.
 *
 * What a build made stands in `assets.json` beside the documents.
 */
export function earlier(): Plugin {
  let out = "";
  return {
    name: "souk:earlier",
    apply: ({ mode }, { command }) => command === "build" && mode !== "server",
    config: () => ({ build: { emptyOutDir: false } }),
    configResolved({ root, build }) {
      out = join(root, build.outDir);
    },
    writeBundle(_, bundle) {
      const note = join(out, "..", "assets.json");
      const before: string[] = existsSync(note) ? JSON.parse(readFileSync(note, "utf8")) : [];
      const made = Object.keys(bundle);
      const kept = new Set([...before, ...made]);
      for (const file of readdirSync(join(out, "assets")))
        if (!kept.has(`assets/${file}`)) rmSync(join(out, "assets", file));
      writeFileSync(note, JSON.stringify(made));
    },
  };
}
