import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { FormProvider, useForm, useFormContext } from "react-hook-form";
import { read, useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { CheckField, TextField, useRules, useShowProblem } from "../../forms";
import { fieldWords } from "../../forms/field_words";
import { useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { announce, Button, Price, wordsFor } from "../../ui";
import type { Quote } from "./queries";
import type { Checkout } from "./wish";

interface Props {
  /** What the quote says that each is worth here, once there is one. */
  quote: Quote | undefined;
  currency: string | null;
}

/** What is used of gift cards, and of the store credit of whoever has any; the rest is paid in another way. */
export function CreditField({ quote, currency }: Props) {
  const { t } = useLingui();
  const { watch, setValue } = useFormContext<Checkout>();
  const codes = watch("gift_cards");
  const used = (place: number) => quote?.credit.filter(({ kind }) => kind === "gift_card")[place];
  const remove = (place: number) => {
    setValue(
      "gift_cards",
      codes.filter((_, other) => other !== place),
    );
    announce(t`The gift card is not used`);
  };
  return (
    <Part>
      {codes.map((code, place) => {
        const end = code.slice(-4);
        const amount = used(place)?.amount;
        return (
          <div key={code} className="used">
            <span>
              <Trans>
                Gift card <bdi>…{end}</bdi>
              </Trans>
            </span>
            {amount && <Price of={{ ...amount, amount: -amount.amount }} />}
            <Button variant="text" onClick={() => remove(place)} aria-label={t`Take gift card ${end} off`}>
              <Trans>Take it off</Trans>
            </Button>
          </div>
        );
      })}
      {codes.length < 5 && <GiftCardCode codes={codes} currency={currency} />}
      <StoreCredit currency={currency} />
    </Part>
  );
}

function GiftCardCode({ codes, currency }: { codes: string[]; currency: string | null }) {
  const { t, i18n } = useLingui();
  const { money } = useFormat();
  const { required, most } = useRules();
  const showProblem = useShowProblem();
  const order = useFormContext<Checkout>();
  const form = useForm({ defaultValues: { gift_card: "" } });
  const checking = useCommand("check_gift_card");
  const refuse = (message: string) => form.setError("gift_card", { type: "server", message }, { shouldFocus: true });
  const add = form.handleSubmit(({ gift_card: written }) => {
    const code = written.trim();
    if (codes.includes(code)) return refuse(i18n._(fieldWords.gift_card_twice));
    checking.mutate(
      { body: { code } },
      {
        onSuccess: ({ balance }) => {
          if (balance.currency !== currency)
            return refuse(i18n._(fieldWords.gift_card_in_other_currency.id, { currency: balance.currency }));
          const left = money(balance);
          order.setValue("gift_cards", [...order.getValues("gift_cards"), code]);
          form.reset();
          announce(t`The gift card is used: ${left} is on it`);
        },
        onError: (problem) => {
          showProblem(form, problem, { code: "gift_card" });
          if (problem.errors.length === 0) refuse(i18n._(wordsFor(problem)));
        },
      },
    );
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void add();
  };
  return (
    <FormProvider {...form}>
      <fieldset onKeyDown={onKeyDown} aria-busy={checking.isPending}>
        <legend className="for-ears">
          <Trans>Gift card</Trans>
        </legend>
        <TextField
          name="gift_card"
          label={t`Code of a gift card`}
          autoComplete="off"
          rules={{ required, maxLength: most(60) }}
        />
        <Button variant="outlined" onClick={() => void add()} loading={checking.isPending}>
          <Trans>Use the gift card</Trans>
        </Button>
      </fieldset>
    </FormProvider>
  );
}

function StoreCredit({ currency }: { currency: string | null }) {
  const { signedIn } = useVisitor();
  const { money } = useFormat();
  const held = useQuery({ ...read("get_store_credit"), enabled: signedIn });
  const balance = held.data?.items.map((item) => item.balance).find((one) => one.currency === currency);
  if (!balance?.amount) return null;
  const credit = money(balance);
  return <CheckField name="store_credit" label={<Trans>Use my store credit of {credit}</Trans>} />;
}

const Part = styled("div")({
  display: "grid",
  gap: 16,
  minWidth: 0,
  marginBlockEnd: 24,
  "& > fieldset": { border: 0, padding: 0, margin: 0, minWidth: 0 },
  "& .used": {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "space-between",
    alignItems: "center",
    gap: "4px 16px",
  },
  "& .used > span": { overflowWrap: "anywhere", color: colour("quiet"), fontSize: sizes.compact },
});
