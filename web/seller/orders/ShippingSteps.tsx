import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { useCommand } from "../../api/queries";
import { useSession } from "../../api/session";
import { useFormat } from "../../format/format";
import { ApiForm, TextField, useDraft, useRules, useShowProblem } from "../../forms";
import { announce, Button, ErrorState } from "../../ui";
import type { SellerOrder } from "../queries";

const refreshes = ["get_seller_order", "list_seller_orders", "list_stock", "get_figures"] as const;

/** What is to be done with an order next: send it, say that it arrived, or nothing more. */
export function ShippingSteps({ order }: { order: SellerOrder }) {
  const { moment } = useFormat();
  const { status, carrier, tracking_number, tracking_url, shipped_at, delivered_at } = order;
  return (
    <section>
      <h2>
        <Trans>Delivery</Trans>
      </h2>
      {shipped_at && (
        <p>
          <Trans>
            Sent {moment(shipped_at)} with {carrier}, number <bdi>{tracking_number}</bdi>
          </Trans>
          {tracking_url && (
            <>
              {" · "}
              <a href={tracking_url} rel="noreferrer">
                <Trans>Follow the parcel</Trans>
              </a>
            </>
          )}
        </p>
      )}
      {delivered_at && (
        <p>
          <Trans>Delivered {moment(delivered_at)}</Trans>
        </p>
      )}
      {status === "ready" && <ShipForm order={order} />}
      {status === "shipped" && <Arrived order={order} />}
      {(status === "cancelled" || status === "refunded") && (
        <p>
          <Trans>There is nothing to send: this order was taken back.</Trans>
        </p>
      )}
    </section>
  );
}

function ShipForm({ order }: { order: SellerOrder }) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { carrier: "", tracking_number: "", tracking_url: "" } });
  const user = useSession(({ user_id }) => user_id);
  useDraft(form, `${user} parcel of ${order.id}`);
  const ship = useCommand("ship_seller_order", { refreshes: [...refreshes] });
  const params = { seller_order_id: order.id };
  const send = form.handleSubmit(({ tracking_url, ...body }) =>
    ship.mutate(
      { params, body: { ...body, ...(tracking_url.trim() && { tracking_url: tracking_url.trim() }) } },
      {
        onSuccess: () => {
          form.reset();
          announce(t`Order ${order.number} is on its way`);
        },
        onError: (problem) => showProblem(form, problem),
      },
    ),
  );
  return (
    <ApiForm
      form={form}
      onSubmit={send}
      busy={ship.isPending}
      problem={ship.error}
      safe={<Trans>The customer was told nothing, and the order still waits here.</Trans>}
      label={t`Send the order`}
    >
      <TextField
        name="carrier"
        label={<Trans>Carrier</Trans>}
        rules={{ required: rules.required, maxLength: rules.most(80) }}
      />
      <TextField
        name="tracking_number"
        label={<Trans>Parcel number</Trans>}
        hint={<Trans>As it stands on the label: letters, digits, blanks and hyphens.</Trans>}
        rules={{ required: rules.required, maxLength: rules.most(60) }}
      />
      <TextField
        name="tracking_url"
        type="url"
        label={<Trans>Where it can be followed</Trans>}
        hint={<Trans>An address that begins with https://, if the carrier has one.</Trans>}
        rules={{
          maxLength: rules.most(500),
          pattern: { value: /^\s*https:\/\//, message: t`Write an address that begins with https://` },
        }}
      />
      <Button type="submit" variant="contained" loading={ship.isPending}>
        <Trans>Mark as sent</Trans>
      </Button>
    </ApiForm>
  );
}

function Arrived({ order }: { order: SellerOrder }) {
  const { t } = useLingui();
  const arrive = useCommand("mark_delivered", { refreshes: [...refreshes] });
  const mark = () =>
    arrive.mutate(
      { params: { seller_order_id: order.id } },
      { onSuccess: () => announce(t`Order ${order.number} is delivered`) },
    );
  return (
    <>
      {arrive.error && (
        <ErrorState
          problem={arrive.error}
          onRetry={mark}
          safe={<Trans>The order is still on its way, as before.</Trans>}
        />
      )}
      <Button variant="outlined" onClick={mark} loading={arrive.isPending}>
        <Trans>It arrived</Trans>
      </Button>
    </>
  );
}
