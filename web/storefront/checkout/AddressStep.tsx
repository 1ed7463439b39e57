import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { type Choice, ChoiceField, TextField, useRules } from "../../forms";
import { AddressFields } from "../../forms/AddressFields";
import { valuesOf } from "../../forms/address";
import { paths } from "../../paths";
import { AddressText, type KeptAs } from "../../queries/AddressText";
import { me, useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, type as sizes, target } from "../../theme/tokens";
import { useDeliverable } from "./queries";
import type { Checkout } from "./wish";

/** Whom to write to and where to deliver: filled in by a guest, known of somebody with an account. */
export function AddressStep() {
  const { signedIn } = useVisitor();
  const { t } = useLingui();
  const { required, email } = useRules();
  return signedIn ? (
    <SavedAddresses />
  ) : (
    <>
      <Contact>
        <Trans>
          You need no account. With one, <a href={paths.signIn.to(paths.checkout.to())}>sign in</a>, and your addresses
          are here.
        </Trans>
      </Contact>
      <TextField
        name="email"
        type="email"
        label={t`E-mail`}
        hint={t`The receipt goes there.`}
        autoComplete="email"
        rules={{ required, pattern: email, maxLength: 254 }}
      />
      <AddressFields before="shipping_address." only="delivered" />
    </>
  );
}

function SavedAddresses() {
  const { t } = useLingui();
  const profile = useQuery(me());
  const addresses = useDeliverable();
  const { setValue } = useFormContext<Checkout>();
  const saved = useWatch<Checkout, "saved_address">({ name: "saved_address" });
  const taken = addresses?.find(({ id }) => id === saved);
  useEffect(() => {
    if (taken) setValue("shipping_address", valuesOf(taken));
  }, [taken, setValue]);
  const options: Choice[] = (addresses ?? []).map((address) => ({
    value: address.id,
    label: <AddressText address={address} />,
  }));
  return (
    <>
      {profile.data && (
        <Contact>
          <Trans>
            You order as <bdi>{profile.data.email}</bdi>.
          </Trans>
        </Contact>
      )}
      {options.length > 0 && (
        <ChoiceField
          name="saved_address"
          label={t`Deliver to`}
          options={[...options, { value: "", label: <Trans>Another address</Trans> }]}
        />
      )}
      {saved === "" && <AddressFields before="shipping_address." only="delivered" />}
    </>
  );
}

/** What was filled in. */
export function AddressSummary() {
  const { getValues } = useFormContext<Checkout>();
  const { email, shipping_address } = getValues();
  return (
    <>
      {email && (
        <p>
          <bdi>{email}</bdi>
        </p>
      )}
      <AddressText address={shipping_address as KeptAs} />
    </>
  );
}

const Contact = styled("p")({
  marginBlockEnd: 16,
  color: colour("quiet"),
  fontSize: sizes.compact,
  "& a": { color: colour("cobalt"), display: "inline-block", minHeight: target / 2 },
});
