import { Plural, useLingui } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import { ChoiceField, TextField, useRules } from "../../forms";
import type { Cart } from "../../queries/cart";
import { Price, RowGhosts } from "../../ui";
import type { Quote } from "./queries";
import type { Checkout } from "./wish";
import { optionName, wayName } from "./words";

interface Props {
  cart: Cart;
  quote: UseQueryResult<Quote>;
}

/** How the parcel of each shop travels, in the ways that each offers. */
export function ShippingStep({ cart, quote: { data, isPending } }: Props) {
  const { t, i18n } = useLingui();
  const { most } = useRules();
  const { register } = useFormContext<Checkout>();
  const chosen = useWatch<Checkout, "shipping_option">({ name: "shipping_option" });
  if (isPending) return <RowGhosts rows={2} />;
  return (
    <>
      {cart.sellers.map(({ seller_id, seller_name }) => {
        const name = `shipping_option.${seller_id}` as const;
        const quoted = data?.sellers.find((one) => one.seller_id === seller_id);
        // "standard" is answered by the shop's own option that it stands for.
        const usual = chosen[seller_id] ?? "standard";
        const isNamed = quoted?.shipping_options.some(({ option }) => option === usual);
        if (!quoted) register(name);
        return (
          <ChoiceField
            key={seller_id}
            name={name}
            label={t`From ${seller_name}`}
            rules={{ value: "standard" }}
            options={(quoted?.shipping_options ?? []).map(({ option, name: called, price, days: { most: days } }) => ({
              value: !isNamed && option === quoted?.shipping_option ? usual : option,
              label: <bdi>{optionName(i18n, option, called)}</bdi>,
              hint: <Plural value={days} one="There within # working day" other="There within # working days" />,
              aside: <Price of={price} />,
            }))}
          />
        );
      })}
      <TextField
        name="note"
        label={t`A note for the shops, if you like`}
        multiline
        rows={2}
        rules={{ maxLength: most(500) }}
      />
    </>
  );
}

/** What was chosen. */
export function ShippingSummary({ quote: { data } }: Pick<Props, "quote">) {
  const { i18n } = useLingui();
  return (
    <ul>
      {data?.sellers.map((shop) => (
        <li key={shop.seller_id}>
          <bdi>{shop.seller_name}</bdi>: <bdi>{wayName(i18n, shop)}</bdi>
        </li>
      ))}
    </ul>
  );
}
