import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormContext } from "react-hook-form";
import type { Answer } from "../../api/contract";
import { ChoiceField } from "../../forms";
import { methodName } from "../../queries/methods";
import { Empty, QueryStates, RowGhosts } from "../../ui";
import { paymentMethods } from "./queries";

interface Props {
  currency: string | null;
  /** Where the order goes. */
  country: string;
}

// A token is made by fields of its provider, of which this page has none.
const payable = ({ items }: Answer<"list_offered_methods">) => ({ items: items.filter((one) => !one.needs_token) });

/** The ways to pay that are offered for an order, one of them to be chosen. */
export function MethodField({ currency, country }: Props) {
  const { t, i18n } = useLingui();
  const rules = { required: t`Choose how to pay.` };
  // Asked for also while there is nothing to choose from yet.
  useFormContext().register("payment_method", rules);
  const methods = useQuery({ ...paymentMethods(currency, country), select: payable });
  const none = (
    <Empty>
      <Trans>No way to pay is offered here at the moment.</Trans>
    </Empty>
  );
  return (
    <QueryStates query={methods} ghost={<RowGhosts rows={4} height={52} />} empty={none}>
      {({ items }) => (
        <ChoiceField
          name="payment_method"
          label={t`How you pay`}
          quiet
          rules={rules}
          options={items.map(({ method, title }) => ({ value: method, label: i18n._(methodName(method, title)) }))}
        />
      )}
    </QueryStates>
  );
}
