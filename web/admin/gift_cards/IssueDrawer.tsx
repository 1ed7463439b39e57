import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Body } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { languages } from "../../format/languages";
import { ApiForm, SelectField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import { AmountFields, asked } from "./AmountFields";
import type { GiftCard } from "./GiftCardTable";

interface Props {
  onIssued: (card: GiftCard) => void;
  onClose: () => void;
}

type Terms = Body<"issue_gift_card">;

/** A gift card to be issued, and mailed when it has an address. */
export function IssueDrawer({ onIssued, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({
    defaultValues: { currency: "", amount: null as number | null, expires_at: "", email: "", locale: "en", note: "" },
  });
  const issuing = useCommand("issue_gift_card", { refreshes: ["find_gift_cards"] });
  const issue = form.handleSubmit(({ currency, amount, expires_at, email, locale, note }) =>
    issuing.mutate(
      {
        body: {
          amount: { amount, currency } as Terms["amount"],
          ...(expires_at && { expires_at: new Date(expires_at).toISOString() }),
          ...(email && { email, locale }),
          ...(note.trim() && { note }),
        },
      },
      {
        onSuccess: (card) => {
          announce(t`The gift card is issued`);
          onIssued(card);
        },
        onError: (problem) => showProblem(form, problem, asked),
      },
    ),
  );
  return (
    <Drawer title={t`New gift card`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={issue}
        busy={issuing.isPending}
        problem={issuing.error}
        safe={<Trans>No gift card was issued.</Trans>}
        label={t`Gift card`}
      >
        <AmountFields />
        <TextField
          name="email"
          type="email"
          label={<Trans>Mail it to</Trans>}
          hint={<Trans>Without an address you see its code once.</Trans>}
          autoComplete="off"
        />
        {form.watch("email") && (
          <SelectField
            name="locale"
            label={<Trans>Language of the mail</Trans>}
            options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          />
        )}
        <TextField
          name="expires_at"
          type="datetime-local"
          label={<Trans>Can be spent until</Trans>}
          hint={<Trans>For ever when it is empty</Trans>}
        />
        <TextField
          name="note"
          label={<Trans>Note</Trans>}
          hint={<Trans>Administrators read it.</Trans>}
          rules={{ maxLength: rules.most(200) }}
        />
        <Button type="submit" variant="contained" loading={issuing.isPending}>
          <Trans>Issue it</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
