import { Plural, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import { ChoiceField, TextField, useRules } from "../../forms";
import type { Cart } from "../../queries/cart";
import { Price, QueryStates, RowGhosts } from "../../ui";
import { shippingOptions } from "./queries";
import { type Checkout, optionsOf } from "./wish";
import { optionName } from "./words";

/** How the parcel of each shop travels. */
export function ShippingStep({ cart }: { cart: Cart }) {
  const { t, i18n } = useLingui();
  const { most } = useRules();
  const country = useWatch<Checkout, "shipping_address.country">({ name: "shipping_address.country" });
  const options = useQuery(shippingOptions(country, cart.currency));
  return (
    <QueryStates query={options} ghost={<RowGhosts rows={2} />}>
      {({ items }) => (
        <>
          {cart.sellers.map(({ seller_id, seller_name }) => (
            <ChoiceField
              key={seller_id}
              name={`shipping_option.${seller_id}`}
              label={t`From ${seller_name}`}
              rules={{ value: "standard" }}
              options={items.map(({ option, price, days: { most: days } }) => ({
                value: option,
                label: i18n._(optionName(option)),
                hint: <Plural value={days} one="There within # working day" other="There within # working days" />,
                aside: <Price of={price} />,
              }))}
            />
          ))}
          <TextField
            name="note"
            label={t`A note for the shops, if you like`}
            multiline
            rows={2}
            rules={{ maxLength: most(500) }}
          />
        </>
      )}
    </QueryStates>
  );
}

/** What was chosen. */
export function ShippingSummary({ cart }: { cart: Cart }) {
  const { i18n } = useLingui();
  const chosen = optionsOf(cart, useFormContext<Checkout>().getValues("shipping_option"));
  return (
    <ul>
      {cart.sellers.map(({ seller_id, seller_name }) => (
        <li key={seller_id}>
          <bdi>{seller_name}</bdi>: {i18n._(optionName(chosen[seller_id] ?? "standard"))}
        </li>
      ))}
    </ul>
  );
}
