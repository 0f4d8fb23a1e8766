// What has to be known before anything is painted: the reader's own choice of theme, and whether the address asks for the page that stands
// in the HTML.

const root = document.documentElement;

// Storage may be denied; then the system decides.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
} catch {
  // As the system.
}

// The page in the HTML is the Overview of all changes. Figures of another filter, or another page, never stand in for those that the
// address asks for: a style hides them, and a sentence says that they are being computed.
function mark() {
  const place = location.hash;
  if (['', '#', '#/', '#/overview'].includes(place)) delete root.dataset.awaits;
  else root.dataset.awaits = /^#\/overview(\?|$)/.test(place) ? 'filter' : 'page';
}
mark();
addEventListener('hashchange', mark);

// The fragment is the place: the link over the bars moves the focus without changing it.
addEventListener('click', (event) => {
  if (!event.target.closest?.('#boot .skip')) return;
  event.preventDefault();
  document.getElementById('main')?.focus();
});
