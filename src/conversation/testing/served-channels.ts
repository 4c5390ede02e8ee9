import type { ChannelHarness } from "./channel-contract.js";
import { type ConversationRoom, openConversationRoom } from "./conversation-room.js";

type RoomOptions = Parameters<typeof openConversationRoom>[0];

/** Apps that serve one platform, each a harness over a room of its own; `end` stops them, the last first. */
export function servedChannels<H extends ChannelHarness>(
  open: () => Promise<H>,
): { serve(options: RoomOptions): Promise<{ harness: H; room: ConversationRoom }>; end(): Promise<void> } {
  const ends: (() => Promise<void>)[] = [];
  return {
    async serve(options) {
      const harness = await open();
      const room = openConversationRoom({
        channels: harness.port === null ? [] : [harness.port],
        ...options,
      });
      await room.conversation.start();
      await harness.start(room.conversation);
      ends.push(async () => {
        await harness.stop();
        await room.conversation.stop(100);
      });
      return { harness, room };
    },
    async end() {
      for (const stop of ends.splice(0).reverse()) await stop();
    },
  };
}
