// Looks at how far an import is, once a second, and shows its page anew when it has come further.
// Without JavaScript the page offers a link that does the same.
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const bar = place.querySelector("progress");
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  // A screen reader says what changed in the state: so it changes only when it does.
  const tell = (where, text) => {
    const there = place.querySelector(where);
    if (there.textContent !== text) there.textContent = text;
  };
  const show = (now) => {
    tell("[data-state]", now.label);
    tell("[data-step]", now.step);
    place.querySelector("[data-done]").textContent = now.done
      ? number(now.done) + (now.total ? " / " + number(now.total) : "")
      : "";
    if (now.total) {
      bar.max = now.total;
      bar.value = Math.min(now.done, now.total);
    } else {
      bar.removeAttribute("value");
    }
  };
  const look = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const now = await answer.json();
        if (!now.moving) return location.reload();
        show(now);
      }
    } catch {
      // The server may be away for a moment: look again later.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 400);
})();
