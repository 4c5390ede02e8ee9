import type { NextFunction, Request, RequestHandler, Response } from "express";

/**
 * Lets requests through that were meant for this server: the Host header names it (a rebound DNS name does not), and a
 * request that changes something comes from its own pages or from no page at all.
 */
export function guardRequests(hosts: readonly string[]): RequestHandler {
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  return (request: Request, response: Response, next: NextFunction) => {
    const host = hostName(request.headers.host ?? "");
    if (host === null || !known.has(host)) {
      response
        .status(403)
        .json({
          error: {
            code: "wrong_host",
            message: "This server does not answer for that host.",
            remedy: "Open it by the address that it prints.",
          },
        });
      return;
    }
    if (request.method !== "GET" && request.method !== "HEAD" && !sameOrigin(request)) {
      response
        .status(403)
        .json({
          error: {
            code: "wrong_origin",
            message: "Requests from other sites are refused.",
            remedy: "Use the console, or call without an Origin header.",
          },
        });
      return;
    }
    next();
  };
}

/** No script, style, picture or frame from anywhere else; no inline script. */
export function securityHeaders(_: Request, response: Response, next: NextFunction): void {
  response.set({
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  next();
}

function sameOrigin(request: Request): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined)
    return (
      request.headers["sec-fetch-site"] === undefined || request.headers["sec-fetch-site"] === "same-origin"
    );
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

function hostName(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname.toLowerCase();
  } catch {
    return null;
  }
}
