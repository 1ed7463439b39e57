import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Model } from "../api/contract";
import { recall, storage } from "./storage";

const MOST = 12;

export type LookedAt = Pick<Model<"ProductCard">, "id" | "slug" | "title" | "image_url" | "price" | "seller">;

/** What was last looked at on this device, the latest first. */
export const useLookedAt = create<{ products: LookedAt[] }>()(
  persist((): { products: LookedAt[] } => ({ products: [] }), {
    name: "souk.looked_at",
    version: 2,
    storage: createJSONStorage(() => storage),
    skipHydration: true,
  }),
);

export function lookAt(product: LookedAt): void {
  recall(useLookedAt);
  useLookedAt.setState(({ products }) => ({
    products: [product, ...products.filter(({ id }) => id !== product.id)].slice(0, MOST),
  }));
}
