import type { Money } from "../api/contract";
import { useFormat } from "../format/format";

interface Props {
  of: Money;
  className?: string;
}

/** An amount of money, as people of the page's language write it. */
export function Price({ of, className }: Props) {
  return <bdi className={className ? `price ${className}` : "price"}>{useFormat().money(of)}</bdi>;
}
