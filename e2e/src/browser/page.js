// What the harness knows of a page: elements by role and accessible name, as somebody who cannot see the markup finds them.
// Prepended to each script; defines `page` and leaves nothing behind.
const page = (() => {
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0 && !el.closest('[inert]');

  const contents = (el) => {
    let text = '';
    for (const node of el.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') continue;
      if (node.matches('input, select, textarea, script, style')) continue;
      const style = getComputedStyle(node);
      if (style.display === 'none' || style.visibility === 'hidden') continue;
      const inner = node.getAttribute('aria-label') || node.getAttribute('alt') || contents(node);
      text += style.display.startsWith('inline') ? inner : ` ${inner} `;
    }
    return text;
  };

  const name = (el) => {
    const ids = el.getAttribute('aria-labelledby');
    if (ids) {
      const parts = ids.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean);
      if (parts.length) return squeeze(parts.map((part) => part.getAttribute('aria-label') || contents(part)).join(' '));
    }
    const label = el.getAttribute('aria-label');
    if (label) return squeeze(label);
    if (el.labels && el.labels.length) return squeeze([...el.labels].map(contents).join(' '));
    if (el.matches('fieldset')) return squeeze(el.querySelector('legend') && contents(el.querySelector('legend')));
    if (el.matches('table')) return squeeze(el.caption && contents(el.caption));
    if (el.matches('input[type=submit], input[type=button]')) return squeeze(el.value);
    if (el.matches('input, textarea, select')) return squeeze(el.title || el.placeholder);
    return squeeze(contents(el)) || squeeze(el.title);
  };

  const KINDS = {
    press: 'button, a[href], summary, input[type=submit], input[type=button], [role=button], [role=link], [role=tab], [role=menuitem], [role=option], [role=switch]',
    field: 'input:not([type=checkbox], [type=radio], [type=hidden], [type=submit], [type=button], [type=file]), textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=spinbutton], [role=slider]',
    tick: 'input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]',
    file: 'input[type=file]',
    scope: 'fieldset, section, article, li, tr, dialog, form, nav, aside, header, main, footer, details, dl, table, [role=group], [role=region], [role=dialog], [role=row], [role=listitem], [role=tabpanel], [role=radiogroup], [role=search], [role=list]',
  };

  // Behind a modal dialog nothing can be used, so nothing there is found.
  const root = () => {
    const modal = [...document.querySelectorAll('dialog:modal, [aria-modal=true]')].filter(shown);
    return modal.length ? modal[modal.length - 1] : document;
  };

  // The strictest way of matching that finds something: the same words, the same in any case, the beginning, somewhere within.
  const match = (candidates, wanted, words) => {
    const low = wanted.toLowerCase();
    const ways = [(n) => n === wanted, (n) => n.toLowerCase() === low, (n) => n.toLowerCase().startsWith(low), (n) => n.toLowerCase().includes(low)];
    for (const way of ways) {
      const found = candidates.filter((el) => way(words(el)));
      if (found.length) return found;
    }
    return [];
  };

  const scopes = (within, wanted) => {
    const all = [...within.querySelectorAll(KINDS.scope)].filter(shown);
    const headed = (el) => {
      const own = el.matches('li, tr, [role=row], [role=listitem]') ? '' : name.call(null, el.matches('[aria-label], [aria-labelledby], fieldset, table') ? el : document.createElement('i'));
      const heading = el.querySelector('h1, h2, h3, h4, h5, h6, summary, legend');
      return own || (heading ? squeeze(contents(heading)) : squeeze(contents(el)));
    };
    const found = match(all, wanted, headed);
    // The innermost first: a list entry before the section that holds it.
    return found.sort((a, b) => (a.contains(b) ? 1 : b.contains(a) ? -1 : 0));
  };

  const candidates = (kind, within) => [...within.querySelectorAll(KINDS[kind])].filter((el) => kind === 'file' || shown(el) || (el.labels && [...el.labels].some(shown) && el.matches('[type=checkbox], [type=radio]')));

  // `Group > Name #2`: the second of that name within that group.
  const find = (kind, path) => {
    const parts = path.split(' > ');
    const [, wanted, nth] = /^(.*?)(?: #(\d+))?$/s.exec(parts.pop());
    let grounds = [root()];
    for (const part of parts) grounds = grounds.flatMap((ground) => scopes(ground, part));
    for (const ground of grounds) {
      const found = match(candidates(kind, ground), squeeze(wanted), name);
      if (nth) { if (found[nth - 1]) return [found[nth - 1]]; } else if (found.length) return found;
    }
    return [];
  };

  const names = (kind) => candidates(kind, root()).map(name);
  const text = () => squeeze(document.body ? document.body.innerText : '');
  return { find, name, names, text, squeeze, shown };
})();
