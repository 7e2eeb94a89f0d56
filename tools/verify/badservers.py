"""Servers that misbehave, each on a port of its own, for the scripts that download."""
import email.utils
import socket
import ssl
import struct
import threading
import time


class Server:
  """Listens at an address, and gives every connection to `answer(connection)` on a thread of its own."""

  def __init__(self, answer, address="127.0.0.1", context=None, port=0):
    self.socket = socket.create_server((address, port), backlog=256, family=socket.AF_INET6 if ":" in address else socket.AF_INET)
    self.address, self.port = address, self.socket.getsockname()[1]
    self.answer, self.context, self.accepted = answer, context, 0
    threading.Thread(target=self._accept, daemon=True).start()

  def url(self, path="/a.jpg", name=None):
    host = name or (f"[{self.address}]" if ":" in self.address else self.address)
    return f"{'https' if self.context else 'http'}://{host}:{self.port}{path}"

  def _accept(self):
    while True:
      connection = self.socket.accept()[0]
      self.accepted += 1
      threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

  def _serve(self, connection):
    try:
      if self.context:
        connection = self.context.wrap_socket(connection, server_side=True)
      self.answer(connection)
    except (OSError, ssl.SSLError):
      pass  # A client that goes away.
    finally:
      connection.close()


def request(connection):
  """The head of the next request; nothing when the client has gone."""
  head = b""
  while b"\r\n\r\n" not in head and (more := connection.recv(65536)):
    head += more
  return head


def reply(connection, status, body=b"", **headers):
  lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
  connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def good(data):
  """Answers each request with a photo."""
  def answer(connection):
    while request(connection):
      reply(connection, "200 OK", data, Content_Type="image/jpeg")
  return answer


def silent(connection):
  """No answer at all."""
  request(connection)
  time.sleep(600)


def dripping(pause):
  """A byte now and then, without end: only a time limit for the whole ends this."""
  def answer(connection):
    request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nConnection: close\r\n\r\n\xff\xd8\xff\xe0")
    while True:
      time.sleep(pause)
      connection.sendall(b"\0")
  return answer


def endless(connection):
  """Bytes without end and without a length, as fast as they are taken."""
  request(connection)
  connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nConnection: close\r\n\r\n\xff\xd8\xff\xe0")
  while True:
    connection.sendall(bytes(65536))


def resetting(connection):
  """A reset in place of an answer."""
  request(connection)
  connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def plain(connection):
  """A server without TLS, which answers whatever comes."""
  connection.recv(65536)
  reply(connection, "400 Bad Request")


def lying(data):
  """Half of a photo, announced with the length of the whole."""
  def answer(connection):
    request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data) + data[:len(data) // 2])
    connection.shutdown(socket.SHUT_WR)
  return answer


def redirecting(address):
  def answer(connection):
    while request(connection):
      reply(connection, "302 Found", Location=address)
  return answer


def busy(retry_after, data=None):
  """429 with `retry_after` (a text, or seconds from now as a date); from the second request on a photo, when there is one."""
  answered = []

  def answer(connection):
    while request(connection):
      answered.append(time.monotonic())
      if data and len(answered) > 1:
        reply(connection, "200 OK", data, Content_Type="image/jpeg")
      else:
        pause = retry_after if isinstance(retry_after, str) else email.utils.formatdate(time.time() + retry_after, usegmt=True)
        reply(connection, "429 Too Many Requests", Retry_After=pause)
  answer.times = answered
  return answer
