/** The body was larger than any reply that was asked for. */
export class BodyTooLarge extends Error {}

/**
 * A `fetch` that sets the key itself, so that no part of the SDK ever holds it; follows no redirect, which could carry it elsewhere;
 * and ends the connection where a body grows beyond `maxBytes` (BodyTooLarge) or `signal` aborts, which goes to
 * the connection itself and not through the copies that the SDK makes of a request.
 */
export function cappedFetch(apiKey: string | null, maxBytes: number, signal: AbortSignal) {
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, { ...init, redirect: "error" });
    if (apiKey !== null) request.headers.set("authorization", `Bearer ${apiKey}`);
    const response = await fetch(request, { signal });
    if (response.body === null) return response;
    return new Response(response.body.pipeThrough(counted(maxBytes)), {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };
}

function counted(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) controller.error(new BodyTooLarge(`More than ${maxBytes} bytes.`));
      else controller.enqueue(chunk);
    },
  });
}
