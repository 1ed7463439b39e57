import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import type { Money } from "../../api/contract";
import { useFormat } from "../../format/format";
import { type Cart, type CartLine, useChangeLine } from "../../queries/cart";
import { styled } from "../../theme/styled";
import { Button, wordsFor } from "../../ui";
import { Notice } from "./Notice";

interface Moved {
  id: string;
  title: string | null;
  before: Money;
  now: Money;
}

/** What a line cost when it was first seen. */
export type Seen = Map<string, Money>;

/** List the prices that moved since they were first seen; lines not seen before are noted as seen. */
export function movedPrices(seen: Seen, lines: CartLine[]): Moved[] {
  return lines.flatMap(({ id, title, unit_price: now, previous_price }) => {
    if (!seen.has(id)) seen.set(id, previous_price ?? now);
    const before = seen.get(id) ?? now;
    return before.amount === now.amount ? [] : [{ id, title, before, now }];
  });
}

/** What has become of the cart meanwhile, line by line, in words, and what can be done about it. */
export function CartNews({ cart }: { cart: Cart }) {
  const seen = useRef<Seen>(new Map());
  const moved = movedPrices(seen.current, cart.lines);
  const blocked = cart.lines.filter(({ note }) => note !== null && note !== "other_currency");
  if (moved.length === 0 && blocked.length === 0) return null;
  return (
    <Notice tone="ember" role="status">
      <h2>
        <Trans>Your cart is not what it was</Trans>
      </h2>
      <ul>
        {moved.map((line) => (
          <MovedPrice key={line.id} line={line} />
        ))}
        {blocked.map((line) => (
          <Blocked key={line.id} line={line} />
        ))}
      </ul>
    </Notice>
  );
}

function MovedPrice({ line }: { line: Moved }) {
  const { money } = useFormat();
  const { title } = line;
  const before = money(line.before);
  const now = money(line.now);
  return (
    <li>
      <Trans>
        {title} costs {now} now, not {before}.
      </Trans>
    </li>
  );
}

function Blocked({ line: { id, title, available, quantity, note } }: { line: CartLine }) {
  const { i18n } = useLingui();
  const change = useChangeLine(id);
  const some = note === "low_stock";
  return (
    <Line>
      <span>
        {note === "not_for_sale" && <Trans>{title ?? "—"} cannot be bought any more.</Trans>}
        {note === "out_of_stock" && <Trans>{title} is sold out.</Trans>}
        {some && (
          <Plural
            value={available}
            one={`Of ${title} only # is left; you want ${quantity}.`}
            other={`Of ${title} only # are left; you want ${quantity}.`}
          />
        )}
        {change.problem && <em role="alert">{i18n._(wordsFor(change.problem))}</em>}
      </span>
      <span>
        {some && (
          <Button variant="outlined" onClick={() => change.set(available)} loading={change.isPending}>
            <Plural value={available} one="Take #" other="Take #" />
          </Button>
        )}
        <Button variant="outlined" onClick={change.remove} loading={change.isPending}>
          <Trans>Take it out</Trans>
        </Button>
      </span>
    </Line>
  );
}

const Line = styled("li")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  justifyContent: "space-between",
  gap: 8,
  "& > span": { display: "flex", gap: 8, flexWrap: "wrap" },
});
