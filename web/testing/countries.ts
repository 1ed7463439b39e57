import type { Model } from "../api/contract";

type Country = Model<"CountryView">;

export const GERMANY: Country = {
  code: "DE",
  name: "Germany",
  delivered_to: true,
  postal_code: "required",
  postal_code_pattern: "(?:DE)?(?:\\d{5})",
  region: null,
  region_required: false,
  address_lines: [["name"], ["line1", "line2"], ["postal_code", "city"]],
};

export const UNITED_STATES: Country = {
  code: "US",
  name: "United States",
  delivered_to: true,
  postal_code: "required",
  postal_code_pattern: "(?:US)?(?:(\\d{5})(?:(\\d{4}))?)",
  region: "state",
  region_required: true,
  address_lines: [["name"], ["line1", "line2"], ["city", "region", "postal_code"]],
};

export const EMIRATES: Country = {
  code: "AE",
  name: "United Arab Emirates",
  delivered_to: true,
  postal_code: "none",
  postal_code_pattern: null,
  region: "emirate",
  region_required: true,
  address_lines: [["name"], ["line1", "line2", "city"], ["region"]],
};

export const ANTARCTICA: Country = {
  code: "AQ",
  name: "Antarctica",
  delivered_to: false,
  postal_code: "none",
  postal_code_pattern: null,
  region: null,
  region_required: false,
  address_lines: [["name"], ["line1", "line2", "city"]],
};
