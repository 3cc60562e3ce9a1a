// Names for the search boxes of the curation desk: the widget that Django uses for choosing a record gives
// its parts roles, but not the label of their field, which a screen reader needs. And a better first focus.
(() => {
  const name = (box) => {
    const select = box.closest(".related-widget-wrapper, .form-row, td, div")?.querySelector("select");
    const cell = select?.closest("td");
    const column = cell && cell.closest("table")?.querySelector(`thead .${cell.className.replace("field-", "column-")}`);
    const label = select?.labels?.[0]?.textContent || column?.textContent.trim();
    if (!label) return;
    const text = label.replace(/:\s*$/, "").trim();
    box.setAttribute("aria-label", text);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", text);
  };
  const nameAll = () => document.querySelectorAll(".select2-selection:not([aria-label])").forEach(name);
  // Django puts the cursor into the first field of a new record; with the buttons on top, that is “Save”.
  const toFirstField = () => {
    if (!document.activeElement?.closest(".submit-row")) return;
    document.querySelector(".form-row :is(.select2-selection, input:not([type=hidden]), select:not(.admin-autocomplete), textarea)")?.focus();
  };
  // After Django’s own scripts, which are loaded aside and dress the fields a moment later.
  window.addEventListener("load", () => setTimeout(toFirstField));
  document.addEventListener("DOMContentLoaded", () => {
    nameAll();
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  });
})();
