import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormContext } from "react-hook-form";
import type { Money } from "../../api/contract";
import { ChoiceField } from "../../forms";
import { methodName } from "../../queries/methods";
import { Empty, QueryStates, RowGhosts } from "../../ui";
import { CardFields } from "./CardFields";
import { paymentMethods } from "./queries";
import type { PaymentToken } from "./token";

interface Props {
  total: Money;
  /** Where the order goes. */
  country: string;
  token: PaymentToken;
}

/** The ways to pay that are offered for an order, one of them to be chosen, and its provider's fields if it has any. */
export function MethodField({ total, country, token }: Props) {
  const { t, i18n } = useLingui();
  const needed = total.amount > 0;
  const rules = { required: needed && t`Choose how to pay.` };
  const { register, watch } = useFormContext();
  // Asked for also while there is nothing to choose from yet.
  register("payment_method", rules);
  const chosen = watch("payment_method");
  const methods = useQuery(paymentMethods(total, country));
  if (!needed)
    return (
      <p>
        <Trans>Nothing remains to be paid.</Trans>
      </p>
    );
  const none = (
    <Empty>
      <Trans>No way to pay is offered here at the moment.</Trans>
    </Empty>
  );
  return (
    <QueryStates query={methods} ghost={<RowGhosts rows={4} height={52} />} empty={none}>
      {({ items }) => {
        const fields = items.find(({ method }) => method === chosen)?.fields;
        return (
          <>
            <ChoiceField
              name="payment_method"
              label={t`How you pay`}
              quiet
              rules={rules}
              options={items.map(({ method, title }) => ({ value: method, label: i18n._(methodName(method, title)) }))}
            />
            {fields && total.amount > 0 && <CardFields fields={fields} total={total} token={token} />}
          </>
        );
      }}
    </QueryStates>
  );
}
