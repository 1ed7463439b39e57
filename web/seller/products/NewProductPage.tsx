import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { useSession } from "../../api/session";
import { useDraft, useShowProblem } from "../../forms";
import { paths } from "../../paths";
import { announce, Button, Page } from "../../ui";
import { ProductForm } from "./ProductForm";
import { refreshes } from "./queries";
import { bodyOf, namesOf, newProduct, type ProductValues } from "./values";

/** A product that is not there yet. */
export function NewProductPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  const form = useForm<ProductValues>({ defaultValues: newProduct("GBP") });
  const user = useSession(({ user_id }) => user_id);
  const forget = useDraft(form, `${user} new product`);
  const create = useCommand("create_product", { refreshes: [...refreshes] });
  const save = (status: Model<"ProductStatus">) =>
    form.handleSubmit((values) =>
      create.mutate(
        { body: bodyOf(values, status) },
        {
          onSuccess: ({ id, title }) => {
            form.reset(newProduct("GBP"));
            forget();
            announce(status === "draft" ? t`${title} is saved as a draft` : t`${title} is on the shelf`);
            navigate(paths.sellerProduct.to(id));
          },
          onError: (problem) => showProblem(form, problem, namesOf(values) as never),
        },
      ),
    )();
  return (
    <Page title={t`New product`} unlisted>
      <ProductForm form={form} busy={create.isPending} problem={create.error} onSave={() => void save("published")}>
        <Button type="submit" variant="contained" loading={create.isPending}>
          <Trans>Publish</Trans>
        </Button>
        <Button variant="outlined" onClick={() => void save("draft")} disabled={create.isPending}>
          <Trans>Save as a draft</Trans>
        </Button>
      </ProductForm>
    </Page>
  );
}
