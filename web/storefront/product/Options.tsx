import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { choose, type Product, standing, type Variant } from "./variants";

interface Props {
  product: Product;
  chosen: Variant;
  onChoose: (variant: Variant) => void;
}

/** What a product can be chosen by; a value that cannot be bought is struck through and says why. */
export function Options({ product: { options, variants }, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const id = useId();
  const reasons = { sold: "", "sold out": t`sold out`, "not made": t`not made like this` };
  return (
    <>
      {options.map(({ name, values }) => (
        <Group key={name}>
          <legend>
            <bdi>{name}</bdi>: <b dir="auto">{chosen.options[name]}</b>
          </legend>
          {values.map((value) => {
            const reason = reasons[standing(variants, chosen, name, value)];
            return (
              <label key={value} title={reason || undefined}>
                <input
                  type="radio"
                  name={id + name}
                  value={value}
                  checked={chosen.options[name] === value}
                  onChange={() => onChoose(choose(variants, chosen, name, value))}
                />
                <span className={reason ? "struck" : undefined}>
                  <bdi>{value}</bdi>
                  {reason && <span className="for-ears">, {reason}</span>}
                </span>
              </label>
            );
          })}
        </Group>
      ))}
    </>
  );
}

const Group = styled("fieldset")({
  display: "flex",
  flexWrap: "wrap",
  gap: 8,
  border: 0,
  padding: 0,
  margin: 0,
  marginBlockStart: 20,
  minWidth: 0,
  "& > legend": {
    padding: 0,
    marginBlockEnd: 8,
    fontSize: sizes.compact,
    textTransform: "capitalize",
    "& > b": { fontWeight: 600, textTransform: "none" },
  },
  "& > label": { position: "relative", cursor: "pointer" },
  "& input": {
    position: "absolute",
    inset: 0,
    width: "100%",
    height: "100%",
    margin: 0,
    opacity: 0,
    cursor: "inherit",
  },
  "& label > span": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: target,
    paddingInline: 14,
    border: `1px solid ${colour("line")}`,
    borderRadius: radius.control,
  },
  "& label:hover > span": { borderColor: colour("ink") },
  "& .struck": { textDecoration: "line-through", color: colour("quiet") },
  "& input:checked + span": { background: colour("ink"), borderColor: colour("ink"), color: colour("ground") },
  "& input:focus-visible + span": { outline: `3px solid ${colour("cobalt")}`, outlineOffset: 2 },
});
