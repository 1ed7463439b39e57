import type { operations } from "./operations";
import type { components, operations as Operations } from "./schema";

/** The id of an operation of the contract. */
export type Operation = keyof typeof operations & keyof Operations;

/** A model of the contract by its name. */
export type Model<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type Money = Model<"Money">;

type Parameters<O extends Operation> = Operations[O]["parameters"];
type Path<O extends Operation> = Parameters<O> extends { path: infer P } ? P : unknown;
type Given<O extends Operation> = NonNullable<Parameters<O>["query"]>;
type Query<O extends Operation> = [Given<O>] extends [never] ? unknown : Omit<Given<O>, "filters"> & Filters<O>;
// `attr.<name>=<value>` stands in the query by itself.
type Filters<O extends Operation> = "filters" extends keyof Given<O>
  ? { [attribute: `attr.${string}`]: string }
  : unknown;

/** What stands in the address of a request: its path parameters and its query. */
export type Params<O extends Operation> = Path<O> & Query<O>;

/** What a request carries. */
export type Body<O extends Operation> = Operations[O] extends { requestBody?: infer R }
  ? NonNullable<R> extends { content: { "application/json": infer B } }
    ? B
    : undefined
  : undefined;

type Successes<R> = { [S in keyof R & (200 | 201 | 202)]: R[S] }[keyof R & (200 | 201 | 202)];

/** What an operation answers when it succeeds. */
export type Answer<O extends Operation> =
  Successes<Operations[O]["responses"]> extends { content: { "application/json": infer A } } ? A : undefined;
