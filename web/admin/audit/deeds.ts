import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What somebody did who called an operation that leaves an entry. */
export const deeds: Record<string, MessageDescriptor> = {
  "catalog-create-category": msg({ message: "{who} added a category" }),
  "catalog-delete-category": msg({ message: "{who} removed a category" }),
  "catalog-place-category": msg({ message: "{who} moved a category" }),
  "catalog-update-category": msg({ message: "{who} renamed a category" }),
  "catalog-start-export": msg({ message: "{who} had the products of a shop written into a file" }),
  "catalog-start-import": msg({ message: "{who} imported a file of products into a shop" }),
  "catalog-create-product": msg({ message: "{who} added a product to a shop" }),
  "catalog-delete-product": msg({ message: "{who} removed a product of a shop" }),
  "catalog-update-product": msg({ message: "{who} changed a product of a shop" }),
  "inventory-adjust-stock": msg({ message: "{who} adjusted the stock of a shop" }),
  "inventory-change-warehouse": msg({ message: "{who} changed a warehouse of a shop" }),
  "inventory-close-warehouse": msg({ message: "{who} closed a warehouse of a shop" }),
  "inventory-open-warehouse": msg({ message: "{who} opened a warehouse for a shop" }),
  "inventory-set-stock": msg({ message: "{who} counted the stock of a shop" }),
  "notifications-find-notifications": msg({ message: "{who} looked for messages" }),
  "notifications-inspect-notification": msg({ message: "{who} looked at a message" }),
  "ops-list-audit": msg({ message: "{who} looked into the audit trail" }),
  "orders-find-orders": msg({ message: "{who} looked for orders" }),
  "orders-inspect-order": msg({ message: "{who} looked at an order" }),
  "payments-find-payouts": msg({ message: "{who} looked for payouts" }),
  "payments-inspect-order-ledger": msg({ message: "{who} looked at the ledger of an order" }),
  "payments-find-transactions": msg({ message: "{who} looked for payments" }),
  "sellers-approve-seller": msg({ message: "{who} approved a shop" }),
  "sellers-inspect-seller": msg({ message: "{who} looked at a shop" }),
  "sellers-refuse-seller": msg({ message: "{who} refused a shop" }),
  "sellers-suspend-seller": msg({ message: "{who} suspended a shop or lifted its suspension" }),
};

/** What an entry is about, or was narrowed by, by the names of parameters. */
export const subjects: Record<string, MessageDescriptor> = {
  category_id: msg`Category`,
  notification_id: msg`Message`,
  order_id: msg`Order`,
  product_id: msg`Product`,
  seller: msg`Shop`,
  seller_id: msg`Shop`,
  variant_id: msg`Variant`,
  warehouse_id: msg`Warehouse`,
  actor: msg`Administrator`,
  changes: msg`Changes alone`,
  cursor: msg`From page`,
  customer: msg`Customer`,
  email: msg`E-mail`,
  limit: msg`At most`,
  number: msg`Number`,
  operation: msg`Operation`,
  reference: msg`Reference`,
  status: msg`Status`,
};
