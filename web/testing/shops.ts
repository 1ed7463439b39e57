import type { Model } from "../api/contract";

/** A shop that was applied for, and nothing was said of yet. */
export const applied: Model<"ShopView"> = {
  id: "s-1",
  owner_id: "customer-id",
  name: "Fold & Kiln",
  slug: "fold-kiln",
  country: "GB",
  tagline: "",
  about: "",
  shipping_policy: "",
  returns_policy: "",
  logo_url: null,
  banner_url: null,
  status: "applied",
  reason: null,
  legal_address: null,
  tax_id: null,
  version: 1,
  created_at: "2026-11-27T09:00:00Z",
  updated_at: "2026-11-27T09:00:00Z",
};
