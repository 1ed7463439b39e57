import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Button, type Column, Picture, Price, Status, Table } from "../../ui";
import type { OwnProduct } from "./queries";

interface Props {
  products: OwnProduct[];
  busy: boolean;
  onEdit: (product: OwnProduct) => void;
}

/** Products of the shop, one on each row. */
export function ProductTable({ products, busy, onEdit }: Props) {
  const { t } = useLingui();
  const { count } = useFormat();
  const columns: Column<OwnProduct>[] = [
    {
      name: "title",
      head: t`Product`,
      kind: "title",
      cell: ({ id, title, image_url }) => (
        <Named>
          <Picture src={image_url} alt="" ratio="1" />
          <Link to={paths.sellerProduct.to(id)}>
            <bdi>{title}</bdi>
          </Link>
        </Named>
      ),
    },
    {
      name: "sku",
      head: t`SKU`,
      cell: ({ sku, variant_count }) =>
        variant_count === 1 ? <bdi>{sku}</bdi> : <Plural value={variant_count} one="# variant" other="# variants" />,
    },
    { name: "status", head: t`Status`, cell: (product) => <ProductStatus of={product} /> },
    {
      name: "price",
      head: t`Price`,
      kind: "figure",
      cell: ({ price, highest_price }) =>
        price.amount === highest_price.amount ? (
          <Price of={price} />
        ) : (
          <span>
            <Price of={price} /> – <Price of={highest_price} />
          </span>
        ),
    },
    {
      name: "stock",
      head: t`Free stock`,
      kind: "figure",
      cell: ({ stock_quantity }) => (
        <span style={stock_quantity === 0 ? { color: colour("ember"), fontWeight: 600 } : undefined}>
          {count(stock_quantity)}
        </span>
      ),
    },
    {
      name: "edit",
      head: t`Change`,
      kind: "action",
      cell: (product) => (
        <Button onClick={() => onEdit(product)} aria-label={t`Price and stock of ${product.title}`}>
          <Trans>Price and stock</Trans>
        </Button>
      ),
    },
  ];
  return <Table label={t`Products`} columns={columns} items={products} keyOf={({ id }) => id} busy={busy} />;
}

function ProductStatus({ of: { status, is_listed } }: { of: OwnProduct }) {
  if (status === "draft")
    return (
      <Status>
        <Trans>Draft</Trans>
      </Status>
    );
  return is_listed ? (
    <Status tone="leaf">
      <Trans>Published</Trans>
    </Status>
  ) : (
    <Status tone="ember">
      <Trans>Hidden: the shop is suspended</Trans>
    </Status>
  );
}

const Named = styled("span")({
  display: "flex",
  alignItems: "center",
  gap: 12,
  "& > span": { width: 36, flex: "none", borderRadius: 6 },
});
