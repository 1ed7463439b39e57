import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, target } from "../../theme/tokens";
import { Confirmations, Page } from "../../ui";
import { Members } from "./Members";

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** A page of somebody's own things, with the way to the others. */
export function OwnPage({ title, aside, children }: Props) {
  return (
    <Page title={title} aside={aside} unlisted narrow>
      <Members>
        <OwnPages />
        {children}
        <Confirmations />
      </Members>
    </Page>
  );
}

/** The way between one's own pages. */
export function OwnPages() {
  const { t } = useLingui();
  const pages = [
    { to: paths.orders.to(), name: t`Orders` },
    { to: paths.account.to(), name: t`Profile` },
    { to: paths.addresses.to(), name: t`Addresses` },
    { to: paths.storeCredit.to(), name: t`Store credit` },
    { to: paths.notifications.to(), name: t`Messages` },
  ];
  return (
    <Nav aria-label={t`Your account`}>
      <ul>
        {pages.map(({ to, name }) => (
          <li key={to}>
            <NavLink to={to} end>
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </Nav>
  );
}

const Nav = styled("nav")({
  marginBlockEnd: 24,
  borderBlockEnd: `1px solid ${colour("line")}`,
  "& > ul": { display: "flex", flexWrap: "wrap", columnGap: 24 },
  "& a": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: target,
    color: colour("quiet"),
    textDecoration: "none",
    borderBlockEnd: "3px solid transparent",
    "&:hover": { color: colour("ink") },
    "&[aria-current]": { color: colour("ink"), fontWeight: 600, borderColor: colour("cobalt") },
  },
});
