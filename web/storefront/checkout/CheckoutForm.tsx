import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import type { Money } from "../../api/contract";
import type { Problem } from "../../api/problem";
import { useFormat } from "../../format/format";
import { ApiForm, useShowProblem } from "../../forms";
import type { Cart } from "../../queries/cart";
import { countries } from "../../queries/countries";
import { useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { RowGhosts } from "../../ui";
import { AddressStep, AddressSummary } from "./AddressStep";
import { CartNews } from "./CartNews";
import type { Placing } from "./CheckoutPage";
import { CreditField } from "./CreditField";
import { Foot } from "./Foot";
import { MethodField } from "./MethodField";
import { QuotedBill } from "./QuotedBill";
import { useQuote } from "./queries";
import { Refusal } from "./Refusal";
import { ShippingStep, ShippingSummary } from "./ShippingStep";
import { Step } from "./Step";
import { usePaymentToken } from "./token";
import { keepUnsent } from "./unsent";
import { type Checkout, firstStepOf, orderOf, quoteOf, type Step as StepName, steps } from "./wish";

type Chosen = `shipping_option.${string}`;

interface Props {
  cart: Cart;
  placing: Placing;
  /** What the fields hold at first. */
  draft: Checkout;
}

/** Three steps, the last of which orders; what it comes to stays in view. */
export function CheckoutForm({ cart, placing, draft }: Props) {
  const { t } = useLingui();
  const { signedIn } = useVisitor();
  const known = useQuery(countries()).data?.items ?? [];
  const showProblem = useShowProblem();
  const form = useForm<Checkout>({ defaultValues: draft });
  const [step, setStep] = useState<StepName>("address");
  const quote = useQuote(quoteOf(cart, form.watch(), step !== "address"));
  const refused = useRefusal(placing.problem ?? quote.error);

  useEffect(
    () => form.subscribe({ formState: { values: true }, callback: ({ values }) => keepUnsent(values) }),
    [form],
  );
  useEffect(() => {
    if (!refused) return;
    const names = refused.errors.map(({ field }) => field);
    const first = firstStepOf(names);
    if (first) setStep(first);
    if (names.some((name) => name.startsWith("shipping_address"))) form.setValue("saved_address", "");
    // What was chosen for another destination, or is offered no longer, gives way to the usual one.
    for (const name of names) if (name.startsWith("shipping_option.")) form.setValue(name as Chosen, "standard");
    // A code that is worth nothing any more gives way; what it was is told at the field for another.
    const worthless = names.flatMap((name) => /^gift_cards\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
    if (worthless.length > 0)
      form.setValue(
        "gift_cards",
        form.getValues("gift_cards").filter((_, place) => !worthless.includes(place)),
      );
    if (names.includes("store_credit")) form.setValue("store_credit", false);
    // Their step has to be open before fields can be pointed at.
    requestAnimationFrame(() => showProblem(form, refused, { postal_code: "shipping_address.postal_code" }));
  }, [form, refused, showProblem]);

  const open = (next: StepName) => {
    placing.forget();
    setStep(next);
  };
  const token = usePaymentToken();
  const goOn = form.handleSubmit(async (values) => {
    const next = steps[steps.indexOf(step) + 1];
    if (next) return open(next);
    if (!quote.isSuccess || quote.isFetching) return;
    const paid = await token.make();
    if (paid) placing.send(orderOf(cart, values, quote.data, known, signedIn, paid));
  });
  const busy = placing.isPending || token.isBeingMade;
  const at = (name: StepName, number: number) => {
    const [here, there] = [steps.indexOf(step), steps.indexOf(name)];
    const status = there < here ? "done" : there > here ? "ahead" : "open";
    return { number, status, onOpen: () => open(name) } as const;
  };
  return (
    <ApiForm form={form} onSubmit={goOn} busy={busy} label={t`Your order`}>
      <Columns>
        <div>
          <CartNews cart={cart} />
          <Step {...at("address", 1)} title={<Trans>Contact and address</Trans>} summary={<AddressSummary />}>
            <AddressStep />
          </Step>
          <Step {...at("shipping", 2)} title={<Trans>Delivery</Trans>} summary={<ShippingSummary quote={quote} />}>
            <ShippingStep cart={cart} quote={quote} />
          </Step>
          <Step {...at("payment", 3)} title={<Trans>Payment</Trans>} summary={null}>
            <CreditField quote={quote.data} currency={cart.currency} />
            {quote.data ? (
              <MethodField total={quote.data.to_pay} country={form.watch("shipping_address.country")} token={token} />
            ) : (
              <RowGhosts rows={4} height={52} />
            )}
          </Step>
        </div>
        <QuotedBill cart={cart} quote={quote} />
        <Foot step={step} quote={quote} busy={busy} before={cart.total}>
          {placing.problem && !placing.open && (
            <Refusal problem={placing.problem}>
              <Trans>Nothing was ordered and nothing was charged.</Trans>{" "}
              <MovedTotal problem={placing.problem} currency={cart.currency} />
            </Refusal>
          )}
        </Foot>
      </Columns>
    </ApiForm>
  );
}

/** Another total than was agreed to, where that is why the order was refused. */
function MovedTotal({ problem, currency }: { problem: Problem; currency: string | null }) {
  const { money } = useFormat();
  const figures = problem.errors.find(({ field }) => field.startsWith("expected_"))?.figures;
  if (!figures || !currency) return null;
  const [before, now] = [figures.was, figures.now].map((amount) =>
    money({ amount: Number(amount), currency: currency as Money["currency"] }),
  );
  return (
    <Trans>
      The total is {now} now, not {before}.
    </Trans>
  );
}

/** What was refused last; when the cart moved under it, the cart is read again, and says how. */
function useRefusal(problem: Problem | null): Problem | null {
  const client = useQueryClient();
  const code = problem?.code;
  useEffect(() => {
    if (code === "price_changed" || code === "not_for_sale" || code === "empty_cart")
      void client.invalidateQueries({ queryKey: ["get_cart"] });
  }, [client, code]);
  return problem;
}

const Columns = styled("div")({
  display: "grid",
  gap: "0 56px",
  "& > aside": { marginBlockStart: 24 },
  "@media (min-width: 960px)": {
    gridTemplateColumns: "minmax(0, 1fr) 400px",
    gridTemplateAreas: '"steps bill" "foot bill"',
    gridTemplateRows: "auto 1fr",
    "& > aside": { gridArea: "bill", position: "sticky", top: 24, alignSelf: "start", marginBlockStart: 0 },
  },
});
