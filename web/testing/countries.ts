import type { Model } from "../api/contract";

type Country = Model<"CountryView">;

export const GERMANY: Country = {
  code: "DE",
  name: "Germany",
  delivered_to: true,
  postal_code: "required",
  region: null,
  address_lines: [["name"], ["line1", "line2"], ["postal_code", "city"]],
};

export const UNITED_STATES: Country = {
  code: "US",
  name: "United States",
  delivered_to: true,
  postal_code: "required",
  region: "state",
  address_lines: [["name"], ["line1", "line2"], ["city", "region", "postal_code"]],
};

export const EMIRATES: Country = {
  code: "AE",
  name: "United Arab Emirates",
  delivered_to: true,
  postal_code: "none",
  region: "emirate",
  address_lines: [["name"], ["line1", "line2", "city"], ["region"]],
};

export const ANTARCTICA: Country = {
  code: "AQ",
  name: "Antarctica",
  delivered_to: false,
  postal_code: "none",
  region: null,
  address_lines: [["name"], ["line1", "line2", "city"]],
};
