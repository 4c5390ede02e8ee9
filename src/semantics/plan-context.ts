import type { Workspace } from "../contracts/semantic-model.js";
import type { ViewScope } from "./sql-fragment.js";

/** What turns names of one view into SQL. */
export interface PlanContext {
  scope: ViewScope;
  workspace: Workspace;
}
