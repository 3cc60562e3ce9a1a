// Fetches the counts beside the filters of a long list, so that the page need not wait for them.
// Without JavaScript the page offers a link that shows them.
(() => {
  const place = document.querySelector("[data-facets]");
  if (!place) return;
  place.setAttribute("aria-busy", "true");
  fetch(place.dataset.facets)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((page) => {
      place.innerHTML = page;
      place.classList.remove("facets-later");
    })
    .catch(() => {
      // The link stays: it asks for the same.
    })
    .finally(() => place.removeAttribute("aria-busy"));
})();
