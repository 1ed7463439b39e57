import { AppRoutes, pages } from "./routes";
import { start } from "./start";

void start(pages, <AppRoutes />);
