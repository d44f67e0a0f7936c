"""Who hears from the server: a receiver of webhooks and a mail server, whose answers a test scripts."""

import email
import email.policy
import http.server
import socketserver
import threading


class WebhookReceiver:
    """Keeps every request; answers with `answers` in order, then 204. An answer is a status, or a
    status with headers.

    `hold()` keeps answers back until `release()`.
    """

    def __init__(self):
        self.requests = []
        self.answers = []
        self._go_on = threading.Event()
        self._go_on.set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append({"path": self.path, "body": body.decode(),
                                          "headers": {name.lower(): value
                                                      for name, value in self.headers.items()}})
                receiver._go_on.wait(60)
                answer = receiver.answers.pop(0) if receiver.answers else 204
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def hold(self):
        self._go_on.clear()

    def release(self):
        self._go_on.set()

    def close(self):
        self.release()
        self._server.shutdown()
        self._server.server_close()


class MailServer:
    """Speaks as much SMTP as a client needs; `mails` are (sender, receiver, message). Receivers
    in `unknown` are refused for good."""

    def __init__(self):
        self.mails = []
        self.unknown = set()
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 mail.test")
                sender = receiver = None
                while line := self.rfile.readline().decode().strip():
                    command = line.split(":")[0].upper()
                    if command.startswith(("EHLO", "HELO")):
                        self.say("250 mail.test")
                    elif command == "MAIL FROM":
                        sender = line.split("<")[1].split(">")[0]
                        self.say("250 ok")
                    elif command == "RCPT TO":
                        receiver = line.split("<")[1].split(">")[0]
                        self.say("550 no such mailbox" if receiver in server.unknown else "250 ok")
                    elif command == "DATA":
                        self.say("354 go on")
                        server.mails.append((sender, receiver, self.message()))
                        self.say("250 kept")
                    elif command == "QUIT":
                        return self.say("221 bye")
                    else:
                        self.say("500 what?")

            def message(self):
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
