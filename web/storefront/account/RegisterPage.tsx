import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { paths } from "../../paths";
import { Button } from "../../ui";
import { useBack } from "./back";
import { CartComesAlong, Entrance } from "./Entrance";
import { useRegister } from "./queries";

/** The way in for those who have no account yet. */
export function RegisterPage() {
  const { t } = useLingui();
  const { back } = useBack();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { first_name: "", last_name: "", email: "", password: "" } });
  const enter = useRegister();
  const submit = form.handleSubmit((values) =>
    enter.mutate(values, {
      onError: (problem) => {
        showProblem(form, problem);
        if (problem.code === "email_taken")
          form.setError("email", { type: "server", message: t`There is an account with this address already.` });
      },
    }),
  );
  return (
    <Entrance title={t`Open an account`}>
      <CartComesAlong />
      <ApiForm form={form} onSubmit={submit} busy={enter.isPending} problem={enter.error} label={t`Open an account`}>
        <TextField
          name="first_name"
          label={t`First name`}
          autoComplete="given-name"
          rules={{ required: rules.required, maxLength: rules.most(100) }}
        />
        <TextField
          name="last_name"
          label={t`Last name`}
          autoComplete="family-name"
          rules={{ required: rules.required, maxLength: rules.most(100) }}
        />
        <TextField
          name="email"
          type="email"
          label={t`E-mail`}
          autoComplete="username"
          rules={{ required: rules.required, pattern: rules.email, maxLength: rules.most(254) }}
        />
        <TextField
          name="password"
          type="password"
          label={t`Password`}
          hint={t`At least 10 characters; a sentence is fine.`}
          autoComplete="new-password"
          rules={{ required: rules.required, minLength: rules.least(10), maxLength: rules.most(128) }}
        />
        <Button type="submit" variant="contained" size="large" fullWidth loading={enter.isPending}>
          <Trans>Open an account</Trans>
        </Button>
      </ApiForm>
      <p>
        <Trans>
          You have one already? <Link to={paths.signIn.to(back)}>Sign in</Link>
        </Trans>
      </p>
    </Entrance>
  );
}
