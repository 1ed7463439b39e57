import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef } from "react";
import type { Money } from "../../api/contract";
import { useSettings } from "../../state/settings";
import { styled } from "../../theme/styled";
import { colour, colours, radius, type as sizes } from "../../theme/tokens";
import { Ghost, QueryStates } from "../../ui";
import { type ProviderFields, type Stripe, stripe } from "./stripe";
import type { PaymentToken } from "./token";

interface Props {
  fields: ProviderFields;
  total: Money;
  token: PaymentToken;
}

/** The fields of a card, each in a frame of the provider's: what is typed there never comes to this page. */
export function CardFields({ fields, total, token: { maker, refused } }: Props) {
  const { t } = useLingui();
  const loaded = useQuery(stripe(fields));
  const id = useId();
  useEffect(() => {
    maker.current ??= null;
    return () => {
      maker.current = undefined;
    };
  }, [maker]);
  return (
    <Group role="group" aria-label={t`Your card`} aria-describedby={refused ? id : undefined}>
      <QueryStates query={loaded} ghost={<Ghost style={{ height: 220 }} />}>
        {(script) => <Drawn key={total.currency} script={script} total={total} maker={maker} />}
      </QueryStates>
      {refused && (
        <p id={id} role="alert">
          {refused}
        </p>
      )}
    </Group>
  );
}

interface DrawnProps {
  script: Stripe;
  total: Money;
  maker: PaymentToken["maker"];
}

function Drawn({ script, total: { amount, currency }, maker }: DrawnProps) {
  const { i18n, t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const group = useRef<ReturnType<Stripe["elements"]>>(undefined);
  const first = useRef({ amount, currency: currency.toLowerCase(), locale: i18n.locale });
  useEffect(() => {
    const elements = script.elements({
      ...first.current,
      mode: "payment",
      allowedPaymentMethodTypes: ["card"],
      appearance: looks(),
    });
    const never = { applePay: "never", googlePay: "never", link: "never" };
    const element = elements.create("payment", { wallets: never });
    element.mount(place.current as HTMLElement);
    group.current = elements;
    return () => element.destroy();
  }, [script]);
  useEffect(() => {
    group.current?.update({ amount });
  }, [amount]);
  useEffect(() => {
    const unread = t`Your card could not be read. Try again.`;
    maker.current = async () => {
      const elements = group.current as ReturnType<Stripe["elements"]>;
      const { error: unfit } = await elements.submit();
      if (unfit) return { refused: unfit.message ?? unread };
      const { confirmationToken, error } = await script.createConfirmationToken({ elements });
      return confirmationToken ? { token: confirmationToken.id } : { refused: error?.message ?? unread };
    };
    return () => {
      // Undefined when the fields are gone altogether.
      if (maker.current) maker.current = null;
    };
  }, [script, maker, t]);
  return <div ref={place} />;
}

/** Our colours, for frames that know no others than they are told. */
function looks(): object {
  const theme = useSettings.getState().theme;
  const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const of = (name: keyof typeof colours) => colours[name][isDark ? 1 : 0];
  const variables = {
    colorPrimary: of("cobalt"),
    colorBackground: of("ground"),
    colorText: of("ink"),
    colorTextSecondary: of("quiet"),
    colorDanger: of("error"),
    borderRadius: `${radius.control}px`,
    fontSizeBase: sizes.text,
  };
  return { theme: isDark ? "night" : "stripe", variables };
}

const Group = styled("div")({
  marginBlockEnd: 16,
  "& > p": { color: colour("error"), fontSize: sizes.label, marginBlockStart: 8 },
});
