import type { Model } from "../api/contract";
import { type Role, signIn, signOut } from "../api/session";
import { api } from "./api";

/** Give tokens as the API would; what they say is read, and their signature is not. */
export function tokensOf(role: Role, sub = `${role}-id`): Model<"Tokens"> {
  const claims = btoa(JSON.stringify({ role, sub }));
  return { access_token: `e30.${claims}.s`, token_type: "Bearer", expires_in: 900 };
}

/** Be somebody from now on; what that took is not among what was asked. */
export async function be(role: Role | null): Promise<void> {
  api.replies("logout", () => new Response(null, { status: 204 }));
  await signOut();
  if (role) {
    api.answers("login", tokensOf(role));
    await signIn({ email: "somebody@example.com", password: "a-long-password" });
  }
  api.requests.length = 0;
}
