import type { Kafka, Message } from "kafkajs";

const WAIT_MS = 10 * 60_000;

/** What was read from Kafka by another client than Spark. */
export interface ConsumedEvent {
  /** partition/offset */
  place: string;
  offset: number;
  value: Buffer | null;
  kind: string;
}

export async function sendAll(client: Kafka, topic: string, messages: readonly Message[]): Promise<void> {
  const producer = client.producer({ idempotent: true });
  await producer.connect();
  for (let i = 0; i < messages.length; i += 5000)
    await producer.send({ topic, messages: messages.slice(i, i + 5000) });
  await producer.disconnect();
}

/** Reads a topic from its beginning until `count` messages are there, or for ten minutes. */
export async function consumeTopic(client: Kafka, topic: string, count: number): Promise<ConsumedEvent[]> {
  const consumer = client.consumer({ groupId: "check" });
  const found: ConsumedEvent[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { offset, value, headers } of batch.messages) {
        found.push({
          place: `${batch.partition}/${offset}`,
          offset: Number(offset),
          value,
          kind: String(headers?.kind),
        });
      }
    },
  });
  for (const end = Date.now() + WAIT_MS; found.length < count && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 50));
  await consumer.disconnect();
  return found;
}
