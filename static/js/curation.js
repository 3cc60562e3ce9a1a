// Names for the search boxes of the curation desk: the widget that Django uses for choosing a record gives
// its parts roles, but not the label of their field, which a screen reader needs.
(() => {
  const name = (box) => {
    const select = box.closest(".related-widget-wrapper, .form-row, td, div")?.querySelector("select");
    const label = select && (select.labels?.[0]?.textContent || select.closest("td")?.className.replace("field-", ""));
    if (!label) return;
    const text = label.replace(/:\s*$/, "").trim();
    box.setAttribute("aria-label", text);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", text);
  };
  const nameAll = () => document.querySelectorAll(".select2-selection:not([aria-label])").forEach(name);
  document.addEventListener("DOMContentLoaded", () => {
    nameAll();
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  });
})();
