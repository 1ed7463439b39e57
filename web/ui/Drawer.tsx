import { useLingui } from "@lingui/react/macro";
import MuiDrawer from "@mui/material/Drawer";
import { type ReactNode, useId } from "react";
import { styled } from "../theme/styled";
import { Themed } from "../theme/Themed";
import { colour, type as sizes } from "../theme/tokens";
import { IconButton } from "./Button";
import { Icon } from "./Icon";

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  /** Stays in view below what scrolls. */
  foot?: ReactNode;
  children: ReactNode;
}

/** A panel beside the page, over all of it on phones; focus stays inside and returns when it closes. */
export function Drawer({ title, open, onClose, foot, children }: Props) {
  const { t } = useLingui();
  const id = useId();
  return (
    <Themed>
      <MuiDrawer
        anchor="right"
        open={open}
        onClose={onClose}
        slotProps={{
          paper: { role: "dialog", "aria-modal": true, "aria-labelledby": id, style: { width: "min(100vw, 440px)" } },
        }}
      >
        <Head>
          <h2 id={id}>{title}</h2>
          <IconButton onClick={onClose} aria-label={t`Close`}>
            <Icon name="close" />
          </IconButton>
        </Head>
        <Body>{children}</Body>
        {foot && <Foot>{foot}</Foot>}
      </MuiDrawer>
    </Themed>
  );
}

const Head = styled("div")({
  display: "flex",
  alignItems: "center",
  justifyContent: "space-between",
  padding: "12px 12px 12px 20px",
  borderBlockEnd: `1px solid ${colour("line")}`,
  "& > h2": { fontSize: sizes.large },
});
const Body = styled("div")({
  flex: 1,
  overflowY: "auto",
  padding: "8px 20px",
  // What is said between the fields of a form.
  "& form > p": { marginBlockEnd: 16 },
});
const Foot = styled("div")({
  padding: "16px 20px",
  borderBlockStart: `1px solid ${colour("line")}`,
  display: "grid",
  gap: 12,
});
