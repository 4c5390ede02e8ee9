"""A Databricks SQL warehouse for tests: its wire protocol over HTTPS, statements run by Spark in this process.

Listens on 127.0.0.1 only. Prints one line of JSON with its two ports once it serves: `port` for drivers, `control` for
the test that started it.
"""

from __future__ import annotations

import argparse
import json
import ssl
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from databricks.sql.thrift_api.TCLIService import TCLIService
from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.transport.TTransport import TMemoryBuffer

import spark_session
from access import Access
from control import control_handler
from faults import Faults
from service import Service

WAREHOUSE = "/sql/1.0/warehouses/"


def warehouse_handler(service: Service, access: Access, faults: Faults) -> type[BaseHTTPRequestHandler]:
    processor = TCLIService.Processor(service)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            origin = f"https://{self.headers.get('Host')}"
            if self.path == "/oidc/.well-known/oauth-authorization-server":
                facts = {"issuer": f"{origin}/oidc", "token_endpoint": f"{origin}/oidc/v1/token"}
                return self.reply(200, json.dumps(facts).encode(), "application/json")
            return self.reply(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/oidc/v1/token":
                return self.grant()
            if not access.allows(self.headers.get("Authorization")):
                return self.reply(401)
            if not self.path.startswith(WAREHOUSE):
                return self.reply(404)
            return self.call(body)

        def grant(self) -> None:
            token = access.grant(self.headers.get("Authorization"))
            if token is None:
                return self.reply(401, b'{"error":"invalid_client"}', "application/json")
            facts = {"access_token": token, "token_type": "Bearer", "expires_in": access.lifetime}
            return self.reply(200, json.dumps(facts).encode(), "application/json")

        def call(self, body: bytes) -> None:
            method = TBinaryProtocol(TMemoryBuffer(body)).readMessageBegin()[0]
            faults.record(method=method)
            fault = faults.take(method)
            kind = fault["kind"] if fault else None
            if kind == "status":
                after = fault.get("retry_after")
                return self.reply(fault["status"], headers={} if after is None else {"Retry-After": str(after)})
            if kind == "slow":
                time.sleep(fault["seconds"])
            if kind == "lost_session":
                service.expire_sessions()
            if kind == "lost_operation":
                service.evict_operations()
            answer = TMemoryBuffer()
            try:
                processor.process(TBinaryProtocol(TMemoryBuffer(body)), TBinaryProtocol(answer))
            except Exception:  # noqa: BLE001 - a fault of the server itself
                traceback.print_exc()
                return self.reply(500)
            if kind == "lost_answer":
                self.close_connection = True
                return None
            body = answer.getvalue()
            if kind == "cut_answer":
                self.close_connection = True
                return self.reply(200, body, sent=len(body) // 2)
            return self.reply(200, body)

        def reply(
            self,
            status: int,
            body: bytes = b"",
            kind: str = "application/x-thrift",
            headers: dict[str, str] | None = None,
            sent: int | None = None,
        ) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), "Content-Type": kind, **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:sent])

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--folder", "--jars", "--certificate", "--key", "--token", "--client-id", "--client-secret"):
        parser.add_argument(name, required=True)
    parser.add_argument("--catalog", default="main")
    given = parser.parse_args()
    spark = spark_session.start(given.folder, given.jars)
    service, faults = Service(spark, given.catalog), Faults()
    access = Access(given.token, given.client_id, given.client_secret)
    warehouse = ThreadingHTTPServer(("127.0.0.1", 0), warehouse_handler(service, access, faults))
    warehouse.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given.certificate, given.key)
    # Hands shake in the thread of the connection: one slow client must not hold up the others.
    warehouse.socket = context.wrap_socket(warehouse.socket, server_side=True, do_handshake_on_connect=False)
    control = ThreadingHTTPServer(("127.0.0.1", 0), control_handler(spark, service, access, faults, given.catalog))
    control.daemon_threads = True
    threading.Thread(target=control.serve_forever, daemon=True).start()
    threading.Thread(target=warehouse.serve_forever, daemon=True).start()
    print(json.dumps({"port": warehouse.server_port, "control": control.server_port}), flush=True)
    # The end of its input means that the test is over, however it ended.
    sys.stdin.read()
    spark.stop()


if __name__ == "__main__":
    main()
