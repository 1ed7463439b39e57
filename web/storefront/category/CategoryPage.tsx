import { Page } from "../../ui";

export function CategoryPage() {
  return <Page title="Souk">·</Page>;
}
