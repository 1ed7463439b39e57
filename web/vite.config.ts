import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { chunks } from "./build/chunks";
import { document } from "./build/document";
import { earlier } from "./build/earlier";
import { lean } from "./build/lean";

// Pages come through the front door of the desk; what is saved comes to them from Vite itself.
const saved: Plugin = {
  name: "souk:saved",
  apply: "serve",
  config: ({ server }) => (server?.port ? { server: { ws: { clientPort: server.port } } } : {}),
};

const plugins = [
  saved,
  react(),
  lingui({ macroTransform: true, cwd: import.meta.dirname }),
  document(),
  chunks(),
  earlier(),
  lean(),
];

/** Two builds: what browsers load, and one script that V8 runs to render pages (`--mode server`). */
export default defineConfig(({ mode }) => ({
  plugins,
  define: { __SERVER__: mode === "server" },
  clearScreen: false,
  // Libraries have a build for workers, which looks for no document.
  ...(mode === "server" && {
    resolve: { conditions: ["worker", "module", "import", "default"], mainFields: ["module", "main"] },
  }),
  build:
    mode === "server"
      ? {
          outDir: "dist/server",
          target: "es2023",
          modulePreload: false,
          assetsInlineLimit: 0,
          copyPublicDir: false,
          rolldownOptions: {
            input: "app/entry.server.tsx",
            preserveEntrySignatures: "strict",
            transform: { define: { "import.meta": "{}" } },
            output: { format: "iife", name: "souk", entryFileNames: "server.js", codeSplitting: false },
          },
        }
      : {
          outDir: "dist/client",
          target: "es2023",
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
          // The checkout is a document of its own, so that a payment provider's script is let in there and nowhere else.
          rolldownOptions: {
            input: ["index.html", "checkout.html"],
            // What every document begins with comes in two files, what most pages show in one, however they share its
            // parts: few files are small ones, and each costs a slow phone half a second.
            output: {
              codeSplitting: {
                groups: [
                  { name: "libraries", test: /node_modules/, tags: ["$initial"] },
                  { name: "start", test: /\/web\/(?!app\/entry\.).*\.tsx?$/, tags: ["$initial"] },
                  { name: "products", test: /\/(listing\/(ProductGrid|LookedAtRow)|ui\/(Crumbs|Quantity))\.tsx$/ },
                ],
              },
            },
          },
        },
  server: { strictPort: true, cors: false },
  test: {
    environment: "happy-dom",
    setupFiles: "testing/setup.ts",
    restoreMocks: true,
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
}));
