// A text that is to be pasted elsewhere has a button that copies it. A mail's ends with the address of its page, which the
// browser knows: the server may stand behind a proxy, and anybody may send it another name.
(() => {
  'use strict';
  for (const text of document.querySelectorAll('pre[data-page]')) {
    text.append('\n' + new URL(text.dataset.page, location.href));
  }
  for (const text of document.querySelectorAll('pre.command')) {
    const copier = document.createElement('button');
    copier.type = 'button';
    copier.className = 'copier';
    copier.textContent = 'Copy';
    copier.addEventListener('click', () => {
      getSelection().selectAllChildren(text);
      copier.textContent = document.execCommand('copy') ? 'Copied' : 'Selected';
    });
    text.after(copier);
  }
})();
