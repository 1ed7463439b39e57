import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Problem } from "../../api/problem";
import { Button, QueryStates, RowGhosts } from "../../ui";
import { Notice } from "./Notice";
import { type Order, paymentMethods } from "./queries";
import { type ProviderFields, stripe } from "./stripe";

interface Props {
  order: Order;
  /** What the provider knows the payment by. */
  secret: string;
  onAnswered: () => void;
}

/** The bank asks in a frame that the provider's script draws over the page. */
export function ScriptStep({ order, secret, onAnswered }: Props) {
  const methods = useQuery(paymentMethods(order.total, order.shipping_address.country));
  return (
    <QueryStates query={methods} ghost={<RowGhosts rows={1} />}>
      {({ items }) => {
        const fields = items.find(({ method }) => method === order.payment_method)?.fields;
        return fields && <Ask fields={fields} secret={secret} onAnswered={onAnswered} />;
      }}
    </QueryStates>
  );
}

function Ask({ fields, secret, onAnswered }: Omit<Props, "order"> & { fields: ProviderFields }) {
  const client = useQueryClient();
  // What the bank was told is asked of the API, whatever the script makes of it.
  const asking = useMutation<unknown, Problem>({
    mutationFn: async () => (await client.fetchQuery(stripe(fields))).handleNextAction({ clientSecret: secret }),
    onSuccess: onAnswered,
  });
  return (
    <>
      {asking.error && (
        <Notice tone="error" role="alert">
          <p>
            <Trans>Your bank could not be asked. Nothing was charged. Try again.</Trans>
          </p>
        </Notice>
      )}
      <div>
        <Button variant="contained" size="large" loading={asking.isPending} onClick={() => asking.mutate()}>
          <Trans>Confirm with your bank</Trans>
        </Button>
      </div>
    </>
  );
}
