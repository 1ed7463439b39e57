import { digits } from "../../format/money";
import type { Product } from "./variants";

/** A product and what it is offered for, as schema.org has it. */
export function productData(product: Product, url: string): object {
  const { title, description, variants, seller } = product;
  const prices = variants.map(({ price }) => price.amount);
  const { currency } = product.price;
  const places = digits(currency);
  const written = (amount: number) => (amount / 10 ** places).toFixed(places);
  const offer = {
    priceCurrency: currency,
    availability: `https://schema.org/${product.in_stock ? "InStock" : "OutOfStock"}`,
    seller: { "@type": "Organization", name: seller.name },
    url,
  };
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: title,
    description,
    ...(product.image_url && { image: product.image_url }),
    sku: variants[0]?.sku,
    url,
    offers:
      low === high
        ? { "@type": "Offer", price: written(low), ...offer }
        : {
            "@type": "AggregateOffer",
            lowPrice: written(low),
            highPrice: written(high),
            offerCount: variants.length,
            ...offer,
          },
  };
}
