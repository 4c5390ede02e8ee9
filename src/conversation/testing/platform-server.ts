import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A chat platform of its own, outside the bot's process, so that it survives the bot's death. */
export interface PlatformServer {
  url: string;
  /** Ids of deliveries in order of arrival; a second arrival of one is a doubled message. */
  readonly arrived: { id: string; thread: string; question: string }[];
  close(): Promise<void>;
}

/** `POST /post` takes a message and, by the script, confirms it late, refuses it first, or never confirms it. `GET /find?id=` looks. */
export async function startPlatform(
  fault: () => "none" | "busy" | "slow" | "unconfirmed",
): Promise<PlatformServer> {
  const arrived: PlatformServer["arrived"] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://platform");
    if (url.pathname === "/find") {
      const index = arrived.findIndex(({ id }) => id === url.searchParams.get("id"));
      response.end(JSON.stringify({ reference: index < 0 ? null : String(index) }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const what = fault();
      if (what === "busy") {
        response.writeHead(429, { "retry-after": "0.02" }).end();
        return;
      }
      arrived.push(JSON.parse(Buffer.concat(chunks).toString()));
      const confirm = (): void =>
        void response.end(JSON.stringify({ reference: String(arrived.length - 1) }));
      if (what === "unconfirmed") request.socket.destroy();
      else if (what === "slow") setTimeout(confirm, 60);
      else confirm();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
