import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { ApiForm, CountField, MoneyField, useShowProblem } from "../../forms";
import { announce, Button, Drawer, QueryStates, RowGhosts } from "../../ui";
import { type OwnProduct, ownProduct, type Product, refreshes } from "./queries";
import { bodyOf, namesOf, type ProductValues, valuesOf } from "./values";

interface Props {
  of: OwnProduct;
  onClose: () => void;
}

/** Prices and stock of a product beside the list, without the rest of it. */
export function QuickEdit({ of: { id, title }, onClose }: Props) {
  const query = useQuery(ownProduct(id));
  return (
    <Drawer title={title} open onClose={onClose}>
      <QueryStates query={query} ghost={<RowGhosts rows={2} height={120} />}>
        {(product) => <Fields product={product} onDone={onClose} />}
      </QueryStates>
    </Drawer>
  );
}

function Fields({ product, onDone }: { product: Product; onDone: () => void }) {
  const { t } = useLingui();
  const { count } = useFormat();
  const [first] = useState(product);
  const showProblem = useShowProblem();
  const form = useForm<ProductValues>({ defaultValues: valuesOf(first) });
  const update = useCommand("update_product", { refreshes: [...refreshes] });
  const save = form.handleSubmit((written) => {
    const values = merged(product, valuesOf(first), written);
    update.mutate(
      {
        params: { product_id: product.id },
        body: { ...bodyOf(values, product.status, product.images), version: product.version },
      },
      {
        onSuccess: () => {
          announce(t`${product.title} is saved`);
          onDone();
        },
        onError: (problem) => showProblem(form, problem, namesOf(values) as never),
      },
    );
  });
  return (
    <ApiForm
      form={form}
      onSubmit={save}
      busy={update.isPending}
      problem={update.error}
      safe={<Trans>Prices and stock are as they were.</Trans>}
      label={t`Price and stock of ${product.title}`}
    >
      {product.variants.map((variant, row) => (
        <fieldset key={variant.id} style={{ border: 0, padding: 0, margin: "16px 0" }}>
          <legend>
            <b>{Object.values(variant.options).join(", ") || variant.sku}</b>
          </legend>
          <MoneyField name={`variants.${row}.amount`} label={<Trans>Price</Trans>} currency={product.price.currency} />
          <CountField
            name={`variants.${row}.stock`}
            label={<Trans>On hand</Trans>}
            hint={<Trans>{count(variant.available)} free now; left empty, the stock stays as it is</Trans>}
          />
        </fieldset>
      ))}
      <Button type="submit" variant="contained" fullWidth loading={update.isPending}>
        <Trans>Save</Trans>
      </Button>
    </ApiForm>
  );
}

/** Put the prices that were changed and the counts to what the product is by now. */
function merged(product: Product, before: ProductValues, written: ProductValues): ProductValues {
  const values = valuesOf(product);
  const variants = values.variants.map((variant) => {
    const of = ({ variants }: ProductValues) => variants.find(({ sku }) => sku === variant.sku);
    const mine = of(written);
    if (!mine) return variant;
    return { ...variant, amount: mine.amount === of(before)?.amount ? variant.amount : mine.amount, stock: mine.stock };
  });
  return { ...values, variants };
}
