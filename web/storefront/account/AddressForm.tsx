import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import type { Problem } from "../../api/problem";
import { useCommand } from "../../api/queries";
import { ApiForm, CheckField, useDraft, useShowProblem } from "../../forms";
import { AddressFields } from "../../forms/AddressFields";
import { addressOf, blankAddress, valuesOf } from "../../forms/address";
import { paths } from "../../paths";
import type { KeptAddress } from "../../queries/addresses";
import { countries } from "../../queries/countries";
import { useVisitor } from "../../queries/me";
import { useSettings } from "../../state/settings";
import { styled } from "../../theme/styled";
import { announce, Button, ButtonLink } from "../../ui";

/** An address being written: a new one, or one of the book. */
export function AddressForm({ address }: { address: KeptAddress | null }) {
  const { t } = useLingui();
  const { user_id } = useVisitor();
  const { country } = useSettings();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const refreshes = ["list_addresses" as const];
  const add = useCommand("add_address", { refreshes });
  const update = useCommand("update_address", { refreshes });
  const save = address ? update : add;
  const showProblem = useShowProblem();
  const form = useForm({
    defaultValues: {
      ...(address ? valuesOf(address) : blankAddress(country ?? "")),
      default_shipping: address?.default_shipping ?? false,
      default_billing: address?.default_billing ?? false,
    },
  });
  const forget = useDraft(form, `${user_id} address ${address?.id ?? "new"}`);
  const submit = form.handleSubmit(async ({ default_shipping, default_billing, ...values }) => {
    const { items } = await queries.ensureQueryData(countries());
    const body = { ...addressOf(values, items), default_shipping, default_billing };
    const after = {
      onSuccess: () => {
        forget();
        announce(t`The address was saved`);
        navigate(paths.addresses.to(), { replace: true });
      },
      onError: (problem: Problem) => showProblem(form, problem),
    };
    if (address) update.mutate({ params: { address_id: address.id }, body }, after);
    else add.mutate({ body }, after);
  });
  return (
    <ApiForm
      form={form}
      onSubmit={submit}
      busy={save.isPending}
      problem={save.error}
      safe={
        !save.error?.passes ? (
          <Trans>What you wrote is still here, and the book is as it was.</Trans>
        ) : address ? (
          <Trans>What you wrote is still here; saving it again does no harm.</Trans>
        ) : (
          <Trans>It may have been kept all the same: look into the book before you send it again.</Trans>
        )
      }
      label={t`Address`}
    >
      <AddressFields />
      <CheckField name="default_shipping" label={t`Propose it for deliveries`} />
      <CheckField name="default_billing" label={t`Propose it for bills`} />
      <Foot>
        <Button type="submit" variant="contained" loading={save.isPending}>
          <Trans>Save the address</Trans>
        </Button>
        <ButtonLink to={paths.addresses.to()} onClick={forget}>
          <Trans>Leave it as it was</Trans>
        </ButtonLink>
      </Foot>
    </ApiForm>
  );
}

const Foot = styled("div")({ display: "flex", flexWrap: "wrap", gap: 12, marginBlockStart: 16 });
