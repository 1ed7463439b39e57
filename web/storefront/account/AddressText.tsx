import { styled } from "@mui/material/styles";
import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../format/format";
import { countries } from "../../queries/countries";
import { type KeptAs, linesOf } from "./address";

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
