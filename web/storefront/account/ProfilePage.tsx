import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { type Locale, languages } from "../../format/languages";
import { ApiForm, SelectField, TextField, useDraft, useRules, useShowProblem } from "../../forms";
import { me, useSignOut } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Button, ErrorState, QueryStates, RowGhosts } from "../../ui";
import { OwnPage } from "./OwnPage";

/** What Souk knows of a person, to be put right. */
export function ProfilePage() {
  const { t } = useLingui();
  return (
    <OwnPage title={t`Profile`}>
      <Mine />
    </OwnPage>
  );
}

function Mine() {
  const query = useQuery(me());
  return (
    <QueryStates query={query} ghost={<RowGhosts rows={4} />}>
      {(profile) => <Profile profile={profile} />}
    </QueryStates>
  );
}

function Profile({ profile }: { profile: Model<"ProfileView"> }) {
  const { t } = useLingui();
  const rules = useRules();
  const save = useCommand("update_me", { refreshes: ["get_me"] });
  const leave = useSignOut();
  const { first_name, last_name, phone, locale } = profile;
  const showProblem = useShowProblem();
  const form = useForm({
    values: { first_name, last_name, phone: phone ?? "", locale },
    resetOptions: { keepDirtyValues: true, keepErrors: true },
  });
  const forget = useDraft(form, `${profile.id} profile`);
  const submit = form.handleSubmit((values) =>
    save.mutate(
      { body: { ...values, phone: values.phone.trim() || null } },
      {
        onSuccess: () => {
          forget();
          form.reset(values, { keepDirtyValues: false });
        },
        onError: (problem) => showProblem(form, problem),
      },
    ),
  );
  const spoken = Object.entries(languages).map(([value, label]) => ({ value, label }));
  const other = languages[locale as Locale] ? [] : [{ value: locale, label: locale }];
  return (
    <Column>
      <p className="mail">
        <Trans>
          You sign in as <bdi>{profile.email}</bdi>.
        </Trans>
      </p>
      <ApiForm
        form={form}
        onSubmit={submit}
        busy={save.isPending}
        problem={save.error}
        safe={<Trans>What you wrote is still here; saving it again does no harm.</Trans>}
        label={t`Profile`}
      >
        <TextField
          name="first_name"
          label={t`First name`}
          autoComplete="given-name"
          rules={{ required: rules.required, maxLength: rules.most(100), validate: rules.written }}
        />
        <TextField
          name="last_name"
          label={t`Last name`}
          autoComplete="family-name"
          rules={{ required: rules.required, maxLength: rules.most(100), validate: rules.written }}
        />
        <TextField
          name="phone"
          type="tel"
          label={t`Phone, if you like`}
          hint={t`We write to it when something of yours is on its way. With the code of the country, such as +44 20 7946 0000.`}
          autoComplete="tel"
          rules={{ maxLength: rules.most(40), pattern: rules.phone }}
        />
        <SelectField name="locale" label={t`Language of our messages`} options={[...spoken, ...other]} />
        <div className="foot">
          <Button type="submit" variant="contained" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
          <span role="status">{save.isSuccess && !form.formState.isDirty && <Trans>Saved.</Trans>}</span>
        </div>
      </ApiForm>
      <Button variant="outlined" color="secondary" onClick={() => leave.mutate()} loading={leave.isPending}>
        <Trans>Sign out</Trans>
      </Button>
      {leave.error && <ErrorState problem={leave.error} safe={<Trans>You are still signed in.</Trans>} />}
    </Column>
  );
}

const Column = styled("div")({
  maxWidth: 440,
  "& > .mail": { marginBlockEnd: 24, overflowWrap: "anywhere" },
  "& .foot": { display: "flex", alignItems: "center", gap: 16 },
  "& [role=status]": { color: colour("leaf"), fontSize: sizes.compact },
  "& > form": { marginBlockEnd: 40 },
});
