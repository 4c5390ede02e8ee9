import type { ReplayReport } from "../contracts/conversation.js";
import type { ConversationStore } from "../contracts/conversation-store.js";
import type { WorkspaceChoice } from "./workspace-choice.js";

/** Runs the receipt of an answer again in its workspace; null where there is no receipt. Throws AppError (unknown_workspace). */
export async function replayAnswer(
  store: Pick<ConversationStore, "answer">,
  workspaces: WorkspaceChoice,
  answerId: string,
  signal: AbortSignal,
): Promise<ReplayReport | null> {
  const record = await store.answer(answerId);
  if (record?.receipt == null) return null;
  const workspace = await workspaces.at(record.place, record.receipt.workspace);
  return workspace.answerer.replay(record.receipt, signal);
}
