import { Trans, useLingui } from "@lingui/react/macro";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { Link, useLocation } from "react-router";
import { paths } from "../../paths";
import { consoleOf, useSignOut, useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { Themed } from "../../theme/Themed";
import { colour, type as sizes } from "../../theme/tokens";
import { wordsFor } from "../../ui";

export interface MenuProps {
  anchor: HTMLElement | null;
  open: boolean;
  onClose: () => void;
}

/** Where one's own things are, or the way in. */
export function AccountMenu({ anchor, open, onClose }: MenuProps) {
  const { i18n } = useLingui();
  const { signedIn, role } = useVisitor();
  const own = consoleOf(role);
  const signOut = useSignOut();
  const { pathname, search } = useLocation();
  const isEntrance = pathname === paths.signIn.pattern || pathname === paths.register.pattern;
  const back = isEntrance ? undefined : pathname + search;
  const leave = () => signOut.mutate(undefined, { onSuccess: onClose });
  return (
    <Themed>
      <Menu anchorEl={anchor} open={open} onClose={onClose} disablePortal>
        {!signedIn && (
          <MenuItem component={Link} to={paths.signIn.to(back)} onClick={onClose}>
            <Trans>Sign in</Trans>
          </MenuItem>
        )}
        {!signedIn && (
          <MenuItem component={Link} to={paths.register.to(back)} onClick={onClose}>
            <Trans>Open an account</Trans>
          </MenuItem>
        )}
        <MenuItem component={Link} to={paths.orders.to()} onClick={onClose}>
          <Trans>Orders</Trans>
        </MenuItem>
        {signedIn && (
          <MenuItem component={Link} to={paths.account.to()} onClick={onClose}>
            <Trans>Your account</Trans>
          </MenuItem>
        )}
        {own && (
          <MenuItem component={Link} to={own.to} onClick={onClose}>
            {i18n._(own.name)}
          </MenuItem>
        )}
        {signedIn && (
          <MenuItem onClick={leave} disabled={signOut.isPending}>
            <Leave>
              <Trans>Sign out</Trans>
              {signOut.error && (
                <small role="alert">
                  <Trans>You are still signed in.</Trans> {i18n._(wordsFor(signOut.error))}
                </small>
              )}
            </Leave>
          </MenuItem>
        )}
      </Menu>
    </Themed>
  );
}

const Leave = styled("span")({
  display: "grid",
  maxWidth: 260,
  whiteSpace: "normal",
  "& small": { color: colour("error"), fontSize: sizes.label },
});
