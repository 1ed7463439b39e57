import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Body } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { ApiForm, SelectField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import type { SellerOrder } from "../queries";

type Reason = Body<"cancel_seller_order">["reason"];

const reasons = {
  out_of_stock: msg`It is sold out`,
  cannot_deliver: msg`It cannot be delivered there`,
  wrong_price: msg`Its price was wrong`,
  customer_asked: msg`The customer asked for it`,
  other: msg`Another reason`,
} satisfies Record<Reason, unknown>;

interface Props {
  order: SellerOrder;
  onClose: () => void;
}

/** Give the shop's part of an order up before it is sent. */
export function CancelDrawer({ order: { id, number }, onClose }: Props) {
  const { t, i18n } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { reason: "" as Reason | "", note: "" } });
  const cancel = useCommand("cancel_seller_order", {
    refreshes: ["get_seller_order", "list_seller_orders", "list_refunds", "list_stock", "get_figures"],
  });
  const send = form.handleSubmit(({ reason, note }) =>
    cancel.mutate(
      { params: { seller_order_id: id }, body: { reason: reason || "other", note: note.trim() || null } },
      {
        onSuccess: () => {
          announce(t`Order ${number} is cancelled`);
          onClose();
        },
        onError: (problem) => showProblem(form, problem),
      },
    ),
  );
  return (
    <Drawer title={t`Cancel the order`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={send}
        busy={cancel.isPending}
        problem={cancel.error}
        safe={<Trans>Trying again does no harm: an order is cancelled once.</Trans>}
        label={t`Cancel the order`}
      >
        <p>
          <Trans>
            The customer gets back what was paid for it, and the items go back on the shelf. That cannot be undone.
          </Trans>
        </p>
        <SelectField
          name="reason"
          label={<Trans>Why</Trans>}
          placeholder={t`Choose one`}
          options={Object.entries(reasons).map(([value, words]) => ({ value, label: i18n._(words) }))}
          rules={{ required: rules.required }}
        />
        <TextField
          name="note"
          label={<Trans>Note</Trans>}
          hint={<Trans>It stands in the history of the order, which the customer reads.</Trans>}
          multiline
          rows={2}
          rules={{ maxLength: rules.most(500) }}
        />
        <Button type="submit" variant="contained" color="error" loading={cancel.isPending}>
          <Trans>Cancel the order</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
