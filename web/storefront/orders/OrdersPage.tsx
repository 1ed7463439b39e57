import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readPages } from "../../api/queries";
import { begin } from "../../api/session";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import {
  ButtonLink,
  Empty,
  ErrorState,
  More,
  Page,
  Picture,
  Price,
  QueryStates,
  Row,
  RowGhosts,
  Rows,
  Status,
} from "../../ui";
import { Note } from "../account/Entrance";
import { OwnPages } from "../account/OwnPage";
import type { OrderSummary } from "./queries";
import { standingOf } from "./words";

/** What somebody has ordered; a guest's orders are those of this browser. */
export function OrdersPage() {
  const { t } = useLingui();
  const { known, role, problem, signedIn, user_id } = useVisitor();
  return (
    <Page title={t`Orders`} unlisted narrow>
      {signedIn && <OwnPages />}
      {!known ? (
        <RowGhosts />
      ) : role ? (
        <Orders key={user_id} guest={!signedIn} />
      ) : problem ? (
        <ErrorState problem={problem} onRetry={() => void begin()} />
      ) : (
        <Empty action={<ToSignIn />}>
          <Trans>Sign in to see what you have ordered.</Trans>
        </Empty>
      )}
    </Page>
  );
}

function Orders({ guest }: { guest: boolean }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(readPages("list_orders"));
  const nothing = guest ? (
    <Empty action={<ToSignIn />}>
      <Trans>Nothing was ordered in this browser. Orders of your account are there once you sign in.</Trans>
    </Empty>
  ) : (
    <Empty
      action={
        <ButtonLink to={paths.search.to()} variant="contained">
          <Trans>See what there is</Trans>
        </ButtonLink>
      }
    >
      <Trans>You have not ordered anything yet.</Trans>
    </Empty>
  );
  return (
    <QueryStates
      query={query}
      ghost={<RowGhosts height={96} />}
      isEmpty={({ pages }) => pages[0]?.items.length === 0}
      empty={nothing}
    >
      {({ pages }) => (
        <>
          {guest && (
            <Note>
              <Trans>These orders were placed without an account. The link in their mails takes them into yours.</Trans>
            </Note>
          )}
          <Rows page={{ items: pages.flatMap(({ items }) => items) }} row={OrderRow} label={t`Orders`} />
          <More of={query} />
        </>
      )}
    </QueryStates>
  );
}

const ToSignIn = () => (
  <ButtonLink to={paths.signIn.to(paths.orders.to())} variant="contained">
    <Trans>Sign in</Trans>
  </ButtonLink>
);

function OrderRow({ item }: { item: OrderSummary }) {
  const { i18n } = useLingui();
  const { day } = useFormat();
  const { name, tone } = standingOf(item);
  const more = item.line_count - item.lines.length;
  return (
    <Row
      title={
        <Link to={paths.order.to(item.id)}>
          <Trans>
            Order <bdi>{item.number}</bdi>
          </Trans>
        </Link>
      }
      aside={<Price of={item.total} />}
    >
      <Below>
        <Status tone={tone}>{i18n._(name)}</Status>
        <time dateTime={item.placed_at}>{day(item.placed_at)}</time>
      </Below>
      <Pictures>
        {item.lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a preview has no id, and never moves
          <Picture key={place} src={line.image_url} alt={line.title} className="thing" />
        ))}
        {more > 0 && (
          <span>
            <Plural value={more} one="and # other" other="and # others" />
          </span>
        )}
      </Pictures>
    </Row>
  );
}

const Below = styled("div")({
  display: "flex",
  flexWrap: "wrap",
  gap: "4px 16px",
  color: colour("quiet"),
  fontSize: sizes.label,
});

const Pictures = styled("div")({
  display: "flex",
  alignItems: "center",
  gap: 8,
  marginBlockStart: 10,
  color: colour("quiet"),
  fontSize: sizes.label,
  "& > .thing": { width: 48, flex: "none" },
});
