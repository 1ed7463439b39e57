import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSession } from "../../api/session";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { Icon } from "../../ui";
import { myShop } from "../queries";
import { anyProduct } from "./queries";

/** What a new shop does first; it goes away once all of it is done. */
export function FirstThings() {
  const id = useSession(({ seller_id }) => seller_id) ?? "";
  const shop = useQuery(myShop());
  const products = useQuery({ ...anyProduct(id), enabled: id !== "" });
  if (!shop.data || !products.data) return null;
  const { logo_url, about, shipping_policy, returns_policy } = shop.data;
  const steps = [
    { to: paths.sellerShop.to(), done: logo_url !== null && about !== "", words: <Trans>Say who you are</Trans> },
    {
      to: paths.sellerShop.to(),
      done: shipping_policy !== "" && returns_policy !== "",
      words: <Trans>Say how you deliver and take back</Trans>,
    },
    {
      to: paths.sellerNewProduct.to(),
      done: products.data.items.length > 0,
      words: <Trans>Put your first product on the shelf</Trans>,
    },
  ];
  if (steps.every(({ done }) => done)) return null;
  return (
    <Steps>
      <h2>
        <Trans>First things to do</Trans>
      </h2>
      <ol>
        {steps.map((step, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps are always these
          <Step key={place} {...step} />
        ))}
      </ol>
    </Steps>
  );
}

function Step({ to, done, words }: { to: string; done: boolean; words: ReactNode }) {
  return (
    <li className={done ? "done" : undefined}>
      <Icon name={done ? "check" : "forward"} size={20} directed={!done} />
      {done ? (
        <span>
          {words}{" "}
          <span className="for-ears">
            <Trans>(done)</Trans>
          </span>
        </span>
      ) : (
        <Link to={to}>{words}</Link>
      )}
    </li>
  );
}

const Steps = styled("section")({
  padding: "16px 20px",
  marginBlockEnd: 32,
  borderRadius: radius.control,
  background: colour("cobalt-wash"),
  fontSize: sizes.compact,
  "& li": { display: "flex", alignItems: "center", gap: 10, minHeight: target },
  "& svg": { color: colour("cobalt") },
  "& .done": { color: colour("quiet"), "& > span": { textDecoration: "line-through" } },
});
