import { useQuery } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { useFormat } from "../format/format";
import { styled } from "../theme/styled";
import { type Country, countries } from "./countries";

type Address = Model<"Address">;
type Field = Country["address_lines"][number][number];

/** An address as it was kept; its country may be one that is not known here. */
export type KeptAs = Omit<Address, "country"> & { country: string };

/** An address as it is written where it is. */
export function AddressText({ address }: { address: KeptAs }) {
  const { country } = useFormat();
  const known = useQuery(countries()).data?.items;
  const lines = linesOf(
    address,
    known?.find(({ code }) => code === address.country),
  );
  return (
    <Text translate="no">
      {[...lines, country(address.country)].map((line) => (
        <span key={line}>
          <bdi>{line}</bdi>
        </span>
      ))}
    </Text>
  );
}

const Text = styled("address")({
  fontStyle: "normal",
  overflowWrap: "anywhere",
  "& > span": { display: "block" },
});

const between: Partial<Record<Field, string>> = { line2: ", ", region: ", " };

/** Write an address by the customs of its country, without the country itself. */
export function linesOf(address: KeptAs, country: Country | undefined): string[] {
  const order: Field[][] = country?.address_lines ?? [["name"], ["line1", "line2"], ["city", "region", "postal_code"]];
  const lines = order.map((fields) =>
    fields.reduce((line, field) => {
      const value = address[field];
      if (!value) return line;
      return line ? `${line}${between[field] ?? " "}${value}` : value;
    }, ""),
  );
  return lines.filter(Boolean);
}
