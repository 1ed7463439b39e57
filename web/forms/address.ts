import type { Model } from "../api/contract";
import type { KeptAs } from "../queries/AddressText";
import type { Country } from "../queries/countries";

type Address = Model<"Address">;
type Field = Country["address_lines"][number][number];

/** An address as a form holds it: what is not there is empty. */
export type AddressValues = Record<Field | "country" | "phone", string>;

export const blankAddress = (country = ""): AddressValues => ({
  name: "",
  line1: "",
  line2: "",
  city: "",
  region: "",
  postal_code: "",
  country,
  phone: "",
});

/** Give an address to a form. */
export function valuesOf(address: KeptAs): AddressValues {
  const { name, line1, line2, city, region, postal_code, country, phone } = address;
  const written = { name, line1, line2, city, region, postal_code, country, phone };
  return Object.fromEntries(Object.entries(written).map(([field, value]) => [field, value ?? ""])) as AddressValues;
}

/** Say whether this may be a postal code of the country, however its letters and digits are written. */
export function isPostalCode(written: string, { postal_code_pattern }: Country): boolean {
  const bare = written
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "");
  return !postal_code_pattern || new RegExp(`^(?:${postal_code_pattern})$`).test(bare);
}

/** Take an address from a form; what an address of its country has no place for is left out. */
export function addressOf(values: AddressValues, countries: Country[]): Address {
  const country = countries.find(({ code }) => code === values.country);
  const fields = country?.address_lines.flat();
  const written = (field: Field | "phone") =>
    field !== "phone" && fields && !fields.includes(field) ? null : values[field].trim() || null;
  return {
    name: values.name.trim(),
    line1: values.line1.trim(),
    line2: written("line2"),
    city: values.city.trim(),
    region: written("region"),
    postal_code: written("postal_code"),
    country: values.country as Address["country"],
    phone: written("phone"),
  };
}
