// One HTTPS request by Node.js, of any version back to 0.10.
// usage: fetch.js server port name options-as-JSON   (options as of tls.connect; name '' sends no server name)
var tls = require('tls');
var options = JSON.parse(process.argv[5] || '{}');
options.host = process.argv[2];
options.port = +process.argv[3];
if (process.argv[4]) options.servername = process.argv[4];
options.rejectUnauthorized = false;
if (options.secureOptions === undefined) {
  // the node of that time refuses SSL 3.0 and 2.0 unless told otherwise
  if (/^SSLv[23]/.test(options.secureProtocol || '')) options.secureOptions = 0;
}
var socket = tls.connect(options, function () {
  console.log('node', process.version, 'openssl', process.versions.openssl, socket.getCipher());
  socket.write('GET /index.html HTTP/1.0\r\n\r\n');
});
socket.on('data', function () {});
socket.on('error', function (e) { console.log(String(e)); process.exit(1); });
socket.on('end', function () { socket.end(); });
socket.on('close', function () { process.exit(0); });
setTimeout(function () { process.exit(2); }, 20000);
