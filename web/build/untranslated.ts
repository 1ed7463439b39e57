import { readFileSync } from "node:fs";
import ts from "typescript";

/** What people see or hear of an element without seeing its name. */
const spoken = new Set([
  "alt",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "placeholder",
  "title",
  "label",
  "hint",
]);
/** Whose content lingui translates. */
const translated = new Set(["Trans", "Plural", "Select", "SelectOrdinal"]);
const words = /\p{L}{2,}/u;

/** Find texts of a file that are written past the catalogues: between tags, and in attributes that are read out. */
function untranslated(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const report = (node: ts.Node, text: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1}: ${text.trim()}`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxElement(node)) {
      const { tagName, attributes } = node.openingElement;
      const untold = attributes.properties.some((one) => one.getText() === 'translate="no"');
      if (translated.has(tagName.getText()) || untold) {
        visit(attributes);
        return;
      }
    }
    if (ts.isJsxText(node) && words.test(node.text)) report(node, node.text);
    if (
      ts.isJsxAttribute(node) &&
      spoken.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    ) {
      if (words.test(node.initializer.text)) report(node, node.getText());
    }
    if (
      ts.isJsxExpression(node) &&
      node.expression &&
      ts.isStringLiteralLike(node.expression) &&
      !ts.isJsxAttribute(node.parent)
    ) {
      if (words.test(node.expression.text)) report(node, node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const found = process.argv.slice(2).flatMap(untranslated);
process.stdout.write(found.map((one) => `${one}\n`).join(""));
