// A provider of OpenID Connect (oidc-provider, an implementation that is in use, with users of the test's), and what must
// hold when people log in to tlsfloor serve with it in Chromium. Prints one JSON object a line: {check, failure}.
//
//   node openid.mjs provider PORT PAGE   the provider, on loopback, until it is ended; prints "up"
//   node openid.mjs checks PROVIDER PAGE
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';

const [, , role, ...words] = process.argv;

// Who logs in under a name is in these groups; the password does not matter.
const GROUPS = { anna: ['tls-team', 'staff'], ben: ['staff'], eve: ['guests'], '<b>bobby</b>': ['staff'] };

async function provide(port, page) {
  const { default: Provider } = await import('oidc-provider');
  const issuer = 'http://localhost:' + port;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tlsfloor',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: [page + '/login/done'],
        post_logout_redirect_uris: [page + '/login'],
      },
    ],
    claims: { profile: ['preferred_username', 'groups'] },
    conformIdTokenClaims: process.env.CLAIMS_IN !== 'token', // else they are asked for at the provider
    pkce: { required: () => true },
    cookies: { keys: ['a-key-of-the-test'] },
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({ sub: 'id-of-' + id, preferred_username: id, groups: GROUPS[id] ?? [] }),
    }),
  });
  provider.listen(Number(port), '127.0.0.1', () => console.log('up'));
}

async function check(issuer, page) {
  const { chromium } = await import('playwright-core');
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });

  async function someone(path, context = {}) {
    const within = await browser.newContext({ ignoreHTTPSErrors: true, ...context });
    const tab = await within.newPage();
    tab.setDefaultTimeout(20_000);
    tab.complaints = [];
    tab.on('console', (message) => {
      if (message.location().url.startsWith(page)) tab.complaints.push(message.text()); // the provider's are its own
    });
    await tab.goto(page + path);
    tab.leave = () => within.close();
    return tab;
  }

  // Up to the provider's last question, and its answer.
  async function atProvider(tab, name) {
    await asked(tab, name);
    await tab.getByRole('button', { name: 'Continue' }).click();
  }

  async function asked(tab, name) {
    await tab.getByRole('link', { name: 'Log in with your organization' }).click();
    await tab.locator('input[name=login]').fill(name);
    await tab.locator('input[name=password]').fill('anything');
    await tab.locator('button[type=submit]').click();
    await tab.getByRole('button', { name: 'Continue' }).waitFor();
  }

  // An answer that was not taken: the browser lost what it kept meanwhile, which is given back.
  async function untaken(tab, name) {
    await asked(tab, name);
    const kept = (await tab.context().cookies(page + '/login')).filter((each) => each.name === 'tlsfloor-login');
    assert.equal(kept.length, 1);
    await tab.context().clearCookies({ name: 'tlsfloor-login' });
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.getByRole('alert').waitFor();
    assert.match(await tab.getByRole('alert').innerText(), /too old, or began in another browser/);
    await tab.context().addCookies(kept);
    return new URL(tab.url());
  }

  const checks = {};

  checks['an editor logs in, goes on where it was, and writes a note'] = async () => {
    const tab = await someone('/clients?state=below');
    await atProvider(tab, 'anna');
    await tab.waitForURL(page + '/clients?state=below');
    assert.match(await tab.locator('.user').innerText(), /anna \(may edit\)/);
    await tab.locator('#table tbody tr a').first().click();
    await tab.locator('fieldset').first().getByLabel('Owner').fill('print team');
    await tab.keyboard.press('Enter');
    await tab.locator('main', { hasText: 'print team' }).waitFor();
    assert.match(await tab.locator('main').innerText(), /anna/);
    assert.deepEqual(tab.complaints, []);
    await tab.leave();
  };

  checks['the session is a cookie that no script reads, of this site and of HTTPS alone'] = async () => {
    const tab = await someone('/');
    await atProvider(tab, 'anna');
    await tab.waitForURL(page + '/');
    const cookies = await tab.context().cookies(page);
    assert.deepEqual(cookies.map((cookie) => cookie.name), ['tlsfloor']); // that of the login is gone
    assert.equal(cookies[0].httpOnly, true);
    assert.equal(cookies[0].secure, page.startsWith('https:'));
    assert.equal(cookies[0].sameSite, 'Strict');
    assert.equal(await tab.evaluate('document.cookie'), '');
    await tab.leave();
  };

  checks['a reader reads and may not edit, also without JavaScript'] = async () => {
    for (const javaScriptEnabled of [true, false]) {
      const tab = await someone('/', { javaScriptEnabled });
      await atProvider(tab, 'ben');
      await tab.waitForURL(page + '/');
      assert.match(await tab.locator('.user').innerText(), /ben \(may read\)/);
      await tab.leave();
    }
  };

  checks['somebody in none of the groups sees nothing'] = async () => {
    const tab = await someone('/');
    await atProvider(tab, 'eve');
    await tab.getByRole('alert').waitFor();
    assert.match(await tab.getByRole('alert').innerText(), /eve, you may not see this inventory/);
    await tab.goto(page + '/clients.csv');
    assert.match(tab.url(), /\/login/);
    await tab.leave();
  };

  checks['a hostile name is text'] = async () => {
    const tab = await someone('/');
    await atProvider(tab, '<b>bobby</b>');
    await tab.waitForURL(page + '/');
    assert.match(await tab.locator('.user').innerText(), /<b>bobby<\/b> \(may read\)/);
    await tab.leave();
  };

  checks['logging out ends the session here and at the provider'] = async () => {
    const tab = await someone('/');
    await atProvider(tab, 'anna');
    await tab.waitForURL(page + '/');
    const old = await tab.context().cookies(page);
    await tab.getByRole('button', { name: 'Log out' }).click();
    await tab.waitForURL(issuer + '/session/end**');
    await tab.getByRole('button', { name: /yes/i }).click();
    await tab.waitForURL(page + '/login');
    await tab.context().addCookies(old); // a copy of the cookie is worth nothing
    await tab.goto(page + '/');
    assert.match(tab.url(), /\/login$/);
    await tab.getByRole('link', { name: 'Log in with your organization' }).click();
    await tab.locator('input[name=login]').waitFor(); // the provider asks again
    await tab.leave();
  };

  checks['an answer counts once, in the browser in which the login began'] = async () => {
    const tab = await someone('/');
    const annas = await untaken(tab, 'anna');
    const other = await someone('/');
    await other.goto(annas.href); // with no login of its own
    assert.match(await other.getByRole('alert').innerText(), /too old, or began in another browser/);
    await other.goto(page + '/');
    assert.match(other.url(), /\/login$/);

    // With a login of its own, and anna's code in its answer: the provider wants the proof of who asked (PKCE).
    const own = await untaken(other, 'eve');
    own.searchParams.set('code', annas.searchParams.get('code'));
    await other.goto(own.href);
    assert.match(await other.getByRole('alert').innerText(), /took back what it said: invalid_grant/);
    await other.leave();
    await tab.leave();
  };

  checks['an answer that was made up lets nobody in'] = async () => {
    const tab = await someone('/login/done?code=abc&state=def');
    assert.match(await tab.getByRole('alert').innerText(), /too old/);
    await tab.getByRole('link', { name: 'Log in with your organization' }).click();
    await tab.locator('input[name=login]').waitFor();
    await tab.goto(page + '/login/done?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E');
    assert.match(await tab.getByRole('alert').innerText(), /another login/);
    await tab.leave();
  };

  checks['a login leads to no other site'] = async () => {
    const tab = await someone('/login?to=' + encodeURIComponent('//evil.example/'));
    await atProvider(tab, 'anna');
    await tab.waitForURL(page + '/');
    await tab.leave();
  };

  checks['the login has no barrier'] = async () => {
    const tab = await someone('/login');
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => axe.run({ resultTypes: ['violations'] }));
    assert.deepEqual(found.violations.map((violation) => violation.id), []);
    await tab.leave();
  };

  for (const [name, run] of Object.entries(checks)) {
    try {
      await run();
      console.log(JSON.stringify({ check: name }));
    } catch (error) {
      console.log(JSON.stringify({ check: name, failure: String(error.stack ?? error) }));
    }
  }
  await browser.close();
}

await (role === 'provider' ? provide(...words) : check(...words));
