import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { earlier } from "./earlier";

test("what a page that is open has yet to fetch outlives the next build, and no other", async () => {
  const root = mkdtempSync(join(tmpdir(), "souk-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "index.html"), '<script type="module" src="/entry.js"></script>');
  const built = async (text: string) => {
    writeFileSync(join(root, "entry.js"), `document.title = "${text}";`);
    await build({
      root,
      configFile: false,
      logLevel: "silent",
      plugins: [earlier()],
      build: { outDir: "dist/client" },
    });
    return readdirSync(join(root, "dist/client/assets"));
  };

  const [first] = await built("one");
  const second = await built("two");
  const third = await built("three");

  expect(second).toHaveLength(2);
  expect(second).toContain(first);
  expect(third).toHaveLength(2);
  expect(third).not.toContain(first);
});
