// The frame of a page: contents on small screens, theme, keys of the search, copying of code.

const root = document.documentElement;

// mdBook's search asks for it: whether a key is meant for a field.
function mdbook_something_else_has_focus(event) {
  return /^(input|select|textarea)$/i.test((event.composedPath()[0] ?? event.target).nodeName);
}

const contents = document.getElementById('contents');
function show(open) {
  root.classList.toggle('contents-open', open);
  contents.setAttribute('aria-expanded', open);
}
contents.addEventListener('click', () => show(!root.classList.contains('contents-open')));
document.getElementById('mdbook-sidebar').addEventListener('click', (event) => { if (event.target.closest('a')) show(false); });

document.getElementById('theme').addEventListener('click', () => {
  const isDark = getComputedStyle(root).colorScheme === 'dark';
  root.dataset.theme = isDark ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', root.dataset.theme);
  } catch {
    // It holds for this page.
  }
});

// The keys of the search, before mdBook's own: those move the focus through an element with a style, which the page's policy forbids.
const bar = document.getElementById('mdbook-searchbar');
const results = () => [...document.querySelectorAll('#mdbook-searchresults a')];
document.addEventListener('keydown', (event) => {
  const links = results();
  const at = links.indexOf(document.activeElement);
  if (document.activeElement !== bar && at < 0) {
    if (event.key === 'Escape') show(false);
    return;
  }
  const to = { ArrowDown: links[at + 1] ?? links[at], ArrowUp: links[at - 1] ?? bar }[event.key];
  if (to) to.focus();
  else if (event.key === 'Enter' && at < 0) links[0]?.click();
  else if (event.key === 'Escape') {
    document.getElementById('mdbook-search-toggle').focus();
    document.getElementById('mdbook-search-toggle').click();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// A table or a block of code that scrolls can be scrolled by keys.
for (const box of document.querySelectorAll('pre, .table-wrapper')) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;

// The clipboard is there at a safe address only.
if (navigator.clipboard) {
  for (const code of document.querySelectorAll('pre > code')) {
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Copy';
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent);
      copy.textContent = 'Copied';
      setTimeout(() => { copy.textContent = 'Copy'; }, 2000);
    });
    const block = document.createElement('div');
    block.className = 'code';
    code.parentElement.replaceWith(block);
    block.append(code.parentElement, copy);
  }
}
