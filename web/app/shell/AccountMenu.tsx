import { Trans } from "@lingui/react/macro";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { Link, useLocation } from "react-router";
import { paths } from "../../paths";
import { useSignOut, useVisitor } from "../../queries/me";

export interface MenuProps {
  anchor: HTMLElement | null;
  open: boolean;
  onClose: () => void;
}

/** Where one's own things are, or the way in. */
export function AccountMenu({ anchor, open, onClose }: MenuProps) {
  const { signedIn, role } = useVisitor();
  const signOut = useSignOut();
  const { pathname, search } = useLocation();
  const isEntrance = pathname === paths.signIn.pattern || pathname === paths.register.pattern;
  const back = isEntrance ? undefined : pathname + search;
  const leave = () => {
    onClose();
    signOut.mutate();
  };
  return (
    <Menu anchorEl={anchor} open={open} onClose={onClose}>
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
      {role === "seller" && (
        <MenuItem component={Link} to={paths.seller.to()} onClick={onClose}>
          <Trans>Your shop</Trans>
        </MenuItem>
      )}
      {role === "admin" && (
        <MenuItem component={Link} to={paths.admin.to()} onClick={onClose}>
          <Trans>Administration</Trans>
        </MenuItem>
      )}
      {signedIn && (
        <MenuItem onClick={leave}>
          <Trans>Sign out</Trans>
        </MenuItem>
      )}
    </Menu>
  );
}
