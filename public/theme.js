// Sets the reader's own choice of theme before anything is drawn. Storage may be denied; then the system decides.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // As the system.
}
