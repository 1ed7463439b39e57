/** An address of which every part is given but a number to call. */
export const ADA = {
  name: "Ada",
  line1: "1 Market Street",
  line2: "Flat 2",
  city: "Springfield",
  region: "Illinois",
  postal_code: "62704",
  country: "US",
  phone: null,
} as const;
