import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { Link, useLocation } from "react-router";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { paths } from "../../paths";
import { useSignIn } from "../../queries/me";
import { Button } from "../../ui";
import { useBack } from "./back";
import { CartComesAlong, Entrance, Note } from "./Entrance";

/** The way in for those who have an account. */
export function SignInPage() {
  const { t } = useLingui();
  const { back } = useBack();
  const wasHere = useLocation().state?.wasHere === true;
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { email: "", password: "" } });
  const enter = useSignIn();
  const submit = form.handleSubmit((values) =>
    enter.mutate(values, { onError: (problem) => showProblem(form, problem) }),
  );
  return (
    <Entrance title={t`Sign in`}>
      {wasHere ? (
        <Note>
          <Trans>You are signed out. Sign in and you go on where you were; what you wrote is still there.</Trans>
        </Note>
      ) : (
        <CartComesAlong />
      )}
      <ApiForm form={form} onSubmit={submit} busy={enter.isPending} problem={enter.error} label={t`Sign in`}>
        <TextField
          name="email"
          type="email"
          label={t`E-mail`}
          autoComplete="username"
          rules={{ required: rules.required }}
        />
        <TextField
          name="password"
          type="password"
          label={t`Password`}
          autoComplete="current-password"
          rules={{ required: rules.required }}
        />
        <Button type="submit" variant="contained" size="large" fullWidth loading={enter.isPending}>
          <Trans>Sign in</Trans>
        </Button>
      </ApiForm>
      <p>
        <Trans>
          New here? <Link to={paths.register.to(back)}>Open an account</Link>
        </Trans>
      </p>
    </Entrance>
  );
}
