import { Page } from "../../ui";

export function ShopsPage() {
  return <Page title="Souk">·</Page>;
}
