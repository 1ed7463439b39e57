import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { drafts } from "../forms/draft";
import { announce } from "../ui/announce";
import { api } from "./api";

// It only bounds how late a failure shows, however busy the machine.
configure({ asyncUtilTimeout: 30_000 });

beforeEach(() => vi.stubGlobal("fetch", api.fetch));

afterEach(() => {
  cleanup();
  if (document.querySelector(".for-ears")) announce("");
  api.reset();
  drafts.clear();
  localStorage.clear();
  vi.unstubAllGlobals();
});
