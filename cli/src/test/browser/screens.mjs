// Makes the pictures of the first screen: a terminal of 80 and of 120 columns, and the page at 400 and 1,400 pixels and on
// paper.
//
//   node screens.mjs PROGRAM DIR   for instance: node cli/src/test/browser/screens.mjs ./tlsfloor docs/images
//
// An older program, whose page has another option, makes the pictures from before.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [program, folder] = process.argv.slice(2);
const SAMPLE = 'samples/office-hour';
const run = (command, ...args) => spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });

mkdirSync(folder, { recursive: true });
const terminal = join(dirname(fileURLToPath(import.meta.url)), 'terminal.mjs');
for (const columns of ['80', '120']) {
  const file = join(folder, columns === '120' ? 'table.svg' : 'table-' + columns + '.svg');
  run('node', terminal, columns, file, program, 'scan', SAMPLE);
}

const page = join(mkdtempSync(join(tmpdir(), 'screens-')), 'page.html');
for (const option of ['--output', '--html']) {
  if (!existsSync(page)) run(program, 'report', option, page, SAMPLE);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
for (const [name, width, height, media] of [
  ['light', 1400, 1000], ['narrow', 400, 1200], ['print', 703, 1000, 'print'], // A4 less 12 mm on each side
]) {
  const shown = await browser.newPage({ viewport: { width, height } });
  await shown.goto(String(pathToFileURL(page)));
  await shown.emulateMedia({ media });
  await shown.screenshot({ path: join(folder, 'report-' + name + '.png') });
  await shown.close();
}
await browser.close();
