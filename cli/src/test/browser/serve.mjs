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
const PAGES = ['/', '/clients', '/client?id=app01', '/owner?name=anna', '/fixes', '/exceptions', '/live', '/print', '/remedy?name=java-7'];

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
  const first = () => page.locator('#table tbody tr td:nth-child(7)').allInnerTexts();
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

checks['a finding appears while the page is open'] = async (url) => {
  const page = await open(url + '/live');
  await page.locator('#findings tr', { hasText: '10.99.0.1' }).first().waitFor();
  const seen = await page.locator('#findings tr').count();
  await page.waitForFunction((before) => document.querySelectorAll('#findings tr').length > before, seen);
  assert.deepEqual(page.complaints, []);
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
