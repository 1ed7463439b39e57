import Button, { type ButtonProps } from "@mui/material/Button";
import { Link, type LinkProps } from "react-router";

type Props = Pick<
  ButtonProps<typeof Link>,
  "variant" | "color" | "size" | "startIcon" | "endIcon" | "fullWidth" | "sx"
> &
  LinkProps;

/** A link that looks like a button. */
export function ButtonLink(props: Props) {
  return <Button component={Link} {...props} />;
}
