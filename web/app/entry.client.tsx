import { AppRoutes, pages, rendered } from "./routes";
import { start } from "./start";

// What only adorns is fetched when everything else is there.
void start(pages, <AppRoutes />).then(async (queries) =>
  (await import("./carry_pictures")).carryPictures(queries, rendered.ProductPage),
);
