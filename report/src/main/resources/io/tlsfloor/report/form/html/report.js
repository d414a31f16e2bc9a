(() => {
  'use strict';
  // Remedies are printed unfolded.
  const folded = () => document.querySelectorAll('#remedies details:not([open])');
  let unfolded = [];
  addEventListener('beforeprint', () => {
    unfolded = Array.from(folded());
    for (const one of unfolded) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of unfolded) one.open = false;
  });
  const table = document.getElementById('table');
  if (!table) return;
  document.documentElement.classList.add('js');
  const get = (id) => document.getElementById(id);
  const groups = Array.from(table.tBodies);
  const form = get('filter');
  const fields = ['q', 'severity', 'service', 'rule'];
  const texts = new Map();
  const PRINTED = 100; // groups: more are no longer read on paper
  let sort = '';
  let down = false;

  // What can be searched: all text of a group, once it is asked for.
  const text = (group) => {
    let found = texts.get(group);
    if (found === undefined) {
      found = group.textContent.toLowerCase();
      texts.set(group, found);
    }
    return found;
  };

  const button = (group) => group.querySelector('button.badge');
  const isOpen = (group) => button(group).getAttribute('aria-expanded') === 'true';
  const fold = (group, open) => {
    button(group).setAttribute('aria-expanded', String(open));
    group.rows[1].hidden = !open;
    if (open) copiers(group);
    asked();
  };

  // The view is kept in the address, so that a link or a bookmark brings it back.
  const keep = () => {
    const view = new URLSearchParams();
    for (const field of fields) {
      if (get(field).value) view.set(field, get(field).value);
    }
    if (sort) view.set('sort', (down ? '-' : '') + sort);
    const open = groups.filter(isOpen).map((group) => group.id.slice(1));
    if (open.length && open.length <= 50) view.set('open', open.join('.'));
    const address = view.toString();
    try {
      history.replaceState(null, '', address ? '#' + address : location.pathname + location.search);
    } catch (refused) {
      // some browsers allow no change of a file's address; the view then just is not kept
    }
  };

  const narrow = () => {
    const words = get('q').value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      const fits =
        (!get('severity').value || group.dataset.severity === get('severity').value) &&
        (!get('service').value || group.dataset.service === get('service').value) &&
        (!get('rule').value || group.dataset.rule === get('rule').value) &&
        words.every((word) => text(group).includes(word));
      group.hidden = !fits;
      if (fits) shown++;
      group.classList.toggle('print', fits && shown <= PRINTED);
    }
    const view = ['severity', 'service', 'rule'].filter((field) => get(field).value);
    const named = view.map((field) => field + ' ' + get(field).value);
    if (words.length) named.push('with “' + words.join(' ') + '”');
    get('shown').textContent =
      shown + ' of ' + groups.length + (groups.length === 1 ? ' group' : ' groups') +
      (named.length ? ': ' + named.join(', ') : '') +
      (shown > PRINTED ? '; on paper the first ' + PRINTED : '');
    get('nothing').hidden = shown > 0;
    asked();
  };

  // On paper findings are printed in full only where they were narrowed or folded out: the first page names all.
  const asked = () =>
    get('findings').classList.toggle(
      'asked', fields.some((field) => get(field).value) || groups.some(isOpen));

  const number = (group) => Number(group.id.slice(1));
  const order = () => {
    const numeric = sort === 'rank' || sort === 'times';
    const sorted = groups.slice().sort((a, b) => {
      if (!sort) return number(a) - number(b);
      const x = a.dataset[sort];
      const y = b.dataset[sort];
      const way = numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
      return (down ? -way : way) || number(a) - number(b);
    });
    if (sorted.some((group, i) => group !== groups[i])) {
      table.append(...sorted);
      groups.splice(0, groups.length, ...sorted);
    }
    for (const head of table.tHead.querySelectorAll('th[data-key]')) {
      if (head.dataset.key === sort) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
  };

  const show = () => {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes('=')) {
      const part = get(hash);
      const folded = part?.querySelector(':scope > details');
      if (groups.includes(part)) fold(part, true);
      else if (folded) folded.open = true;
      return;
    }
    const view = new URLSearchParams(hash);
    for (const field of fields) get(field).value = view.get(field) || '';
    const by = view.get('sort') || '';
    down = by.startsWith('-');
    sort = by.replace('-', '');
    if (!table.tHead.querySelector('th[data-key="' + CSS.escape(sort) + '"]')) sort = '';
    const open = new Set((view.get('open') || '').split('.'));
    for (const group of groups) fold(group, open.has(group.id.slice(1)));
    order();
    narrow();
  };

  for (const group of groups) {
    const badge = group.querySelector('.badge');
    const fresh = document.createElement('button');
    fresh.type = 'button';
    fresh.className = badge.className;
    fresh.textContent = badge.textContent;
    fresh.setAttribute('aria-expanded', 'false');
    fresh.setAttribute('aria-controls', group.rows[1].id);
    badge.replaceWith(fresh);
    group.rows[1].hidden = true;
  }
  for (const head of table.tHead.querySelectorAll('th[data-key]')) {
    const sorter = document.createElement('button');
    sorter.type = 'button';
    sorter.textContent = head.textContent;
    head.replaceChildren(sorter);
    sorter.addEventListener('click', () => {
      const first = head.dataset.first === 'down';
      if (sort !== head.dataset.key) {
        sort = head.dataset.key;
        down = first;
      } else if (down === first) {
        down = !down;
      } else {
        sort = '';
        down = false;
      }
      order();
      narrow();
      keep();
    });
  }
  // What is to be typed elsewhere has a button that copies it, made when it is first shown.
  const copiers = (group) => {
    for (const code of group.querySelectorAll('code.copy:not([data-copied])')) {
      const copier = document.createElement('button');
      code.dataset.copied = '';
      copier.type = 'button';
      copier.className = 'copier';
      copier.textContent = 'Copy';
      copier.addEventListener('click', () => {
        getSelection().selectAllChildren(code);
        copier.textContent = document.execCommand('copy') ? 'Copied' : 'Selected';
      });
      code.after(copier);
    }
  };

  table.addEventListener('click', (event) => {
    const row = event.target.closest('tr.head');
    if (!row || (String(getSelection()) && !event.target.closest('button'))) return;
    fold(row.parentElement, !isOpen(row.parentElement));
    keep();
  });
  form.addEventListener('input', () => {
    narrow();
    keep();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    for (const field of fields) get(field).value = '';
    sort = '';
    for (const group of groups) fold(group, false);
    order();
    narrow();
    keep();
  });
  get('unfold').addEventListener('click', () => {
    for (const group of groups) if (!group.hidden) fold(group, true);
    keep();
  });
  addEventListener('hashchange', show);
  // A link to a part of the page leaves a narrowed view in the address.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash.includes('=')) {
      event.preventDefault();
      location.hash = link.hash;
      show();
      get('findings').scrollIntoView();
      get('findings').focus({ preventScroll: true });
      return;
    }
    const folded = link && get(link.hash.slice(1))?.querySelector(':scope > details');
    if (folded) folded.open = true;
    if (!link || !location.hash.includes('=')) return;
    const part = get(link.hash.slice(1));
    event.preventDefault();
    part.scrollIntoView();
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  });
  // Each choice says how many groups it leaves.
  for (const field of fields.slice(1)) {
    for (const option of get(field).options) {
      const value = option.value;
      if (!value) continue;
      option.value = value;
      option.textContent = value + ' (' + groups.filter((group) => group.dataset[field] === value).length + ')';
    }
  }
  form.hidden = false;
  show();
})();
