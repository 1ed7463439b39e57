import { Page } from "../../ui";

export function CartPage() {
  return <Page title="Souk">·</Page>;
}
