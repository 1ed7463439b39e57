import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { api } from "./api";

beforeEach(() => vi.stubGlobal("fetch", api.fetch));

afterEach(() => {
  cleanup();
  api.reset();
  localStorage.clear();
  vi.unstubAllGlobals();
});
