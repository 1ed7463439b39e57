import { useMutation } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Model } from "../../api/contract";
import { Problem } from "../../api/problem";
import { signIn } from "../../api/session";

/**
 * Open an account and sign in.
 *
 * Where there is an account already, perhaps by an attempt that stayed unanswered, whoever knows its password is let in.
 */
async function register(who: Model<"Register">): Promise<void> {
  const taken = await call("register", {}, { body: who }).then(
    () => undefined,
    (problem: Problem) => {
      if (problem.code === "email_taken") return problem;
      throw problem;
    },
  );
  try {
    await signIn({ email: who.email, password: who.password });
  } catch (problem) {
    throw taken && problem instanceof Problem && problem.status === 401 ? taken : problem;
  }
}

export const useRegister = () => useMutation<void, Problem, Model<"Register">>({ mutationFn: register });
