"""A web server on this machine that gives out a folder, for tools/verify/photos and tools/bench."""
import os
import socket
import subprocess
import time


class Nginx:
  """Serves `root`; `locations` are further ones, as nginx writes them. `state` is a folder to be made."""

  def __init__(self, state, root, locations=""):
    self.port = unused_port()
    state.mkdir()
    (state / "nginx.conf").write_text(f"""
      {"user root;" if os.geteuid() == 0 else ""}
      daemon off; worker_processes 1; pid pid; error_log error.log;
      events {{ worker_connections 1024; }}
      http {{
        access_log off; sendfile on;
        client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
        server {{ listen 127.0.0.1:{self.port}; root {root}; {locations} }}
      }}""")
    self.process = subprocess.Popen(["nginx", "-p", state, "-c", state / "nginx.conf"], stderr=subprocess.DEVNULL)

  def __enter__(self):
    for _ in range(100):
      with socket.socket() as trial:
        if trial.connect_ex(("127.0.0.1", self.port)) == 0:
          return self
      time.sleep(0.05)
    raise SystemExit("nginx does not start")

  def __exit__(self, *_):
    self.process.terminate()
    self.process.wait()


def unused_port():
  with socket.create_server(("127.0.0.1", 0)) as probe:
    return probe.getsockname()[1]
