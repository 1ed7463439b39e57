import type { Body, Model } from "../../api/contract";

export type Way = Model<"OwnShippingOption">;
type Sent = Body<"add_shipping_option">;
type Code = NonNullable<Sent["zones"][number]["countries"]>[number];

export const blankRate = {
  least_weight: null as number | null,
  most_weight: null as number | null,
  least_amount: null as number | null,
  most_amount: null as number | null,
  price: null as number | null,
};

export const blankZone = { elsewhere: false, countries: [] as string[], rates: [blankRate] };

/** What the form holds of a way of sending, or of a new one. */
export const valuesOf = (way: Way | null) => ({
  name: way?.name ?? "",
  currency: (way?.currency ?? "") as string,
  days: { least: (way?.days.least ?? null) as number | null, most: (way?.days.most ?? null) as number | null },
  active: way?.active ?? true,
  zones: way
    ? way.zones.map(({ countries, rates }) => ({
        elsewhere: countries === null,
        countries: (countries ?? []) as string[],
        rates: rates.map((rate) => ({
          ...rate,
          least_weight: rate.least_weight || null,
          least_amount: rate.least_amount || null,
        })) as (typeof blankRate)[],
      }))
    : [{ ...blankZone, elsewhere: true }],
});

export type Values = ReturnType<typeof valuesOf>;

/** Say to the API what the form holds. */
export const termsOf = ({ name, currency, days, active, zones }: Values): Sent => ({
  name,
  currency: currency as Sent["currency"],
  days: { least: days.least ?? 0, most: days.most ?? 0 },
  active,
  zones: zones.map(({ elsewhere, countries, rates }) => ({
    countries: elsewhere ? null : (countries as Code[]),
    rates: rates.map(({ least_weight, most_weight, least_amount, most_amount, price }) => ({
      least_weight: least_weight ?? 0,
      most_weight,
      least_amount: least_amount ?? 0,
      most_amount,
      price: price ?? 0,
    })),
  })),
});
