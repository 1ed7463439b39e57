import { Trans, useLingui } from "@lingui/react/macro";
import { ThemeProvider } from "@mui/material/styles";
import { Link, Outlet, useLocation } from "react-router";
import type { Role } from "../../api/session";
import { paths } from "../../paths";
import { useVisitor } from "../../queries/me";
import { dense } from "../../theme/dense";
import { styled } from "../../theme/styled";
import { Themed } from "../../theme/Themed";
import { colour, fonts, type as sizes, target } from "../../theme/tokens";
import { ButtonLink, Confirmations, Empty, Page, Rail, RowGhosts, type Section, StarMark } from "../../ui";
import { Around } from "../shell/Around";
import { Menus } from "../shell/Menus";

/** What tells one console from another. */
export interface ConsoleArea {
  role: Role;
  name: string;
  sections: Section[];
}

/** The frame of a console: its head, its parts on a rail, the page of one of them, for those who may see it. */
export function Console({ role, name, sections }: ConsoleArea) {
  const { t } = useLingui();
  const visitor = useVisitor();
  return (
    <Themed>
      <ThemeProvider theme={dense}>
        <Around>
          <Top>
            <Link to={paths.home.to()} aria-label={t`Souk, to the start`}>
              <StarMark size={22} />
              <span translate="no">Souk</span>
            </Link>
            <span>{name}</span>
            <div>
              <Menus />
            </div>
          </Top>
          <Columns>
            {visitor.role === role ? <Rail label={name} sections={sections} /> : <div />}
            <div className="page">{visitor.role === role ? <Outlet /> : <Outside name={name} role={role} />}</div>
          </Columns>
          <Confirmations />
        </Around>
      </ThemeProvider>
    </Themed>
  );
}

function Outside({ name, role }: Pick<ConsoleArea, "name" | "role">) {
  const { known, signedIn, role: own } = useVisitor();
  const { pathname, search } = useLocation();
  if (!known) return <RowGhosts rows={4} />;
  return (
    <Page title={name} unlisted>
      {!signedIn ? (
        <Empty
          action={
            <ButtonLink to={paths.signIn.to(pathname + search)} variant="contained">
              <Trans>Sign in</Trans>
            </ButtonLink>
          }
        >
          <Trans>Sign in to go on. Nothing here is lost.</Trans>
        </Empty>
      ) : role === "seller" && own === "customer" ? (
        <Empty
          action={
            <ButtonLink to={paths.sell.to()} variant="contained">
              <Trans>Open a shop</Trans>
            </ButtonLink>
          }
        >
          <Trans>You have no shop yet.</Trans>
        </Empty>
      ) : (
        <Empty
          action={
            <ButtonLink to={paths.home.to()} variant="contained">
              <Trans>To the shop</Trans>
            </ButtonLink>
          }
        >
          {role === "seller" ? (
            <Trans>This is for those who have a shop.</Trans>
          ) : (
            <Trans>This is for those who run Souk.</Trans>
          )}
        </Empty>
      )}
    </Page>
  );
}

const Top = styled("header")({
  display: "flex",
  alignItems: "center",
  gap: 16,
  minHeight: 56,
  paddingInline: "24px 14px",
  borderBlockEnd: `1px solid ${colour("line")}`,
  "& > a": {
    display: "inline-flex",
    alignItems: "center",
    gap: 8,
    minHeight: target,
    font: `620 ${sizes.large}/1 ${fonts.display}`,
    letterSpacing: "-.03em",
    textDecoration: "none",
    "& > svg": { color: colour("cobalt") },
  },
  "& > span": {
    color: colour("quiet"),
    fontSize: sizes.dense,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  "& > div": { display: "flex", marginInlineStart: "auto" },
});

const Columns = styled("div")({
  flex: 1,
  display: "grid",
  gridTemplateColumns: "212px minmax(0, 1fr)",
  fontSize: sizes.dense,
  "& > .page > main": { paddingInline: "clamp(16px, 3vw, 40px)", maxWidth: 1280, marginInline: 0 },
  "& h1": { fontSize: 24 },
  "& h2": { fontSize: 17 },
  "@media (pointer: fine)": { "& :is(select, .contained, .outlined, .text)": { minHeight: 36 } },
  "@media (max-width: 900px)": { display: "block" },
  "@media print": { display: "block" },
});
