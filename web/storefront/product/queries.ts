import { read } from "../../api/queries";

/** A product with its variants. */
export const product = (product_id: string) => read("get_product", { product_id });

/** Some of what its shop also sells. */
export const fromTheSameShop = (seller: string) => read("list_products", { seller, limit: 7 });
