// Makes the pictures of the inventory's pages, of a made-up network that is always the same: after a first week of weekly
// files, after a year at four sites, and with a site missing.
//
//   node year.mjs PROGRAM DIR   for instance: node cli/src/test/browser/year.mjs ./tlsfloor docs/images
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

let seed = 20260330;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x7fffffff) * below);
};
const FIRST = Date.UTC(2025, 10, 27);
const DAYS = 365; // to 2026-11-26
const LAST = '2026-11-26';
const date = (day) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
const SERVICES = { exchange: ['Exchange', 'Exchange Online'], share: ['SharePoint', 'SharePoint'],
  common: ['Common', 'Sign-in (Microsoft Entra)'] };
const remedy = (text, page) => ({ text, reference: 'tlsfloor remedy ' + page });
// [how many, name, range, service, stack, remedy, day on which half of them are done, refused]
const KINDS = [
  [38, 'erp-app-', '10.20.4.', 'exchange', 'Java 7 (JSSE)', remedy('upgrade to Java 8 or later, or set jdk.tls.client.protocols=TLSv1.2', 'java-7'), 150],
  [26, 'prn-', '10.20.7.', 'exchange', 'printer or scanner (OpenSSL 0.9.8 or 1.0.0)', remedy('install the firmware that offers TLS 1.2, or send by a relay that does', 'devices'), 210],
  [14, 'scan-', '10.20.9.', 'exchange', 'printer or scanner (OpenSSL 0.9.8 or 1.0.0)', remedy('install the firmware that offers TLS 1.2, or send by a relay that does', 'devices'), 400],
  [31, 'ws-', '10.20.3.', 'common', 'Windows 7 and Server 2008 R2 (Schannel)', remedy('install KB3140245 and set DefaultSecureProtocols, or replace Windows 7', 'windows-7-2008r2'), 90],
  [17, 'batch-', '10.20.5.', 'share', '.NET Framework 4.5 (Schannel)', remedy('let the system choose the version: SchUseStrongCrypto and SystemDefaultTlsVersions', 'dotnet-framework'), 170, true],
  [96, 'pc-', '10.20.6.', 'common', 'Windows 10 and 11 (Schannel)', null, 0],
];
const quoted = (value) => JSON.stringify(value);
// By the ranges of the kinds; oslo opens in March.
const SITES = ['berlin', 'paris', 'oslo', 'rome'];
const OPENS = { oslo: 100 };

const clients = [];
for (const [number, [count, name, range, service, stack, fix, half, refused]] of KINDS.entries()) {
  for (let i = 1; i <= count; i++) {
    const site = SITES[number === 5 ? i % 4 : number % 4];
    const joins = Math.max(OPENS[site] ?? 0, random(6) === 0 ? random(300) : random(4));
    clients.push({ site, ip: range + (10 + i), name: name + String(i).padStart(2, '0') + '.corp.example', service, stack, fix, refused,
      mac: i % 2 ? '00-00-5E-00-' + (range.charCodeAt(6) % 16).toString(16).toUpperCase() + '0-' + (16 + i).toString(16).toUpperCase() : '',
      joins, done: fix ? joins + Math.floor(half * (0.5 + random(190) / 100)) : 0, leaves: random(14) === 0 ? 180 + random(150) : DAYS,
      falls: random(9) === 0 ? 1 : 0 });
  }
}

// What a client did on a day, from and to an hour.
function lines(c, number, day, from, to) {
  const old = c.fix && (day < c.done || c.falls && day >= c.done + 12 && day < c.done + 12 + 9 * (number % 9));
  const [area, service] = SERVICES[c.service];
  const connections = 2 + random(9);
  const refused = old && c.refused;
  const start = date(day) + 'T' + from + ':' + String(10 + random(50)) + ':00.000000001Z';
  const end = date(day) + 'T' + to + ':' + String(10 + random(50)) + ':00.000000002Z';
  const outcomes = (name) => [{ [name]: refused ? 'refused' : 'established', connections }];
  const version = old ? 'TLS 1.0' : 'TLS 1.3';
  const hours = [{ hour: Number(from), connections }];
  const found = { rule: refused ? 'offered-below-floor' : 'negotiated-below-floor', severity: 'critical', confidence: 'high',
    summary: c.ip + ' to ' + service + ': ' + (refused ? 'the server refused TLS 1.0, all that the client offered'
      : 'the server chose TLS 1.0, below TLS 1.2') + '; the client looks like ' + c.stack + '.',
    evidence: [{ frame: 40 + random(9000), field: 'server_hello.version', value: '0x0301 (TLS 1.0)' }], remedy: c.fix, enforced: '2027-01-31',
    offered: 'TLS 1.0', ...(refused ? {} : { chosen: 'TLS 1.0' }), connections, first: start, last: end,
    answers: { through: refused ? 0 : connections, refused: refused ? connections : 0 }, outcomes: outcomes('name'),
    hosts: [{ name: 'outlook.office365.com:443', connections }], hours,
    sight: { file: c.site + '-' + date(day) + '.pcapng', frame: 5, at: start, transport: 'tcp', source: { port: 50000 },
      destination: { ip: '40.101.9.2', port: 443 }, client_stack: { name: c.stack, confidence: 'high', candidates: [c.stack] } } };
  const client = { connections, flagged: old ? connections : 0, below: old ? connections : 0, good: old ? 0 : connections,
    offered: [{ version, connections }], negotiated: refused ? [] : [{ version: old ? 'TLS 1.0' : 'TLS 1.2', connections }],
    outcomes: outcomes('outcome'), hours, ...(old ? { severity: 'critical', fares: refused ? 'refused' : 'stops', findings: [found] } : { fares: 'good' }),
    stacks: [old || !c.fix ? c.stack : c.stack.startsWith('Java') ? 'Java 17 (JSSE)' : 'OpenSSL 3 or later'],
    names: number % 5 ? [{ name: c.name, from: 'dhcp', file: c.site + '.pcapng', frame: 1, at: start }] : [],
    behaviour: { speaks_floor: old ? 'no' : 'here', succeeded: refused ? 0 : connections, failed: refused ? connections : 0, several_behind: false, text: [] } };
  return [quoted({ '@timestamp': end, event: { kind: 'event', dataset: 'tlsfloor.client', start, end }, observer: { name: c.site },
    source: { ip: c.ip, ...(c.mac ? { mac: c.mac } : {}) },
    tlsfloor: { part: 0, from: start, to: end, floor: 'TLS 1.2', service: { instance: 'Worldwide', area, name: service }, client } })];
}

function run(site, day, from, to, hours) {
  const [first, last] = [date(day) + 'T' + from + ':00:00Z', date(day) + 'T' + to + ':00:00Z'];
  const days = [{ day: date(day), watched_seconds: hours * 3600, connections: 500, lost: 0, packets: 90000, dropped: 0 }];
  return quoted({ '@timestamp': last, event: { dataset: 'tlsfloor.run', start: first, end: last }, observer: { name: site },
    tlsfloor: { run: { id: site + '-' + date(day), first_packet: first, last_packet: last, days } } });
}

// Days on which a site is not watched: a week in summer, single days, and what is missing in the end.
const gap = (site, day, missing) => (site === 'rome' && day >= 240 && day < 247) || (day * 7 + site.length) % 61 === 0
  || (site === missing && day >= DAYS - 10);

function year(missing) {
  const all = [];
  for (let day = 0; day < DAYS; day++) {
    const weekday = new Date(FIRST + day * 86_400_000).getUTCDay() % 6 > 0;
    for (const site of SITES) {
      if (day < (OPENS[site] ?? 0) || gap(site, day, missing)) continue;
      for (const [number, c] of clients.entries()) {
        if (c.site !== site || day < c.joins || day >= c.leaves || !(weekday && random(9) || !random(5))) continue;
        all.push(...lines(c, number, day, '08', '16'));
      }
      all.push(run(site, day, '06', '18', 12));
    }
  }
  return all;
}

// One file of an hour at each site.
function week() {
  const all = [];
  for (const site of SITES) {
    for (const [number, c] of clients.entries()) {
      if (c.site === site && random(4) > 0) all.push(...lines(c, number, 120, '09', '09'));
    }
    all.push(run(site, 120, '09', '10', 1));
  }
  return all;
}

const [program, folder] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'year-'));
const tlsfloor = (...words) => {
  const said = spawnSync(program, words, { encoding: 'utf8' }).stderr;
  if (said) throw new Error(said); // such as lines that are none any more
};
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

async function shoot(url, name, { fullPage, ...options } = {}) {
  const within = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await within.newPage();
  await page.goto(url);
  await page.screenshot({ path: join(folder, 'serve-' + name + '.png'), fullPage });
  await within.close();
}

async function pictures(name, saved, asOf, shots) {
  const book = join(work, name + '.db');
  writeFileSync(join(work, name + '.jsonl'), saved.join('\n') + '\n');
  tlsfloor('inventory', 'import', join(work, name + '.jsonl'), '--inventory', book);
  const note = (...words) => tlsfloor('inventory', 'note', ...words, '--inventory', book);
  if (name !== 'week') {
    note('10.20.7.0/24', '--owner', 'print-team', '--as-of', '2026-04-01');
    note('--stack', 'Java 7 (JSSE)', '--owner', 'erp-team', '--ticket', 'ERP-311', '--as-of', '2026-05-04');
    note('10.20.9.0/24', '--accept', 'scanners, replaced in May', '--owner', 'print-team', '--until', '2027-05-31',
      '--as-of', '2026-09-01');
  }
  const server = spawn(program, ['serve', '--inventory', book, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve) => server.stdout.once('data', (text) => resolve(String(text).trim())));
  for (const [shot, path, options] of shots) await shoot(url + path + (path.includes('?') ? '&' : '?') + 'as_of=' + asOf, shot, options);
  server.kill();
}

await pictures('week', week(), date(122), [['week', '', { fullPage: true }]]);
await pictures('year', year(), LAST, [['overview', '', { fullPage: true }], ['clients', 'clients?state=below,back,excepted'], ['fixes', 'fixes'],
  ['dark', '', { colorScheme: 'dark', fullPage: true }], ['narrow', '', { viewport: { width: 400, height: 800 } }]]);
await pictures('missing', year('paris'), LAST, [['missing', '', { fullPage: true }]]);
await browser.close();
