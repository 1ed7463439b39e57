import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { KeyboardEvent } from "react";
import { FormProvider, useForm } from "react-hook-form";
import type { Model, Money } from "../../api/contract";
import { Problem } from "../../api/problem";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { TextField, useRules, useShowProblem } from "../../forms";
import type { Cart } from "../../queries/cart";
import { styled } from "../../theme/styled";
import { Themed } from "../../theme/Themed";
import { colour, type as sizes } from "../../theme/tokens";
import { Button, wordsFor } from "../../ui";

interface Props {
  cart: Cart;
  /** What the quote says of the cart's coupon, once there is one. */
  coupon: Model<"QuotedCoupon"> | null | undefined;
}

/** The coupon of the cart, and a field for one where it has none. It may stand within another form. */
export function CouponField({ cart: { coupon: code }, coupon }: Props) {
  return (
    <Part>
      {code === null ? <CouponCode /> : <UsedCoupon code={code} coupon={coupon?.code === code ? coupon : null} />}
    </Part>
  );
}

function CouponCode() {
  const { t, i18n } = useLingui();
  const { money } = useFormat();
  const { required, most } = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { code: "" } });
  const applying = useCommand("apply_coupon", { refreshes: ["get_cart"] });
  const said = (problem: Problem) => {
    const least = problem.members.least_total as Money | undefined;
    const words = i18n._(wordsFor(problem));
    const needed = least && money(least);
    return needed ? `${words} ${t`It needs goods for ${needed}.`}` : words;
  };
  const apply = form.handleSubmit((body) =>
    applying.mutate(
      { body },
      {
        onError: (problem) => {
          showProblem(form, problem);
          if (problem.errors.length === 0) form.setError("code", { type: "server", message: said(problem) });
        },
      },
    ),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void apply();
  };
  return (
    <FormProvider {...form}>
      <fieldset onKeyDown={onKeyDown} aria-busy={applying.isPending}>
        <legend className="for-ears">
          <Trans>Coupon</Trans>
        </legend>
        <Themed>
          <TextField name="code" label={t`Coupon code`} autoComplete="off" rules={{ required, maxLength: most(40) }} />
        </Themed>
        <Button variant="outlined" onClick={() => void apply()} loading={applying.isPending}>
          <Trans>Use the coupon</Trans>
        </Button>
      </fieldset>
    </FormProvider>
  );
}

const outdone = msg`Other promotions take off more, so this coupon is not needed.`;

function UsedCoupon({ code, coupon }: { code: string; coupon: Model<"QuotedCoupon"> | null }) {
  const { t, i18n } = useLingui();
  const removing = useCommand("remove_coupon", { refreshes: ["get_cart"] });
  const problem = coupon?.problem;
  const words = problem === "coupon_outdone" ? outdone : problem && wordsFor(new Problem(409, { code: problem }));
  return (
    <>
      <div className="used">
        <span>
          <Trans>
            Coupon <bdi>{code}</bdi>
          </Trans>
          {coupon?.title && (
            <small>
              <bdi>{coupon.title}</bdi>
            </small>
          )}
        </span>
        <Button
          variant="text"
          onClick={() => removing.mutate({})}
          loading={removing.isPending}
          aria-label={t`Take the coupon off`}
        >
          <Trans>Take it off</Trans>
        </Button>
      </div>
      <div role="status" className="warning">
        {words && i18n._(words)}
      </div>
      {removing.error && (
        <div role="alert" className="refused">
          {i18n._(wordsFor(removing.error))}
        </div>
      )}
    </>
  );
}

const Part = styled("div")({
  minWidth: 0,
  "& > fieldset": { border: 0, padding: 0, margin: 0, minWidth: 0 },
  "& .used": { display: "flex", justifyContent: "space-between", alignItems: "center", gap: 16 },
  "& .used > span": { overflowWrap: "anywhere" },
  "& small": { display: "block", color: colour("quiet"), fontSize: sizes.label },
  "& .warning": { color: colour("ember"), fontSize: sizes.label },
  "& .refused": { color: colour("error"), fontSize: sizes.label },
});
