import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useNavigate, useParams } from "react-router";
import { call } from "../../api/client";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { showProblem } from "../../forms";
import { paths } from "../../paths";
import { announce, Button, ButtonLink, confirm, Ghost, Page, QueryStates } from "../../ui";
import { Conflict } from "./Conflict";
import { ProductForm } from "./ProductForm";
import { ownProduct, type Product, refreshes } from "./queries";
import { bodyOf, namesOf, type ProductValues, valuesOf } from "./values";

/** A product of the shop, to be changed, published, taken off the shelf. */
export function EditProductPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(ownProduct(id));
  return (
    <Page
      title={query.data?.title ?? t`Product`}
      unlisted
      aside={
        query.data?.status === "published" && (
          <ButtonLink to={paths.product.to(query.data)} variant="text">
            <Trans>See it in the shop</Trans>
          </ButtonLink>
        )
      }
    >
      <QueryStates query={query} ghost={<Ghost style={{ height: 420 }} />}>
        {(product) => <Editor key={id} product={product} />}
      </QueryStates>
    </Page>
  );
}

function Editor({ product }: { product: Product }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  // What the form began with: a newer one is taken only when somebody says so.
  const [base, setBase] = useState(product);
  const form = useForm<ProductValues>({ defaultValues: valuesOf(base) });
  const update = useCommand("update_product", { refreshes: [...refreshes] });
  const remove = useCommand("delete_product", {
    refreshes: ["list_own_products", "list_products", "list_stock", "get_figures"],
  });
  const take = (newer: Product) => {
    setBase(newer);
    form.reset(valuesOf(newer));
    update.reset();
  };
  const save = (status: Model<"ProductStatus">, version = base.version) =>
    form.handleSubmit((values) =>
      update.mutate(
        { params: { product_id: base.id }, body: { ...bodyOf(values, status, base.images), version } },
        {
          onSuccess: (saved) => {
            take(saved);
            announce(t`${saved.title} is saved`);
          },
          onError: (problem) => {
            if (problem.code !== "version_conflict") showProblem(form, problem, namesOf(values) as never);
          },
        },
      ),
    )();
  const discard = async () => {
    const agreed = await confirm({
      title: t`Remove ${base.title}?`,
      text: <Trans>Nobody can buy it any more. Orders that have it stay as they are.</Trans>,
      yes: <Trans>Remove it</Trans>,
      danger: true,
      work: () => remove.mutateAsync({ params: { product_id: base.id } }),
    });
    if (agreed) navigate(paths.sellerProducts.to());
  };
  const conflict = update.error?.code === "version_conflict" ? update.error : null;
  const other = base.status === "draft" ? "published" : "draft";
  return (
    <>
      {conflict && (
        <Conflict
          onTakeTheirs={async () => take(await call("get_own_product", { product_id: base.id }))}
          onKeepMine={() => void save(base.status, Number(conflict.members.version))}
        />
      )}
      <ProductForm
        form={form}
        busy={update.isPending}
        problem={conflict ? null : update.error}
        onSave={() => void save(base.status)}
      >
        <Button type="submit" variant="contained" loading={update.isPending}>
          {base.status === "draft" ? <Trans>Save the draft</Trans> : <Trans>Save</Trans>}
        </Button>
        <Button variant="outlined" onClick={() => void save(other)} disabled={update.isPending}>
          {other === "published" ? <Trans>Publish</Trans> : <Trans>Take off the shelf</Trans>}
        </Button>
        <Button variant="text" color="error" onClick={() => void discard()}>
          <Trans>Remove</Trans>
        </Button>
      </ProductForm>
    </>
  );
}
