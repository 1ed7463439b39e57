import { Trans, useLingui } from "@lingui/react/macro";
import { SelectField, TextField } from "../../forms";
import { shopOf } from "./terms";

/** A shop and a category, neither of which need be named. */
export function ScopeFields({ categories }: { categories: { value: string; label: string }[] }) {
  const { t } = useLingui();
  return (
    <>
      <TextField
        name="seller_id"
        label={<Trans>Shop</Trans>}
        hint={<Trans>Its address or its id; all shops when it is empty</Trans>}
        rules={{
          validate: (written: string) => shopOf(written) !== undefined || t`Write the address or the id of a shop.`,
        }}
      />
      <SelectField
        name="category_id"
        label={<Trans>Category</Trans>}
        placeholder={t`All categories`}
        options={categories}
      />
    </>
  );
}
