// Runs before the page is drawn: the theme that was chosen earlier, and styles that need
// scripts.
document.documentElement.classList.add("js");
try {
  const kept = localStorage.getItem("patctl-theme");
  if (kept === "dark" || kept === "light") {
    document.documentElement.dataset.theme = kept;
  }
} catch {
  // The browser keeps nothing: the theme is the one of the system.
}
