// Deciding on names from the keyboard: within a name, the keys 1 to 9 choose. Arrows, space and Tab do the
// same without this script.
(() => {
  const hint = document.querySelector(".names-to-decide .keys");
  if (hint) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    const name = event.target.closest?.("fieldset.name-to-decide");
    const choice = name?.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus();
  });
})();
