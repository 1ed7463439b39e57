import type { FieldPath } from "react-hook-form";
import type { Body, Model, Money } from "../../api/contract";

export type Part = Model<"SoldView">;
type Line = Part["lines"][number];

/** How many units of a line are neither refunded nor on their way back. */
export const unitsLeft = ({ quantity, refunded_quantity, returning_quantity }: Line) =>
  quantity - refunded_quantity - returning_quantity;

/** What was paid for a line and not refunded. */
export const amountLeft = ({ prices_include_tax }: Part, { total, tax, refunded }: Line): Money => ({
  ...total,
  amount: total.amount + (prices_include_tax ? 0 : tax.amount) - refunded.amount,
});

export const blank = ({ lines }: Part) => ({
  what: "lines" as "lines" | "amount" | "all",
  lines: lines.map(() => ({ quantity: null as number | null, amount: null as number | null })),
  shipping: null as number | null,
  amount: null as number | null,
  reason: "" as Body<"refund_order">["reason"] | "",
  note: "",
  restock: false,
});

export type Values = ReturnType<typeof blank>;

/** Say to the API what the form holds, and which of its fields each of the request's is. */
export function requestOf(part: Part, { what, lines, shipping, amount, reason, note, restock }: Values) {
  const money = (of: number | null) => (of ? { amount: of, currency: part.total.currency } : null);
  const names: Record<string, FieldPath<Values>> = { "amount.amount": "amount", "shipping.amount": "shipping" };
  const chosen = lines.flatMap((line, place) => (line.quantity || line.amount ? [{ ...line, place }] : []));
  chosen.forEach(({ place }, index) => {
    names[`lines.${index}`] = `lines.${place}.quantity`;
    names[`lines.${index}.quantity`] = `lines.${place}.quantity`;
    names[`lines.${index}.amount.amount`] = `lines.${place}.amount`;
  });
  const body: Body<"refund_order"> = {
    seller_order_id: part.id,
    reason: reason || "other",
    note: note.trim() || null,
    restock: restock && what !== "amount",
    ...(what === "amount" && { amount: money(amount) }),
    ...(what === "lines" && {
      lines: chosen.map(({ place, quantity, amount: some }) => ({
        line_id: part.lines[place]?.id ?? "",
        ...(quantity && { quantity }),
        ...(some && { amount: money(some) }),
      })),
      shipping: money(shipping),
    }),
  };
  return { body, names, nothing: what === "lines" && chosen.length === 0 && !shipping };
}
