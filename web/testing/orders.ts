import type { Model } from "../api/contract";

const money = (amount: number) => ({ amount, currency: "GBP" as const });

const LINE: Model<"LineView"> = {
  id: "01936e2c-7b00-7000-8000-0000000000e1",
  variant_id: "01936e2c-7b00-7000-8000-0000000000e2",
  product_id: "01936e2c-7b00-7000-8000-0000000000e3",
  sku: "MUG",
  title: "Blue mug",
  options: { size: "Large" },
  image_url: null,
  quantity: 2,
  unit_price: money(1000),
  discount: money(0),
  total: money(2000),
  tax: money(333),
  tax_rate: 2000,
};

/** What one shop sends of an order. */
export const part = (changes: Partial<Model<"SoldView">> = {}): Model<"SoldView"> => ({
  id: "01936e2c-7b00-7000-8000-0000000000d1",
  seller_id: "01936e2c-7b00-7000-8000-0000000000d2",
  seller_name: "Fold & Kiln",
  status: "ready",
  shipping_option: "standard",
  shipping_name: "Standard delivery",
  items_total: money(2000),
  shipping_total: money(400),
  discount_total: money(0),
  tax_total: money(400),
  total: money(2400),
  prices_include_tax: true,
  taxes: [{ rate: 2000, net: money(2000), tax: money(400) }],
  promotions: [],
  carrier: null,
  tracking_number: null,
  shipped_at: null,
  delivered_at: null,
  lines: [LINE],
  ...changes,
});

/** An order, paid unless said otherwise. */
export const order = (changes: Partial<Model<"OrderView">> = {}): Model<"OrderView"> => ({
  id: "01936e2c-7b00-7000-8000-0000000000c1",
  number: "7K3-9QX",
  status: "paid",
  placed_at: "2026-11-01T10:00:00Z",
  items_total: money(2000),
  shipping_total: money(400),
  discount_total: money(0),
  tax_total: money(400),
  total: money(2400),
  prices_include_tax: true,
  taxes: [{ rate: 2000, net: money(2000), tax: money(400) }],
  promotions: [],
  refunded: money(0),
  shipping_address: { name: "Ada", line1: "1 Market Street", city: "London", postal_code: "E1 6AN", country: "GB" },
  email: null,
  payment_method: "sandbox_visa",
  payment_transaction_id: null,
  payment_failure: null,
  payable_until: null,
  note: null,
  sellers: [part()],
  ...changes,
});
