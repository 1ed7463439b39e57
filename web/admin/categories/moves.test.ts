import { expect, test } from "vitest";
import { category } from "../../testing/categories";
import { type Drop, movesOf, placeAt, type Stand, standOf } from "./moves";

// home: kitchen (mugs, bowls), garden; deep: two: three: four
const tree = [
  category("home", category("kitchen", category("mugs"), category("bowls")), category("garden")),
  category("deep", category("two", category("three", category("four")))),
];
const stand = (id: string) => standOf(id, tree) as Stand;

test.each([
  ["home", ["down deep: null null"]],
  ["kitchen", ["down garden: home null", "out home: null deep"]],
  ["garden", ["up kitchen: home kitchen", "under kitchen: kitchen null", "out home: null deep"]],
  ["bowls", ["up mugs: kitchen mugs", "under mugs: mugs null", "out kitchen: home garden"]],
  ["mugs", ["down bowls: kitchen null", "out kitchen: home garden"]],
  ["deep", ["up home: null home"]],
  ["two", ["out deep: null null"]],
])("the steps of %s are %o", (id, steps) => {
  const taken = movesOf(stand(id), tree);

  expect(taken.map(({ way, other, to }) => `${way} ${other.id}: ${to.parent_id} ${to.before_id}`)).toEqual(steps);
});

test.each<[string, Drop, string, string | null]>([
  ["mugs", "after", "bowls", "kitchen null"],
  ["bowls", "before", "mugs", "kitchen mugs"],
  ["garden", "inside", "kitchen", "kitchen null"],
  ["mugs", "before", "home", "null home"],
  ["mugs", "after", "home", "null deep"],
  ["mugs", "inside", "kitchen", "kitchen null"],
  // It stands there already.
  ["mugs", "before", "bowls", null],
  ["bowls", "after", "mugs", null],
  ["bowls", "inside", "kitchen", null],
  // It would stand below itself, or too deep.
  ["home", "inside", "home", null],
  ["home", "before", "mugs", null],
  ["mugs", "inside", "four", null],
  ["kitchen", "inside", "three", null],
])("%s dropped %s %s comes to %s", (moved, drop, target, comes) => {
  const to = placeAt(stand(moved), stand(target), drop);

  expect(to && `${to.parent_id} ${to.before_id}`).toBe(comes);
});
