// A scan-to-mail device: submits a short mail with STARTTLS, by the TLS of an old Node.js.
// usage: scan_to_mail.js server port options-as-JSON   (options as of tls.connect)
var net = require('net');
var tls = require('tls');
var options = JSON.parse(process.argv[4] || '{}');
var plain = net.connect(+process.argv[3], process.argv[2]);
var steps = ['EHLO mfp-2nd-floor', 'STARTTLS'];
var inside = ['EHLO mfp-2nd-floor', 'MAIL FROM:<scanner@contoso.com>', 'RCPT TO:<office@fabrikam.com>', 'DATA',
  'Subject: scan\r\n\r\nOne page.\r\n.', 'QUIT'];

function talk(stream, lines, done) {
  var text = '';
  function onData(data) {
    text += data;
    if (!/^\d{3} .*\r\n$/m.test(text)) return; // the last line of a reply has a blank after its code
    text = '';
    if (lines.length) return stream.write(lines.shift() + '\r\n');
    stream.removeListener('data', onData);
    done();
  }
  stream.on('data', onData);
}

plain.setEncoding && talk(plain, steps, function () {
  options.socket = plain;
  options.host = process.argv[2];
  options.rejectUnauthorized = false;
  var socket = tls.connect(options, function () {
    socket.write(inside.shift() + '\r\n');
    talk(socket, inside, function () { socket.end(); });
  });
  socket.on('error', function (e) { console.log(String(e)); plain.destroy(); process.exit(1); });
  socket.on('close', function () { process.exit(0); });
});
plain.on('error', function (e) { console.log(String(e)); process.exit(1); });
plain.on('end', function () { plain.end(); setTimeout(function () { process.exit(1); }, 200); });
setTimeout(function () { process.exit(2); }, 20000);
