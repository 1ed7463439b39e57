import { type ButtonHTMLAttributes, forwardRef, type ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { styled } from "../theme/styled";
import { colour, motion, radius, type as sizes, target } from "../theme/tokens";
import { StarMark } from "./StarMark";

interface Look {
  /** `contained` for the one thing a page is there for. */
  variant?: "contained" | "outlined" | "text";
  color?: "primary" | "secondary" | "error";
  size?: "medium" | "large";
  fullWidth?: boolean;
  startIcon?: ReactNode;
}

type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, "color"> & {
    /** Whether what it began is at work; it takes no further press until then. */
    loading?: boolean;
  };

const named = ({ variant = "text", color = "primary", size = "medium", fullWidth = false }: Look, others?: string) =>
  [variant, color, size, fullWidth && "full", others].filter(Boolean).join(" ");

/** A button. MUI's own would weigh more than everything else that the first page draws. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(props, ref) {
  const { variant, color, size, fullWidth, startIcon, loading = false, className, children, ...others } = props;
  const look = named({ variant, color, size, fullWidth } as Look, className);
  return (
    <Root
      ref={ref}
      type="button"
      {...others}
      // It stays where the focus is, and takes no press.
      {...(loading && { type: "button", onClick: undefined, "aria-busy": true, "aria-disabled": true })}
      className={look}
    >
      {startIcon}
      {children}
      {loading && <StarMark size={20} className="turning" />}
    </Root>
  );
});

/** A link that looks like one. */
export function ButtonLink({
  variant,
  color,
  size,
  fullWidth,
  startIcon,
  className,
  children,
  ...others
}: Look & LinkProps) {
  return (
    <RootLink {...others} className={named({ variant, color, size, fullWidth } as Look, className)}>
      {startIcon}
      {children}
    </RootLink>
  );
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> & { "aria-label"?: string };

/** A button that is a sign alone: what it does is in its label. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(props, ref) {
  return <Square ref={ref} type="button" {...props} />;
});

const look = {
  display: "inline-flex",
  alignItems: "center",
  justifyContent: "center",
  gap: 8,
  minHeight: target,
  paddingInline: 18,
  border: "1px solid transparent",
  borderRadius: radius.control,
  background: "none",
  color: colour("cobalt"),
  font: "inherit",
  fontWeight: 600,
  textAlign: "center",
  textDecoration: "none",
  cursor: "pointer",
  transition: `background ${motion.state}, border-color ${motion.state}`,
  "&.secondary": { color: colour("ink") },
  "&.error": { color: colour("error") },
  "&.text": { paddingInline: 10, marginInline: -10, "&:hover": { background: colour("cobalt-wash") } },
  "&.text.full": { marginInline: 0 },
  "&.outlined": { borderColor: colour("quiet"), "&:hover": { borderColor: "currentColor" } },
  "&.contained": { background: colour("cobalt"), color: colour("on-cobalt"), "&:hover": { filter: "brightness(.92)" } },
  "&.contained.secondary": { background: colour("ink"), color: colour("ground") },
  "&.contained.error": { background: colour("error"), color: colour("ground") },
  "&.large": { minHeight: 52, fontSize: sizes.text, paddingInline: 24 },
  "&.full": { width: "100%" },
  "&:disabled": { cursor: "default", opacity: 0.55 },
  "&[aria-busy=true]": { cursor: "progress", opacity: 0.8 },
  "& .turning": { animation: "turn 1.2s linear infinite" },
} as const;

const Root = styled("button")(look);
const RootLink = styled(Link)(look);

const Square = styled("button")({
  display: "inline-grid",
  placeItems: "center",
  width: target,
  height: target,
  padding: 0,
  border: 0,
  borderRadius: radius.control,
  background: "none",
  color: "inherit",
  cursor: "pointer",
  "&:hover": { background: colour("sunken") },
  "&:disabled": { cursor: "default", opacity: 0.5 },
});
