import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../paths";
import { categories, stocked, wayTo } from "../../queries/categories";
import { styled } from "../../theme/styled";
import { colour, radius, target } from "../../theme/tokens";
import { ButtonLink, Crumbs, crumbData, Empty, NAME, Page, useOneAddress } from "../../ui";
import { Gone } from "../listing/Gone";
import { Listing } from "../listing/Listing";

/** The products of a category and of everything below it. */
export function CategoryPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data, error } = useQuery(categories());
  const way = data ? wayTo(id, data.items) : [];
  const category = way.at(-1);
  const below = stocked(category?.children ?? []);
  const canonical = category && paths.category.to(category);
  useOneAddress(canonical);
  if (data && !category) return <Gone />;
  const crumbs = [
    { name: NAME, to: paths.home.to() },
    ...way.map((step) => ({ name: step.name, to: paths.category.to(step) })),
  ];
  const nothing = (
    <Empty
      action={
        <ButtonLink to={paths.search.to()} variant="outlined">
          <Trans>See everything</Trans>
        </ButtonLink>
      }
    >
      <Trans>Nothing is in this category at the moment.</Trans>
    </Empty>
  );
  const name = category?.name ?? (error ? t`Category` : undefined);
  return (
    <Page
      title={name}
      heading={null}
      canonical={canonical}
      description={name && t`${name}, from many small shops.`}
      data={category && [crumbData(crumbs)]}
    >
      <Crumbs way={crumbs.slice(0, -1)} />
      <Title>
        <bdi>{name ?? "…"}</bdi>
      </Title>
      {below.length > 0 && (
        <Below aria-label={t`Below ${name}`}>
          {below.map((child) => (
            <Link key={child.id} to={paths.category.to(child)} dir="auto">
              {child.name}
            </Link>
          ))}
        </Below>
      )}
      <Listing key={id} source={{ kind: "category", id }} empty={nothing} />
    </Page>
  );
}

const Title = styled("h1")({
  fontSize: "clamp(28px, 1.2rem + 2.4vw, 48px)",
  marginBlock: "4px 16px",
  overflowWrap: "anywhere",
});

const Below = styled("nav")({
  display: "flex",
  flexWrap: "wrap",
  gap: 8,
  marginBlockEnd: 16,
  "& > a": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: target,
    paddingInline: 14,
    border: `1px solid ${colour("line")}`,
    borderRadius: radius.control,
    textDecoration: "none",
    "&:hover": { borderColor: colour("cobalt"), color: colour("cobalt") },
  },
});
