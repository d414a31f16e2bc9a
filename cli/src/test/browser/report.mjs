// Opens the pages of a folder in Chromium, uses them as people do, and prints what holds and what does not: one JSON object
// a line, {check, failure}, without a failure where the check holds.
//
//   node report.mjs FOLDER   office.html and its lines, management.html, empty.html, many.html, attacks.html, damaged.html
//                            and twenty.html are in FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 1000 };
const NARROW = { width: 400, height: 800 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

// A page, with all that the browser complained of.
async function open(file, { view = '', ...context } = {}) {
  const within = await browser.newContext({ viewport: WIDE, ...context });
  const page = await within.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on('console', (message) => complaints.push(message.type() + ': ' + message.text()));
  page.on('pageerror', (error) => complaints.push('error: ' + error));
  page.on('dialog', (dialog) => {
    complaints.push('dialog: ' + dialog.message());
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push('asks for ' + request.url());
  });
  page.on('requestfailed', (request) => complaints.push('failed: ' + request.url()));
  await page.goto(pathToFileURL(file) + (view && '#' + view));
  page.complaints = complaints;
  page.leave = () => within.close();
  return page;
}

const groups = (page) => page.locator('#table > tbody');
const shownGroups = (page) => page.locator('#table > tbody:not([hidden])');
const data = (page, name) => shownGroups(page).evaluateAll((all, key) => all.map((one) => one.dataset[key]), name);
const ids = (page) => shownGroups(page).evaluateAll((all) => all.map((one) => one.id));
const openDetails = (page) => page.locator('#table tr.more:not([hidden])').count();
const counted = (page) => page.locator('#shown').textContent();
const sorter = (page, name) => page.locator('#table thead').getByRole('button', { name });
const isSorted = (values, down) =>
  values.every((value, i) => i === 0 || (down ? values[i - 1] >= value : values[i - 1] <= value));

async function overflow(page) {
  return page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
}

// What axe-core calls serious or critical.
async function barriers(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return found.violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.target).join(', '));
}

const checks = {};

for (const name of ['office', 'empty', 'attacks']) {
  checks[name + ' opens without a complaint, and asks for nothing'] = async (file) => {
    const page = await open(file(name));
    assert.deepEqual(page.complaints, []);
    assert.equal(await page.locator('h1').count(), 1);
    assert.equal(await page.locator('script').count(), 1);
    await page.leave();
  };
  checks[name + ' fits 400 to 1600 pixels'] = async (file) => {
    const page = await open(file(name), { viewport: NARROW });
    assert.equal(await overflow(page), 0, '400 px');
    const wider = await page.locator('.scroll').evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel));
    assert.deepEqual(wider, [], 'no part of it is scrolled sideways');
    if (await groups(page).count()) {
      await page.locator('#table button.badge').first().click();
      assert.equal(await overflow(page), 0, '400 px, folded out');
    }
    for (const width of [320, 700, 840, 1000, 1150, 1300, 1600]) {
      await page.setViewportSize({ width, height: 1000 });
      assert.equal(await overflow(page), 0, width + ' px');
    }
    await page.leave();
  };
}
checks['damaged captures of many versions fit 320 to 1600 pixels, all folded out'] = async (file) => {
  const page = await open(file('damaged'), { viewport: NARROW });
  await page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  for (const width of [320, 400, 700, 1024, 1600]) {
    await page.setViewportSize({ width, height: 1000 });
    assert.equal(await overflow(page), 0, width + ' px');
  }
  await page.setViewportSize(NARROW);
  const wider = await page.locator('.scroll').evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel));
  assert.deepEqual(wider, [], 'no part of it is scrolled sideways');
  await page.leave();
};
for (const [name, colorScheme, viewport] of [
  ['office', 'light', WIDE], ['office', 'dark', WIDE], ['attacks', 'light', NARROW], ['empty', 'dark', NARROW],
]) {
  checks[name + ' has no serious barrier: ' + colorScheme + ', ' + viewport.width + ' pixels'] = async (file) => {
    const page = await open(file(name), { colorScheme, viewport, bypassCSP: true, view: 'open=1.2' });
    assert.deepEqual(await barriers(page), []);
    await page.leave();
  };
}

checks['heads of columns sort by clicks: up, down, and back'] = async (file) => {
  const page = await open(file('office'));
  const first = await ids(page);
  await sorter(page, 'Client').click();
  assert.ok(isSorted(await data(page, 'client'), false), 'up');
  assert.equal(await page.locator('th[data-key=client]').getAttribute('aria-sort'), 'ascending');
  await sorter(page, 'Client').click();
  assert.ok(isSorted(await data(page, 'client'), true), 'down');
  assert.equal(await page.locator('th[data-key=client]').getAttribute('aria-sort'), 'descending');
  await sorter(page, 'Client').click();
  assert.deepEqual(await ids(page), first);
  await sorter(page, 'Times').click();
  assert.ok(isSorted((await data(page, 'times')).map(Number), true), 'the most first');
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['sorting, folding and leaving work by keys alone'] = async (file) => {
  const page = await open(file('office'));
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').textContent(), 'Skip to the findings');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 20 && (await page.locator(':focus').textContent()) !== 'Severity'; i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').textContent(), 'Client');
  await page.keyboard.press('Space');
  assert.ok(isSorted(await data(page, 'client'), false));
  for (let i = 0; i < 20 && !(await page.locator('button.badge:focus').count()); i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  assert.equal(await openDetails(page), 1);
  assert.equal(await page.locator(':focus').getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Space');
  assert.equal(await openDetails(page), 0);
  await page.leave();
};

checks['search and choices narrow the findings together'] = async (file) => {
  const page = await open(file('office'));
  const all = await groups(page).count();
  await page.locator('#severity').selectOption('critical');
  const critical = await shownGroups(page).count();
  assert.ok(critical > 0 && critical < all);
  assert.ok((await data(page, 'severity')).every((severity) => severity === 'critical'));
  assert.match(await counted(page), new RegExp('^' + critical + ' of ' + all + ' groups'));
  await page.locator('#q').click();
  await page.keyboard.type('10.20.3.41 EXCHANGE');
  assert.equal(await shownGroups(page).count(), 1);
  await page.keyboard.type(' nothing of the kind');
  assert.equal(await shownGroups(page).count(), 0);
  assert.ok(await page.getByText('No group fits').isVisible());
  await page.getByRole('button', { name: 'Show all' }).click();
  assert.equal(await shownGroups(page).count(), all);
  assert.equal(await page.locator('#q').inputValue(), '');
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['a click on a row folds out its evidence, a second one folds it in'] = async (file) => {
  const page = await open(file('office'));
  const group = groups(page).first();
  assert.equal(await openDetails(page), 0);
  await group.locator('td[data-label=Outcome]').click();
  assert.equal(await openDetails(page), 1);
  for (const text of ['What to do:', 'Evidence', 'tlsfloor explain']) {
    assert.ok(await group.getByText(text).first().isVisible(), text);
  }
  await group.locator('td[data-label=Outcome]').click();
  assert.equal(await openDetails(page), 0);
  await page.locator('#severity').selectOption('critical');
  await page.getByRole('button', { name: 'Unfold all shown' }).click();
  assert.equal(await openDetails(page), await shownGroups(page).count());
  await page.leave();
};

checks['the address brings the view back'] = async (file) => {
  const page = await open(file('office'));
  await page.locator('#severity').selectOption('high');
  await page.locator('#q').fill('10.20');
  await sorter(page, 'Last seen').click();
  await shownGroups(page).nth(1).locator('button.badge').click();
  const wanted = { ids: await ids(page), open: await openDetails(page), text: await counted(page) };
  assert.equal(wanted.open, 1);
  const view = new URL(page.url()).hash.slice(1);
  for (const again of [await open(file('office'), { view }), page]) {
    if (again === page) await page.reload();
    assert.deepEqual(
      { ids: await ids(again), open: await openDetails(again), text: await counted(again) }, wanted);
    assert.deepEqual(again.complaints, []);
  }
  await page.getByRole('link', { name: 'Coverage' }).click();
  assert.equal(new URL(page.url()).hash.slice(1), view, 'links within the page keep the view');
  const one = await open(file('office'), { view: 'f3' });
  assert.ok(await one.locator('#d3').isVisible(), 'a link to one finding folds it out');
  const odd = await open(file('office'), { view: 'sort=%22%5D&open=9999.x&severity=none&q=%3Cscript%3E' });
  assert.deepEqual(odd.complaints, [], 'a made-up view does no harm');
  for (const each of [page, one, odd]) await each.leave();
};

checks['50,000 connections can be opened, sorted and searched'] = async (file) => {
  const begun = performance.now();
  const page = await open(file('many'));
  await page.locator('#filter:not([hidden])').waitFor();
  const opened = performance.now() - begun;
  await sorter(page, 'Client').click();
  assert.ok(isSorted(await data(page, 'client'), false));
  const sorted = performance.now() - begun - opened;
  await page.locator('#q').fill('10.0.5.');
  const narrowed = performance.now() - begun - opened - sorted;
  const all = await groups(page).count();
  assert.ok((await shownGroups(page).count()) < all);
  console.error(`50,000 connections: open ${opened | 0} ms, sort ${sorted | 0} ms, search ${narrowed | 0} ms`);
  await page.setViewportSize(NARROW);
  assert.equal(await overflow(page), 0, '400 px');
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

// What the browser counts until the page is loaded. Not time, because others use the machine.
async function loading(file) {
  const page = await browser.newPage({ viewport: WIDE });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(String(pathToFileURL(file)));
  const { metrics } = await session.send('Performance.getMetrics');
  const made = await page.evaluate(() => document.getElementsByTagName('*').length);
  await page.close();
  return { made, ...Object.fromEntries(metrics.map((metric) => [metric.name, metric.value])) };
}

checks['a large page is laid out a few times while it loads, and only what is seen of it'] = async (file) => {
  const { made, LayoutCount, LayoutObjects } = await loading(file('many'));
  console.error(`50,000 connections: ${made} elements, ${LayoutObjects} boxes, laid out ${LayoutCount} times`);
  assert.ok(LayoutCount > 0 && LayoutCount < 50, LayoutCount + ' times'); // thousands if a row has it done
  assert.ok(LayoutObjects > 0 && LayoutObjects < made, LayoutObjects + ' boxes of ' + made + ' elements');
};

checks['what is to be typed elsewhere can be copied'] = async (file) => {
  const page = await open(file('office'), { permissions: ['clipboard-read', 'clipboard-write'] });
  const group = groups(page).first();
  await group.locator('button.badge').click();
  const texts = await group.locator('code.copy').evaluateAll((all) => all.map((one) => one.textContent));
  assert.equal(texts.length, 3);
  assert.match(texts[1], /^ip\.addr == [0-9.]+ && ip\.addr == [0-9.]+ && tcp\.port == \d+ && tcp\.port == \d+$/);
  assert.match(texts[2], /^ip\.protocol == tcp && ip == [0-9.]+ && ip == [0-9.]+ && port == \d+ && port == \d+$/);
  for (let i = 0; i < 3; i++) {
    await group.locator('button.copier').nth(i).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), texts[i]);
  }
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['no address is broken at 1024 pixels'] = async (file) => {
  const page = await open(file('office'), { viewport: { width: 1024, height: 800 } });
  const broken = await page.locator('#table td[data-label=Client] b').evaluateAll((all) =>
    all.filter((one) => !one.textContent.includes(':') && one.getClientRects().length > 1).map((one) => one.textContent));
  assert.deepEqual(broken, []);
  await page.leave();
};

checks['attacks stay text, folded out and searched for'] = async (file) => {
  const page = await open(file('attacks'));
  await page.getByRole('button', { name: 'Unfold all shown' }).click();
  assert.equal(await page.locator('img, iframe, object, embed, [onload], [onerror], [onfocus]').count(), 0);
  const text = await page.locator('main').innerText();
  for (const one of ['<script>alert(1)</script>', '\\u202e', '\\u001b[31m', '=HYPERLINK(']) {
    assert.ok(text.includes(one), one);
  }
  assert.doesNotMatch(text, /[\u0000-\u0008\u000e-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/);
  await page.locator('#q').fill('<script>alert(1)');
  assert.equal(await shownGroups(page).count(), 1);
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['a script that is not its own is refused'] = async (file) => {
  const strange = file('strange');
  writeFileSync(strange, readFileSync(file('empty'), 'utf8').replace('</main>', "<script>document.title='x'</script>"));
  const page = await open(strange);
  assert.match(page.complaints.join(), /Content Security Policy/);
  assert.notEqual(await page.title(), 'x');
  await page.leave();
};

checks['without script all is there, folded out'] = async (file) => {
  const page = await open(file('office'), { javaScriptEnabled: false });
  assert.ok(await page.locator('#d1').isVisible());
  assert.equal(await page.locator('#filter').isVisible(), false);
  await page.leave();
};

checks['prints what is shown, says so, and leaves out what cannot be pressed'] = async (file) => {
  const page = await open(file('office'));
  await page.locator('#severity').selectOption('critical');
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['nav', '#filter', '#time']) {
    assert.equal(await page.locator(gone).isVisible(), false, gone);
  }
  assert.ok(await page.locator('#shown').isVisible());
  assert.match(await counted(page), /severity critical/);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await page.leave();
};

const number = (text) => Number(text.replaceAll(',', ''));

checks['the systems add up to the headline and to the lines'] = async (file) => {
  const page = await open(file('office'));
  const lines = readFileSync(file('office').replace('.html', '.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
  const run = lines.at(-1).tlsfloor.run;
  const [, below, total] = (await page.locator('h1').textContent()).match(/([\d,]+) of ([\d,]+) clients/);
  assert.equal(number(total), run.clients);
  const alerts = lines.filter((line) => line.event.kind === 'alert');
  const worse = new Set(alerts.filter((line) => line.tlsfloor.severity !== 'low').map((line) => line.source.ip));
  const named = await page.locator('#systems td[data-label=Address]').allTextContents();
  assert.deepEqual([...named].sort(), [...worse].sort(), 'systems');
  assert.ok(number(below) <= named.length);
  const tiles = await page.locator('.tile b').allTextContents();
  assert.equal(tiles.reduce((n, one) => n + number(one), 0), named.length, 'tiles');
  const groupTimes = await page.locator('#findings [data-times]').evaluateAll((all) =>
    all.reduce((n, one) => n + Number(one.dataset.times), 0));
  assert.equal(groupTimes, alerts.length, 'groups');
  const low = alerts.filter((line) => line.tlsfloor.severity === 'low').length;
  const columns = await page.locator('.chart + details table').evaluateAll((all) =>
    all.map((table) => [...table.querySelectorAll('td.n:last-child')].reduce((n, cell) => n + Number(cell.textContent), 0)));
  assert.deepEqual(columns.slice(0, 1), [alerts.length - low], 'time');
  const ends = await page.locator('.chart .axis span').evaluateAll((all) => all.map((one) => one.textContent));
  assert.ok(ends[0] <= run.first_packet.replace('T', ' ').slice(0, 19), 'the axis begins with the capture');
  assert.ok(ends[1] >= run.last_packet.replace('T', ' ').slice(0, 19), 'and ends with it');
  await page.leave();
};

checks['names stand before any chart, and nothing is green'] = async (file) => {
  const page = await open(file('office'));
  const [systems, chart] = [await top(page, 'systems'), await top(page, 'time')];
  assert.ok(systems < 700 && systems < chart, systems + ' and ' + chart);
  assert.equal(await page.locator('.good').count(), 0);
  await page.leave();
};

checks['twenty findings with their remedies print within three pages'] = async (file) => {
  const page = await open(file('twenty'));
  assert.equal(await page.locator('#systems tbody tr').count(), 20);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page[^s]/g).length;
  assert.ok(pages <= 3, pages + ' pages');
  await page.leave();
};

checks['tables stay tables at 1024 pixels'] = async (file) => {
  const page = await open(file('office'), { viewport: { width: 1024, height: 800 } });
  assert.equal(await page.locator('#table').evaluate((table) => getComputedStyle(table).display), 'table');
  assert.equal(await overflow(page), 0);
  await page.leave();
};

checks['an owner has a part of the page that a link leads to, with systems, dates and fixes'] = async (file) => {
  const page = await open(file('owners'), { view: 'owner-erp+%26+print' });
  const text = (await page.locator('[id^=owner-]').innerText()).replace(/\s+/g, ' ');
  assert.match(text, /^erp & print: 2 systems .*app01.contoso.com 10.20.3.41 Exchange Online works, by a proxy\? java/);
  assert.equal(await page.locator('[id^=owner-] table:visible').count(), 1);
  await page.locator('[id^=owner-] a', { hasText: 'java' }).click();
  assert.equal(await page.locator('#remedies .guide:visible').count(), 1);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(page.complaints, []);
  await page.leave();
  const none = await open(file('office'));
  assert.equal(await none.locator('#owners').count(), 0);
  assert.ok(!(await none.locator('#systems thead').innerText()).includes('Owner'));
  await none.leave();
};

checks['a link to a remedy folds it out'] = async (file) => {
  const page = await open(file('office'));
  assert.equal(await page.locator('#remedies .guide:visible').count(), 0);
  await page.locator('#systems a').first().click();
  assert.equal(await page.locator('#remedies .guide:visible').count(), 1);
  await page.leave();
};

checks['the first page for management has its title and the time'] = async (file) => {
  const page = await open(file('management'));
  const text = await page.locator('header').innerText();
  for (const one of ['Old TLS, week 45', '2026-11-02', 'kinds of fix', 'J. Doe', '2099-12-31']) {
    assert.ok(text.includes(one), one);
  }
  assert.equal(await page.title(), 'Old TLS, week 45');
  assert.deepEqual(page.complaints, []);
  await page.leave();
};

checks['what a manager reads fits the first printed page'] = async (file) => {
  for (const name of ['management', 'empty', 'twenty', 'attacks']) {
    const page = await open(file(name), { viewport: { width: 703, height: 1000 } }); // A4 less 12 mm on each side
    await page.emulateMedia({ media: 'print' });
    const height = name === 'twenty' // its names and what was watched; what to do goes on
      ? await page.locator('header > .coverage').evaluate((one) => one.getBoundingClientRect().bottom)
      : await page.locator('header').evaluate((header) => header.getBoundingClientRect().height);
    assert.ok(height <= 1030, name + ': ' + height + ' of 1031 pixels');
    const shown = await page.locator('header').innerText();
    assert.ok(!shown.includes('`'), name);
    if (name === 'management') {
      for (const part of ['2026-11-02', '5 of 51 clients', 'Systems to change', 'What to do', 'Accepted for now', 'J. Doe', '2099-12-31']) {
        assert.ok(shown.includes(part), part);
      }
    }
    await page.leave();
  }
};

checks['thousands of findings print within 12 pages'] = async (file) => {
  const page = await open(file('many'));
  await page.locator('#filter:not([hidden])').waitFor();
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page[^s]/g).length;
  assert.ok(pages <= 12, pages + ' pages');
  assert.match(await counted(page), /on paper the first 100/);
  await page.leave();
};

checks['on paper no address is broken, keys keep their colours, and nothing folded in stands empty'] = async (file) => {
  const page = await open(file('many'), { viewport: { width: 703, height: 1000 } }); // A4 less 12 mm on each side
  await page.locator('#q').fill('10.'); // else the findings are not printed
  await page.emulateMedia({ media: 'print' });
  const broken = await page.locator('#table tbody.print td[data-label=Client] b').evaluateAll((all) =>
    all.filter((one) => !one.textContent.includes(':') && one.getClientRects().length > 1).map((one) => one.textContent));
  assert.deepEqual(broken, []);
  assert.equal(await page.locator('summary:visible').count(), 0);
  // Chromium repeats the head of a table on each page only if it holds no button.
  assert.equal(await sorter(page, 'Client').evaluate((one) => getComputedStyle(one).display), 'contents');
  assert.equal(await overflow(page), 0);
  await page.leave();
};

checks['rows that fold out are not laid out while the page loads'] = async (file) => {
  const page = await open(file('office'));
  const media = await page.evaluate(() => [...document.styleSheets[0].cssRules].some((rule) =>
    rule.conditionText === '(scripting: enabled)' && rule.cssText.includes('tr.more')));
  assert.ok(media);
  await page.leave();
};

const top = (page, id) => page.locator('#' + id).evaluate((one) => Math.floor(one.getBoundingClientRect().top + scrollY));

try {
  const file = (name) => join(process.argv[2], name + '.html');
  for (const [check, run] of Object.entries(checks)) {
    let failure;
    try {
      await run(file);
    } catch (error) {
      failure = String(error.message ?? error);
    }
    console.log(JSON.stringify({ check, failure }));
  }
} finally {
  await browser.close();
}
