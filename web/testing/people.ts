import type { Model } from "../api/contract";
import { type Role, useSession } from "../api/session";

/** Give tokens as the API would; what they say is read, and their signature is not. */
export function tokensOf(role: Role, sub = "01936e2c-7b00-7000-8000-00000000000a"): Model<"Tokens"> {
  const claims = btoa(JSON.stringify({ role, sub }));
  return { access_token: `e30.${claims}.s`, token_type: "Bearer", expires_in: 900 };
}

/** Be somebody, as if a cookie had said so. */
export function be(role: Role | null): void {
  useSession.setState({ role, known: true, problem: null, user_id: role && `${role}-id`, seller_id: null });
}
