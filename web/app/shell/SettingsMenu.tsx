import { Trans, useLingui } from "@lingui/react/macro";
import ListSubheader from "@mui/material/ListSubheader";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { type Locale, languages } from "../../format/languages";
import { choose, useSettings } from "../../state/settings";
import { Themed } from "../../theme/Themed";
import { speak } from "../locales";
import type { MenuProps } from "./AccountMenu";

/** Language, currency and appearance. */
export function SettingsMenu({ anchor, open, onClose }: MenuProps) {
  const { t, i18n } = useLingui();
  const { theme, currency } = useSettings();
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  const names = new Intl.DisplayNames(i18n.locale, { type: "currency" });
  const appearances = [
    { value: null, label: <Trans>As the device</Trans> },
    { value: "light", label: <Trans>Light</Trans> },
    { value: "dark", label: <Trans>Dark</Trans> },
  ] as const;
  const appear = (value: "light" | "dark" | null) => {
    choose({ theme: value });
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
  };
  return (
    <Themed>
      <Menu anchorEl={anchor} open={open} onClose={onClose} disablePortal>
        {heading(t`Language`)}
        {(Object.keys(languages) as Locale[]).map((name) => (
          <MenuItem
            key={name}
            role="menuitemradio"
            lang={name}
            selected={i18n.locale === name}
            aria-checked={i18n.locale === name}
            onClick={() => speak(name)}
          >
            {languages[name]}
          </MenuItem>
        ))}
        {heading(t`Appearance`)}
        {appearances.map(({ value, label }) => (
          <MenuItem
            key={value}
            role="menuitemradio"
            selected={theme === value}
            aria-checked={theme === value}
            onClick={() => appear(value)}
          >
            {label}
          </MenuItem>
        ))}
        {heading(t`Currency of the lists`)}
        <MenuItem
          role="menuitemradio"
          selected={currency === null}
          aria-checked={currency === null}
          onClick={() => choose({ currency: null })}
        >
          <Trans>Every currency</Trans>
        </MenuItem>
        {currencies.data?.items.map(({ code }) => (
          <MenuItem
            key={code}
            role="menuitemradio"
            selected={currency === code}
            aria-checked={currency === code}
            onClick={() => choose({ currency: code })}
          >
            {names.of(code)}
          </MenuItem>
        ))}
      </Menu>
    </Themed>
  );
}

// A menu may hold nothing else between its sets of choices, and a separator is read by its label alone.
const heading = (text: string) => (
  <ListSubheader role="separator" aria-label={text}>
    {text}
  </ListSubheader>
);
