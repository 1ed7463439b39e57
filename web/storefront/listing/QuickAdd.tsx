import { Trans, useLingui } from "@lingui/react/macro";
import { useAddToCart } from "../../queries/cart";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { Icon, wordsFor } from "../../ui";

interface Props {
  variant_id: string;
  title: string;
}

/** Puts the only variant of a product into the cart, from the list. */
export function QuickAdd({ variant_id, title }: Props) {
  const { t, i18n } = useLingui();
  const add = useAddToCart(title);
  const press = () => !add.isPending && add.put(variant_id);
  return (
    <Place>
      <button type="button" onClick={press} aria-label={t`Add ${title} to the cart`} aria-busy={add.isPending}>
        <Icon name="plus" />
      </button>
      {add.error && <p role="alert">{i18n._(wordsFor(add.error))}</p>}
    </Place>
  );
}

/** Says in the same place that there is something to choose first: the card's own link leads there. */
export function Choose() {
  return (
    <Place aria-hidden style={{ pointerEvents: "none" }}>
      <span>
        <Trans>Choose</Trans>
      </span>
    </Place>
  );
}

const Place = styled("div")({
  position: "absolute",
  insetBlockStart: 8,
  insetInlineEnd: 8,
  display: "grid",
  justifyItems: "end",
  gap: 8,
  "& > button, & > span": {
    display: "grid",
    placeItems: "center",
    minWidth: target,
    height: target,
    border: 0,
    borderRadius: radius.control,
    background: colour("ground"),
    fontSize: sizes.label,
    fontWeight: 600,
    cursor: "pointer",
    "&:hover": { color: colour("cobalt") },
    "&[aria-busy=true]": { cursor: "progress", opacity: 0.6 },
    "@media (hover: hover)": { opacity: 0, transition: "opacity 150ms" },
  },
  "& > span": { paddingInline: 14 },
  "article:hover > & > :first-child, & > button:focus-visible, & > button[aria-busy=true]": { opacity: 1 },
  "& > p": {
    padding: "8px 12px",
    marginInlineStart: 8,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("error"),
    fontSize: sizes.label,
  },
});
