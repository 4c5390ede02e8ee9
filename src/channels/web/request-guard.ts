import type { Request, RequestHandler, Response } from "express";

/**
 * Lets requests through that were meant for this server: the Host header names it (a rebound DNS name does not), and what
 * is not its static page comes from its own pages or from no page at all.
 */
export function guardRequests(hosts: readonly string[]): RequestHandler {
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  return (request, response, next) => {
    const host = hostName(request.headers.host ?? "");
    if (host === null || !known.has(host)) {
      refuse(response, {
        code: "wrong_host",
        message: "This server does not answer for that host.",
        remedy: "Open it by the address that it prints.",
      });
      return;
    }
    if (comesFromElsewhere(request)) {
      refuse(response, {
        code: "wrong_origin",
        message: "Requests from other sites are refused.",
        remedy: "Use the console, or call without an Origin header.",
      });
      return;
    }
    next();
  };
}

/** No script, style, picture or frame from anywhere else; no inline script; answers are kept by no cache. */
export const securityHeaders: RequestHandler = (request, response, next) => {
  response.set({
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(request.path.startsWith("/api/") ? { "cache-control": "no-store" } : {}),
  });
  next();
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

function comesFromElsewhere(request: Request): boolean {
  if (!request.path.startsWith("/api/")) return false;
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const named = site !== undefined && site !== "same-origin" && site !== "none";
  return named || (origin !== undefined && originHost(origin) !== host?.toLowerCase());
}

function refuse(response: Response, error: { code: string; message: string; remedy: string }): void {
  response.status(403).json({ error });
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** The name without its port, lower-case; an IPv6 address with its brackets. */
function hostName(host: string): string | null {
  if (!/^[\w.[\]:-]+$/.test(host) || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.toLowerCase();
}
