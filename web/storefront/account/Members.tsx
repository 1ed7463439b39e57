import { Fragment, type ReactNode, useRef } from "react";
import { Navigate, useLocation } from "react-router";
import { begin } from "../../api/session";
import { paths } from "../../paths";
import { useVisitor } from "../../queries/me";
import { ErrorState, RowGhosts } from "../../ui";

interface Props {
  /** Whether guests have such things too. */
  guests?: boolean;
  children: ReactNode;
}

/** Shows what it holds to whoever is signed in, and leads others to the sign-in and back here. */
export function Members({ guests = false, children }: Props) {
  const { known, role, signedIn, problem, user_id } = useVisitor();
  const { pathname, search } = useLocation();
  const wasHere = useRef(false);
  wasHere.current ||= signedIn;
  if (!known) return <RowGhosts rows={4} />;
  if (signedIn || (guests && role)) return <Fragment key={user_id}>{children}</Fragment>;
  if (problem) return <ErrorState problem={problem} onRetry={() => void begin()} />;
  return <Navigate to={paths.signIn.to(pathname + search)} state={{ wasHere: wasHere.current }} replace />;
}
