import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useRef, useState } from "react";
import { Icon, IconButton } from "../../ui";

const AccountMenu = lazy(async () => ({ default: (await import("./AccountMenu")).AccountMenu }));
const SettingsMenu = lazy(async () => ({ default: (await import("./SettingsMenu")).SettingsMenu }));

/** The two menus of every head: how the pages are, and who one is. */
export function Menus() {
  const { t } = useLingui();
  return (
    <>
      <MenuButton label={t`Language, currency, appearance`} icon="settings" menu={SettingsMenu} />
      <MenuButton label={t`Your account`} icon="account" menu={AccountMenu} />
    </>
  );
}

interface MenuButtonProps {
  label: string;
  icon: "settings" | "account";
  menu: typeof AccountMenu;
}

/** A button whose menu is fetched when it is first opened. */
function MenuButton({ label, icon, menu: Menu }: MenuButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const show = () => {
    setWanted(true);
    setOpen(true);
  };
  return (
    <>
      <IconButton ref={anchor} onClick={show} aria-label={label} aria-haspopup="menu" aria-expanded={open}>
        <Icon name={icon} />
      </IconButton>
      {wanted && (
        <Suspense>
          <Menu anchor={anchor.current} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
