// Looks at how far an import is, once a second, and shows its page anew when it has come further.
// Without JavaScript the page offers a link that does the same.
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const done = place.querySelector("[data-done]");
  const look = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const now = await answer.json();
        if (!now.moving) return location.reload();
        done.textContent = now.done.toLocaleString(document.documentElement.lang);
      }
    } catch {
      // The server may be away for a moment: look again later.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
})();
