try {
  const theme = localStorage.getItem('cuepoint.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is forbidden; the system's choice holds.
}
