"""site.py FOLDER CERTIFICATE KEY: names and links, for programs in a root file system.

Answers every question for an IPv4 address on 127.0.0.1:53 with 127.0.0.1, and serves FOLDER by https on port 443, where every POST is welcome.
"""
import http.server
import socket
import socketserver
import ssl
import struct
import sys
import threading


class Names(socketserver.BaseRequestHandler):
    def handle(self):
        question, reply = self.request
        end = question.index(b"\0", 12) + 5
        (kind,) = struct.unpack("!H", question[end - 4:end - 2])
        answers = [b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 60, 4) + socket.inet_aton("127.0.0.1")] if kind == 1 else []
        head = question[:2] + b"\x81\x80" + struct.pack("!HHHH", 1, len(answers), 0, 0)
        reply.sendto(head + question[12:end] + b"".join(answers), self.client_address)


class Files(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *words):
        super().__init__(*words, directory=sys.argv[1])

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()


names = socketserver.ThreadingUDPServer(("127.0.0.1", 53), Names)
threading.Thread(target=names.serve_forever, daemon=True).start()
site = http.server.ThreadingHTTPServer(("127.0.0.1", 443), Files)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2], sys.argv[3])
site.socket = context.wrap_socket(site.socket, server_side=True)
print("ready", flush=True)
site.serve_forever()
