// A text that is to be pasted elsewhere has a button that copies it.
(() => {
  'use strict';
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
