// What has to be known before anything is painted: the reader's own choice of theme, which the dashboard shares, and where the other
// files of the book are. mdBook's scripts read these two names.

const start = document.documentElement;
var path_to_root = start.dataset.root;
window.path_to_searchindex_js = start.dataset.search;

// Storage may be denied; then the system decides.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') start.dataset.theme = theme;
} catch {
  // As the system.
}
