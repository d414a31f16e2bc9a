"""Brings two browsers together: hands each the other's session description. usage: meet.py address port

/#a and /#b are the page; they then speak to each other directly, by a WebRTC data channel.
"""

import http.server
import queue
import sys

PAGE = b"""<!doctype html><title>meet</title><script>
const me = location.hash.slice(1), other = me == 'a' ? 'b' : 'a', pc = new RTCPeerConnection();
const put = x => fetch('/put/' + other, {method: 'POST', body: JSON.stringify(x)});
const take = async () => (await fetch('/take/' + me)).json();
const gathered = () => new Promise(done => {
  const look = () => pc.iceGatheringState == 'complete' && done(pc.localDescription);
  pc.onicegatheringstatechange = look;
  look();
});
(async () => {
  if (me == 'a') {
    const channel = pc.createDataChannel('talk');
    channel.onopen = () => channel.send('hello');
    await pc.setLocalDescription(await pc.createOffer());
    await put(await gathered());
    await pc.setRemoteDescription(await take());
  } else {
    pc.ondatachannel = e => { e.channel.onmessage = m => e.channel.send('heard ' + m.data); };
    await pc.setRemoteDescription(await take());
    await pc.setLocalDescription(await pc.createAnswer());
    await put(await gathered());
  }
})();
</script>"""
BOX = {"a": queue.Queue(), "b": queue.Queue()}


class Meet(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(BOX[self.path[-1]].get(timeout=20) if self.path.startswith("/take/") else PAGE)

    def do_POST(self):
        BOX[self.path[-1]].put(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(b"{}")

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Meet).serve_forever()
