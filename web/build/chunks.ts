import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";

/** Pages of the shop, and the texts of a language; they go by the names of their files. */
const named = /\/web\/(?:storefront\/\w+\/\w+Page\.tsx|locales\/\w+\.po)$/;

/**
 * Write down which scripts bring a rendered page to life, in `chunks.json` beside the documents.
 *
 * `index` names those that the document asks for itself, `ProductPage` what that page needs besides, `de` what it needs
 * in German.
 */
export function chunks(): Plugin {
  let out: string | undefined;
  const scripts: Record<string, string[]> = {};
  return {
    name: "souk:chunks",
    apply: ({ mode }, { command }) => command === "build" && mode !== "server",
    configResolved(config) {
      out = join(config.root, config.build.outDir, "..");
    },
    generateBundle(_, bundle) {
      const needed = (file: string, found = new Set<string>()): Set<string> => {
        const chunk = bundle[file];
        if (chunk?.type === "chunk" && !found.has(file))
          for (const other of found.add(file) && chunk.imports) needed(other, found);
        return found;
      };
      const files = Object.values(bundle).filter((one) => one.type === "chunk");
      const index = files.find(({ isEntry, name }) => isEntry && name === "index");
      const first = index ? needed(index.fileName) : new Set<string>();
      scripts.index = [...first];
      for (const { facadeModuleId, fileName } of files) {
        if (!facadeModuleId || !named.test(facadeModuleId)) continue;
        const name = basename(facadeModuleId).replace(/\.\w+$/, "");
        scripts[name] = [...needed(fileName)].filter((file) => !first.has(file));
      }
    },
    closeBundle() {
      if (out) writeFileSync(join(out, "chunks.json"), JSON.stringify(scripts));
    },
  };
}
