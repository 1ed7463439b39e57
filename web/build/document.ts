import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import type { HtmlTagDescriptor, Plugin } from "vite";
import { paths } from "../paths";
import { base, faces } from "../theme/base";

const { resolve } = createRequire(import.meta.url);

/**
 * What runs before the first paint: a scheme that the visitor chose, so that nothing flashes, and what remembers buttons
 * that are pressed before there is a program to answer (`app/pressed_early.ts`).
 */
const early =
  'try{document.documentElement.dataset.theme=JSON.parse(localStorage.getItem("souk.settings")).state.theme}catch{}' +
  'pressedEarly=new Set;onclick=({target})=>pressedEarly.add(target.closest("button[type=button]"))';

/**
 * Put fonts, colours and the base style into the document itself.
 *
 * Beside the documents it leaves `policy.json`: the hashes of what stands inline in each of them, as a
 * Content-Security-Policy names them, and the addresses that there are. `404.html` is for any other.
 */
export function document(): Plugin {
  let out: string | undefined;
  let style = "";
  return {
    name: "souk:document",
    configResolved(config) {
      const isDocument = config.command === "build" && config.mode !== "server";
      out = isDocument ? join(config.root, config.build.outDir) : undefined;
    },
    buildStart() {
      if (!out) return;
      for (const { file } of faces) {
        const source = readFileSync(resolve(file));
        this.emitFile({ type: "asset", name: basename(file), source });
      }
    },
    configureServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        if (request.url?.startsWith("/checkout")) request.url = "/checkout.html";
        next();
      });
    },
    transformIndexHtml: {
      order: "post",
      handler(html, context) {
        const url = (file: string) => {
          const asset = Object.values(context.bundle ?? {}).find(
            (one) => one.type === "asset" && one.names.includes(basename(file)),
          );
          return asset ? `/${asset.fileName}` : `/@fs${resolve(file)}`;
        };
        style = base(url);
        const tags: HtmlTagDescriptor[] = faces
          .filter((face) => face.preloaded)
          .map(({ file }) => ({
            tag: "link",
            attrs: { rel: "preload", href: url(file), as: "font", type: "font/woff2", crossorigin: true },
            injectTo: "head-prepend",
          }));
        // Markup shows without scripts, so pictures and fonts come before them.
        const scriptsLast = html.replace(
          /<(?:script type="module"|link rel="modulepreload")/g,
          '$& fetchpriority="low"',
        );
        return {
          html: scriptsLast,
          tags: [
            ...tags,
            { tag: "script", children: early, injectTo: "head-prepend" },
            { tag: "style", children: style, injectTo: "head-prepend" },
          ],
        };
      },
    },
    closeBundle() {
      if (!out) return;
      const addresses = Object.values(paths).map(({ pattern }) => pattern);
      const policy = { scripts: [hash(early)], styles: [hash(style), hash("")], paths: addresses };
      writeFileSync(join(out, "..", "policy.json"), JSON.stringify(policy));
      copyFileSync(join(out, "index.html"), join(out, "404.html"));
    },
  };
}

const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
