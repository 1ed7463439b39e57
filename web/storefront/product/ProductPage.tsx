import { Page } from "../../ui";

export function ProductPage() {
  return <Page title="Souk">·</Page>;
}
