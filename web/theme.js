// Runs before the page is drawn, so that no theme flashes.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("assay-theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    const named = chosen();
    const theme = named === "light" || named === "dark" ? named : system.matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new Event("themechange"));
  };
  apply();
  system.addEventListener("change", apply);
})();
