// A TLS server by Node.js, of any version back to 0.10: answers each request with a small page.
// usage: serve.js address port pem options-as-JSON   (options as of tls.createServer)
var tls = require('tls');
var fs = require('fs');
var options = JSON.parse(process.argv[5] || '{}');
options.key = options.cert = fs.readFileSync(process.argv[4]);
if (/^SSLv[23]/.test(options.secureProtocol || '')) options.secureOptions = 0;
tls.createServer(options, function (socket) {
  socket.on('error', function () {});
  socket.once('data', function () {
    socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><title>tlsfloor lab</title><p>It works.');
  });
}).on('clientError', function (e) { console.log('client error', String(e)); }).listen(+process.argv[3], process.argv[2]);
