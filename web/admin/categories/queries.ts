import { queryOptions } from "@tanstack/react-query";
import { read } from "../../api/queries";

/** The tree as it stands this moment: what everybody reads of it is kept by browsers for a while. */
export const tree = () => queryOptions(read("inspect_categories"));

/** What a change of the tree moves. */
export const moved = { refreshes: ["inspect_categories" as const, "list_categories" as const] };
