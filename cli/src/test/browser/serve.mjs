// Uses the pages of tlsfloor serve in Chromium as people do, and prints what holds and what does not: one JSON object a line,
// {check, failure}, without a failure where the check holds.
//
//   node serve.mjs URL            a page without a login, with the clients of the test
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['/', '/clients', '/client?id=app01', '/owners', '/owner?name=anna', '/fixes', '/exceptions', '/remedy?name=java-7'];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

async function open(url, { viewport = { width: 1280, height: 900 }, ...context } = {}) {
  const within = await browser.newContext({ viewport, ...context });
  const page = await within.newPage();
  page.setDefaultTimeout(20_000);
  page.complaints = [];
  page.on('console', (message) => page.complaints.push(message.type() + ': ' + message.text()));
  page.on('pageerror', (error) => page.complaints.push('error: ' + error));
  page.on('dialog', (dialog) => {
    page.complaints.push('dialog: ' + dialog.message());
    dialog.dismiss();
  });
  const origin = new URL(url).origin;
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) page.complaints.push('asks for ' + request.url());
  });
  await page.goto(url);
  page.leave = () => within.close();
  return page;
}

// What axe-core calls serious or critical. It is put in by the debugger: the page's policy allows no such script.
async function barriers(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return found.violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.target).join(', '));
}

const overflow = (page) => page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
const checks = {};

for (const path of PAGES) {
  for (const colorScheme of ['light', 'dark']) {
    checks[path + ' has no barrier and no complaint, ' + colorScheme] = async (url) => {
      const page = await open(url + path, { colorScheme });
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual(page.complaints, []);
      assert.equal(await page.locator('h1').count(), 1);
      await page.leave();
    };
  }
  checks[path + ' fits 400 to 1600 pixels'] = async (url) => {
    for (const width of [400, 1600]) {
      const page = await open(url + path, { viewport: { width, height: 800 } });
      assert.equal(await overflow(page), 0, width + ' px');
      await page.leave();
    }
  };
  checks[path + ' can be read without JavaScript'] = async (url) => {
    const page = await open(url + path, { javaScriptEnabled: false });
    assert.ok((await page.locator('main').innerText()).length > 40);
    await page.leave();
  };
}

checks['typing filters, and the link keeps the view'] = async (url) => {
  const page = await open(url + '/clients');
  const all = await page.locator('#table tbody tr').count();
  await page.getByLabel('Search').pressSequentially('10.20.3.41');
  await page.waitForFunction((before) => document.querySelectorAll('#table tbody tr').length < before, all);
  await page.waitForURL(/q=10\.20\.3\.41/);
  const kept = await open(page.url());
  assert.ok((await kept.locator('#table tbody tr').count()) < all);
  assert.deepEqual(page.complaints, []);
  await kept.leave();
  await page.leave();
};

checks['a column sorts both ways'] = async (url) => {
  const page = await open(url + '/clients');
  const first = () => page.locator('#table tbody tr td[data-label="Last seen"]').allInnerTexts();
  await page.getByRole('link', { name: 'Last seen' }).click();
  await page.waitForURL(/sort=last/);
  const up = await first();
  assert.deepEqual(up, [...up].sort());
  await page.getByRole('link', { name: 'Last seen' }).click();
  await page.waitForURL(/sort=-last/);
  const down = await first();
  assert.deepEqual(down, [...down].sort().reverse());
  await page.leave();
};

checks['the first page says who fares how, and how much they do'] = async (url) => {
  const page = await open(url + '/');
  const tiles = (await page.locator('.tiles').innerText()).replace(/\s+/g, ' ');
  assert.match(tiles, /2 work, perhaps by a proxy 16 connections in 30 days/);
  assert.match(tiles, /1 uses a legacy host until 2026-12-31 2 connections in 30 days/);
  const row = (await page.locator('.systems tr', { hasText: 'app01.contoso.com' }).innerText()).replace(/\s+/g, ' ');
  assert.match(row, /app01.contoso.com 10.20.3.41 anna Exchange Online works, by a proxy\? 12 connections java/);
  await page.leave();
};

checks['the axis of the burn-down has Mondays and round numbers, and nothing touches its frame'] = async (url) => {
  const page = await open(url + '/');
  const texts = await page.locator('.burndown text').allTextContents();
  for (const day of texts.filter((text) => text.includes('-'))) assert.equal(new Date(day + 'T00:00:00Z').getUTCDay(), 1, day);
  assert.deepEqual(texts.filter((text) => !text.includes('-')), ['0', '2', '4', '6']);
  const points = (await page.locator('.burndown .line').getAttribute('points')).split(' ').map((point) => point.split(',').map(Number));
  assert.ok(points.every(([x, y]) => x > 0 && x < 900 && y > 0), String(points));
  assert.equal(await page.locator('.burndown rect.sampled').count(), 1);
  await page.leave();
};

checks['an owner gets systems, dates, volume and fixes, as a table and as a text to copy'] = async (url) => {
  const page = await open(url + '/owners');
  await page.getByRole('link', { name: 'anna', exact: true }).click();
  const text = await page.locator('pre.command').innerText();
  assert.match(text, /^anna: 1 system has something to be done\n- app01.contoso.com 10.20.3.41: Exchange Online, works/);
  assert.match(text, /12 connections in 30 days; last succeeded on 2026-11-02\nTo do: .*tlsfloor remedy java/);
  assert.ok(text.endsWith('\n' + url + '/owner?name=anna'), text);
  await page.getByRole('button', { name: 'Copy' }).click();
  assert.equal(await page.getByRole('button', { name: 'Copied' }).count(), 1);
  await page.getByRole('link', { name: 'java' }).click();
  await page.waitForURL(/remedy\?name=java/);
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['the form of a client makes a command, and asks nobody else'] = async (url) => {
  const page = await open(url + '/client?id=app01');
  await page.getByLabel('Owner').fill("o'neill");
  await page.getByLabel('May stay below').fill('replaced in May');
  await page.getByLabel('Until').fill('2027-05-31');
  await page.getByRole('button', { name: 'Make the command' }).click();
  await page.waitForURL(/accept=replaced/);
  const command = await page.locator('pre.command').first().innerText();
  assert.match(command, /^tlsfloor inventory note app01.contoso.com --accept 'replaced in May' --owner 'o'\\''neill' --until 2027-05-31 --inventory \//);
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['paper has what a manager reads, and no links to elsewhere'] = async (url) => {
  const page = await open(url + '/', { viewport: { width: 703, height: 1000 } }); // A4 less 12 mm on each side
  await page.emulateMedia({ media: 'print' });
  assert.equal(await overflow(page), 0);
  assert.equal(await page.locator('nav:visible').count(), 0);
  assert.ok(!(await page.locator('main').innerText()).includes('CSV'));
  await page.leave();
};

const url = process.argv[2].replace(/\/$/, '');
for (const [check, run] of Object.entries(checks)) {
  try {
    await run(url);
    console.log(JSON.stringify({ check }));
  } catch (error) {
    console.log(JSON.stringify({ check, failure: String(error.stack ?? error) }));
  }
}
await browser.close();
