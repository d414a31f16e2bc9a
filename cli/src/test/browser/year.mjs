// Writes eight months of a made-up network as saved lines, for the pictures of the manual: always the same ones.
//
//   node year.mjs > year.jsonl
//   tlsfloor inventory import year.jsonl --inventory year.db
//   tlsfloor inventory note --range 10.20.7.0/24 --owner print-team --inventory year.db --as-of 2026-04-01
//   tlsfloor inventory note --stack 'Java 7 (JSSE)' --owner erp-team --ticket ERP-311 --inventory year.db --as-of 2026-05-04
//   tlsfloor inventory note --range 10.20.9.0/24 --accept 'scanners, replaced in May' --owner print-team --until 2027-05-31 \
//       --inventory year.db --as-of 2026-09-01
//   tlsfloor serve --inventory year.db   (then: node serve.mjs --shots URL docs/images)

let seed = 20260330;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x7fffffff) * below);
};
const FIRST = Date.UTC(2026, 2, 30);
const DAYS = 242; // to 2026-11-26
const date = (day) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
const SERVICES = { exchange: ['Exchange', 'Exchange Online'], share: ['SharePoint', 'SharePoint Online and OneDrive for Business'],
  common: ['Common', 'Microsoft 365 Common and Office Online'] };
const remedy = (text, page) => ({ text, reference: 'docs/remedies/' + page });
// [how many, name, range, service, stack, remedy, day on which half of them are done, refused]
const KINDS = [
  [38, 'erp-app-', '10.20.4.', 'exchange', 'Java 7 (JSSE)', remedy('upgrade to Java 8 or later, or set jdk.tls.client.protocols=TLSv1.2', 'java-7.md'), 150],
  [26, 'prn-', '10.20.7.', 'exchange', 'printer or scanner (OpenSSL 0.9.8 or 1.0.0)', remedy('install the firmware that offers TLS 1.2, or send by a relay that does', 'devices.md'), 210],
  [14, 'scan-', '10.20.9.', 'exchange', 'printer or scanner (OpenSSL 0.9.8 or 1.0.0)', remedy('install the firmware that offers TLS 1.2, or send by a relay that does', 'devices.md'), 400],
  [31, 'ws-', '10.20.3.', 'common', 'Windows 7 and Server 2008 R2 (Schannel)', remedy('install KB3140245 and set DefaultSecureProtocols, or replace Windows 7', 'windows-7-2008r2.md'), 90],
  [17, 'batch-', '10.20.5.', 'share', '.NET Framework 4.5 (Schannel)', remedy('let the system choose the version: SchUseStrongCrypto and SystemDefaultTlsVersions', 'dotnet-framework.md'), 170, true],
  [96, 'pc-', '10.20.6.', 'common', 'Windows 10 and 11 (Schannel)', null, 0],
];
const quoted = (value) => JSON.stringify(value);
const lines = [];
const gap = (day) => (day >= 118 && day < 125) || day === 61 || day === 187;

const clients = [];
for (const [count, name, range, service, stack, fix, half, refused] of KINDS) {
  for (let i = 1; i <= count; i++) {
    const joins = random(6) === 0 ? random(200) : random(4);
    clients.push({ ip: range + (10 + i), name: name + String(i).padStart(2, '0') + '.corp.example', service, stack, fix, refused,
      mac: i % 2 ? '00-00-5E-00-' + (range.charCodeAt(6) % 16).toString(16).toUpperCase() + '0-' + (16 + i).toString(16).toUpperCase() : '',
      joins, done: fix ? joins + Math.floor(half * (0.35 + random(130) / 100)) : 0, leaves: random(14) === 0 ? 120 + random(100) : DAYS,
      falls: random(9) === 0 ? 1 : 0 });
  }
}
for (let day = 0; day < DAYS; day++) {
  const weekday = new Date(FIRST + day * 86_400_000).getUTCDay() % 6 > 0;
  for (const [number, c] of clients.entries()) {
    if (day < c.joins || day >= c.leaves || gap(day) && day > 117 || !(weekday && random(9) || !random(5))) continue;
    const old = c.fix && (day < c.done || c.falls && day >= c.done + 12 && day < c.done + 12 + 9 * (number % 9));
    const [area, service] = SERVICES[c.service];
    const connections = 2 + random(9);
    const client = { connections, flagged: old ? connections : 0, excepted: 0,
      offered: [{ version: old ? 'TLS 1.0' : 'TLS 1.3', connections }],
      negotiated: old && c.refused ? [] : [{ version: old ? 'TLS 1.0' : 'TLS 1.2', connections }],
      ...(old ? { severity: 'critical' } : {}), stacks: [old || !c.fix ? c.stack : c.stack.startsWith('Java') ? 'Java 17 (JSSE)' : 'OpenSSL 3 or later'],
      names: number % 5 ? [{ name: c.name, from: 'dhcp' }] : [],
      behaviour: { succeeded: old && c.refused ? 0 : connections, failed: old && c.refused ? connections : 0 } };
    const start = date(day) + 'T08:' + String(10 + random(50)) + ':00.000000001Z';
    const end = date(day) + 'T16:' + String(10 + random(50)) + ':00.000000002Z';
    const source = { ip: c.ip, ...(c.mac ? { mac: c.mac } : {}) };
    const own = { instance: 'Worldwide', area, name: service };
    lines.push(quoted({ '@timestamp': end, event: { kind: 'event', dataset: 'tlsfloor.client', start, end }, observer: { name: 'berlin' },
      source, tlsfloor: { from: start, to: end, service: own, client } }));
    if (old && (day % 7 === number % 7 || day > DAYS - 3)) {
      const summary = c.ip + ' to ' + service + ': ' + (c.refused ? 'the server refused TLS 1.0, all that the client offered'
        : 'the server chose TLS 1.0, below TLS 1.2') + '; the client looks like ' + c.stack + '.';
      lines.push(quoted({ '@timestamp': start, event: { kind: 'alert', dataset: 'tlsfloor.connection', id: (number * 1000 + day).toString(16).padStart(32, '0'), start },
        observer: { name: 'berlin' }, source, network: { direction: 'outbound' }, tlsfloor: { service: own, client_stack: { name: c.stack },
          findings: [{ rule: c.refused ? 'rejected-below-floor' : 'negotiated-below-floor', severity: 'critical', confidence: 'high', summary,
            evidence: [{ frame: 40 + random(9000), field: 'server_hello.version', value: '0x0301 (TLS 1.0)' }], remedy: c.fix, enforced: '2027-01-31' }],
          capture: { file: 'berlin-' + date(day) + '.pcapng' } } }));
    }
  }
  if (!gap(day)) {
    lines.push(quoted({ '@timestamp': date(day) + 'T18:00:00Z', event: { dataset: 'tlsfloor.run' }, observer: { name: 'berlin' },
      tlsfloor: { run: { id: 'berlin-' + date(day), first_packet: date(day) + 'T06:00:00Z', last_packet: date(day) + 'T18:00:00Z' } } }));
  }
}
console.log(lines.join('\n'));
