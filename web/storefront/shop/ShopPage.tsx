import { Page } from "../../ui";

export function ShopPage() {
  return <Page title="Souk">·</Page>;
}
