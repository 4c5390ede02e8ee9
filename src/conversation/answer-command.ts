import type { Answer } from "../contracts/answer.js";
import type { ConversationStore } from "../contracts/conversation-store.js";
import { assertUnreachable } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import { EMPTY_THREAD, type ThreadContext } from "../contracts/reading.js";
import { type AnswerIdentity, noticeAnswer } from "./plain-answer.js";
import type { ThreadCommand } from "./thread-commands.js";
import type { ServedWorkspace, WorkspaceChoice } from "./workspace-choice.js";

interface CommandRoom {
  store: Pick<ConversationStore, "setPlaceWorkspace">;
  workspaces: WorkspaceChoice;
  clock: Clock;
}

interface CommandResult {
  answer: Answer;
  receipt: null;
  notice: true;
  context: ThreadContext;
  workspace: string;
}

/** Carries out a command and answers it. A change of workspace is kept for the place, with who changed it, and empties the thread. */
export async function runCommand(
  room: CommandRoom,
  command: ThreadCommand,
  identity: AnswerIdentity,
  current: ServedWorkspace,
  context: ThreadContext,
): Promise<CommandResult> {
  if (command.kind !== "use") {
    const text = plainText(command.kind, current, room.workspaces);
    const answer = noticeAnswer(identity, { ...text, followUps: current.suggestions.slice(0, 3) });
    return { answer, receipt: null, notice: true, context, workspace: current.name };
  }
  const { message } = identity;
  const by = `${message.channel}:${message.user.id}`;
  await room.store.setPlaceWorkspace(message.place, command.workspace, by, room.clock.now());
  const next = room.workspaces.named(command.workspace);
  const answer = noticeAnswer(
    { ...identity, workspace: command.workspace },
    {
      headline: `Questions here are now answered from ${command.workspace}.`,
      narrative: next?.description ?? "",
      as: `Use the workspace ${command.workspace} at this place`,
      followUps: (next?.suggestions ?? []).slice(0, 3),
    },
  );
  return { answer, receipt: null, notice: true, context: EMPTY_THREAD, workspace: command.workspace };
}

function plainText(
  kind: "help" | "stop" | "workspaces",
  current: ServedWorkspace,
  workspaces: WorkspaceChoice,
): Omit<NoticeText, "followUps"> {
  switch (kind) {
    case "help":
      return help(current, workspaces);
    case "workspaces":
      return listing(current, workspaces);
    case "stop":
      return { headline: "Nothing is being worked at in this thread now.", narrative: "", as: "Stop" };
    default:
      return assertUnreachable(kind);
  }
}

function help(current: ServedWorkspace, { names }: WorkspaceChoice): Omit<NoticeText, "followUps"> {
  const about = current.description === null ? "" : ` (${current.description})`;
  const lines = [
    `Questions here are answered from ${current.name}${about}.`,
    'Ask in plain words, then go on: "by region", "only last month", "why?".',
    'Ask "what can I ask?" for what there is, or "what does … mean?" for a definition.',
    '"stop" ends a question that takes too long.',
    '"start over" forgets this thread; "undo" takes back the last step.',
    "Thumbs down tells what was wrong, and what it should have been.",
    ...(names.length > 1 ? [`"use NAME" changes the workspace of this place: ${names.join(", ")}.`] : []),
  ];
  return {
    headline: "I answer questions about your numbers, and show how each was computed.",
    narrative: lines.join("\n"),
    as: "Help",
  };
}

function listing(current: ServedWorkspace, { names }: WorkspaceChoice): Omit<NoticeText, "followUps"> {
  return {
    headline: `There are ${names.length} workspaces: ${names.join(", ")}.`,
    narrative: `This place uses ${current.name}. "use NAME" changes it.`,
    as: "List the workspaces",
  };
}

type NoticeText = Parameters<typeof noticeAnswer>[1];
