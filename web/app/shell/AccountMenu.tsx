import { Trans } from "@lingui/react/macro";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { signOut } from "../../api/session";
import { paths } from "../../paths";
import { useVisitor } from "../../queries/me";

export interface MenuProps {
  anchor: HTMLElement | null;
  open: boolean;
  onClose: () => void;
}

/** Where one's own things are, or the way in. */
export function AccountMenu({ anchor, open, onClose }: MenuProps) {
  const { signedIn, role } = useVisitor();
  const queries = useQueryClient();
  const leave = async () => {
    onClose();
    await signOut();
    await queries.resetQueries();
  };
  return (
    <Menu anchorEl={anchor} open={open} onClose={onClose}>
      {!signedIn && (
        <MenuItem component={Link} to={paths.signIn.to()} onClick={onClose}>
          <Trans>Sign in</Trans>
        </MenuItem>
      )}
      {!signedIn && (
        <MenuItem component={Link} to={paths.register.to()} onClick={onClose}>
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
        <MenuItem onClick={() => void leave()}>
          <Trans>Sign out</Trans>
        </MenuItem>
      )}
    </Menu>
  );
}
