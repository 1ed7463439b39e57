import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type CartLine, useChangeLine } from "../../queries/cart";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Chosen, Icon, IconButton, Picture, Price, Quantity, wordsFor } from "../../ui";

interface Props {
  line: CartLine;
  onLeave?: () => void;
}

/** One line of the cart. How many are wanted shows at once; what they cost waits for the answer. */
export function CartLineRow({ line, onLeave }: Props) {
  const { t, i18n } = useLingui();
  const change = useChangeLine(line.id);
  const title = line.title ?? t`Something that is no longer sold`;
  const quantity = change.wanted ?? line.quantity;
  return (
    <Line aria-busy={change.isPending}>
      <Picture src={line.image_url} alt="" />
      <div>
        <div className="top">
          {line.product_id ? (
            <Link
              to={paths.product.to({ id: line.product_id, ...(line.slug && { slug: line.slug }) })}
              onClick={onLeave}
              dir="auto"
            >
              {title}
            </Link>
          ) : (
            <span dir="auto">{title}</span>
          )}
          <Price of={line.total} className={change.isPending ? "old" : ""} />
        </div>
        <Chosen of={line.options} />
        <Note line={line} />
        {change.problem && <p role="alert">{i18n._(wordsFor(change.problem))}</p>}
        <div className="bottom">
          {line.note !== "not_for_sale" && (
            <Quantity
              value={quantity}
              label={t`How many of ${title}`}
              most={Math.max(line.available, 1)}
              onChange={change.set}
            />
          )}
          <IconButton onClick={change.remove} aria-label={t`Take ${title} out`}>
            <Icon name="bin" size={20} />
          </IconButton>
        </div>
      </div>
    </Line>
  );
}

/** What has become of a line since it was put there. */
function Note({ line: { note, available, previous_price, unit_price } }: { line: CartLine }) {
  const { money } = useFormat();
  if (note === "not_for_sale")
    return (
      <p className="warning">
        <Trans>This cannot be bought any more.</Trans>
      </p>
    );
  if (note === "out_of_stock")
    return (
      <p className="warning">
        <Trans>Sold out meanwhile.</Trans>
      </p>
    );
  if (note === "other_currency")
    return (
      <p className="warning">
        <Trans>In another currency: it waits until the rest is ordered.</Trans>
      </p>
    );
  if (previous_price) {
    const before = money(previous_price);
    const now = money(unit_price);
    return (
      <p className="warning">
        <Trans>
          The price changed from {before} to {now}.
        </Trans>
      </p>
    );
  }
  if (note === "low_stock")
    return (
      <p className="warning">
        <Trans>{available} left</Trans>
      </p>
    );
  return null;
}

const Line = styled("div")({
  display: "grid",
  gridTemplateColumns: "72px minmax(0, 1fr)",
  gap: 16,
  paddingBlock: 12,
  "& .top": { display: "flex", justifyContent: "space-between", gap: 12, fontWeight: 600, overflowWrap: "anywhere" },
  "& .top > a": { textDecoration: "none", "&:hover": { textDecoration: "underline" } },
  "& p": { color: colour("quiet"), fontSize: sizes.label },
  "& .warning": { color: colour("ember") },
  "& [role=alert]": { color: colour("error") },
  "& .old": { color: colour("quiet") },
  "& .bottom > button": { marginInlineEnd: -12 },
  "& .bottom": { display: "flex", alignItems: "center", justifyContent: "space-between", marginBlockStart: 6 },
});
