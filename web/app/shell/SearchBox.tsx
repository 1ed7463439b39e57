import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { Icon, useEarlier } from "../../ui";
import { type Suggestion, suggestions } from "./suggestions";

/** The search: an input with a list of its own, as the ARIA practices describe a combobox that suggests. */
export function SearchBox() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const location = useLocation();
  const [search] = useSearchParams();
  const shown = location.pathname === paths.search.pattern ? (search.get("q") ?? "") : "";
  const [words, setWords] = useState(shown);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const asked = useDeferredValue(words.trim());
  const found = useQuery({ ...suggestions(asked), enabled: open && asked.length > 1 });
  const options = open && asked.length > 1 ? (found.data ?? []) : [];
  const id = useId();

  // The address says what is looked for, also after the way back.
  useEffect(() => {
    setWords(shown);
    setOpen(false);
  }, [shown]);
  const input = useEarlier<HTMLInputElement>(({ value }) => value && setWords(value));

  const go = (to: string) => {
    setOpen(false);
    setActive(-1);
    input.current?.blur();
    navigate(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") setOpen(false);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
    const step = event.key === "ArrowDown" ? 1 : -1;
    setActive((now) =>
      options.length === 0 ? -1 : (now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length,
    );
  };

  return (
    <Form
      role="search"
      action={paths.search.pattern}
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = options[active];
        go(chosen ? chosen.to : paths.search.to(words.trim()));
      }}
    >
      <input
        ref={input}
        name="q"
        type="search"
        role="combobox"
        value={words}
        maxLength={200}
        autoComplete="off"
        enterKeyHint="search"
        placeholder={t`Search all shops`}
        aria-label={t`Search all shops`}
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={`${id}list`}
        aria-activedescendant={options[active] ? `${id}${active}` : undefined}
        onChange={(event) => {
          setWords(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" aria-label={t`Search`}>
        <Icon name="search" size={20} />
      </button>
      <div id={`${id}list`} role="listbox" aria-label={t`Suggestions`} hidden={options.length === 0}>
        {options.map((option, place) => (
          <Option
            key={option.to}
            id={`${id}${place}`}
            option={option}
            active={place === active}
            onChoose={() => go(option.to)}
          />
        ))}
      </div>
    </Form>
  );
}

interface OptionProps {
  id: string;
  option: Suggestion;
  active: boolean;
  onChoose: () => void;
}

function Option({ id, option, active, onChoose }: OptionProps) {
  const { i18n } = useLingui();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input it belongs to has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input, which names the active option
    <div
      role="option"
      id={id}
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span dir="auto">{option.words}</span>
      <small>{i18n._(option.kind)}</small>
    </div>
  );
}

const Form = styled("form")({
  position: "relative",
  display: "flex",
  alignItems: "center",
  "& > input": {
    width: "100%",
    height: target,
    paddingBlock: 0,
    paddingInline: "16px 48px",
    border: `1px solid ${colour("quiet")}`,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("ink"),
    font: "inherit",
    "&::-webkit-search-cancel-button": { display: "none" },
    "&::placeholder": { color: colour("quiet"), opacity: 1 },
  },
  "& > button": {
    position: "absolute",
    insetInlineEnd: 0,
    width: target,
    height: target,
    display: "grid",
    placeItems: "center",
    border: 0,
    borderRadius: radius.control,
    background: "none",
    color: colour("quiet"),
    cursor: "pointer",
  },
  "& > [role=listbox]": {
    position: "absolute",
    insetInline: 0,
    top: "100%",
    zIndex: 11,
    marginBlockStart: 4,
    padding: 4,
    maxHeight: "60vh",
    overflowY: "auto",
    background: colour("raised"),
    border: `1px solid ${colour("line")}`,
    borderRadius: radius.control,
    "& > div": {
      display: "flex",
      justifyContent: "space-between",
      alignItems: "center",
      gap: 16,
      minHeight: target,
      paddingInline: 12,
      borderRadius: 6,
      cursor: "pointer",
      "&:hover, &[aria-selected=true]": { background: colour("cobalt-wash") },
      "& > span": { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
      "& > small": { color: colour("quiet"), fontSize: sizes.small, flex: "none" },
    },
  },
});
