// Suggestions under a search box while one types: the combobox of the WAI-ARIA Authoring Practices, with
// the focus in the box and the choice named by aria-activedescendant. Without JavaScript the form is a form.
// The search leads to what is chosen; a box with a hidden field beside it (data-chosen) puts it in there.
document.querySelectorAll("[data-suggest]").forEach((form) => {
  const field = form.querySelector("[data-chosen]");
  const box = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const PAUSE = 160; // milliseconds without a key before the site is asked
  const kept = new Map(); // what was asked on this page already
  let waiting = 0, asking = null, chosen = -1, shown = [], asked = "";

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const options = list.children;
    if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
    chosen = at;
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[at].id);
  };
  const piece = (name, text, language) => {
    const one = document.createElement("span");
    one.className = name;
    one.textContent = text;
    one.dir = "auto";
    if (language && !["mul", "und"].includes(language)) one.lang = language;
    return one;
  };
  const take = (one) => {
    if (!field) return location.assign(one.address);
    field.value = one.slug;
    field.disabled = false;
    close();
    box.value = "submits" in form.dataset ? "" : one.label;
    if ("submits" in form.dataset) box.form.requestSubmit();
  };
  const option = (one, at) => {
    const item = document.createElement("li");
    item.id = list.id + "-" + at;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(piece("name", one.label, one.language));
    if (one.acronym) item.append(" ", piece("acronym", one.acronym));
    if (one.matched) {
      const matched = piece("matched", "");
      matched.append(piece("", one.matched, one.matched_language), " (" + one.matched_as + ")");
      item.append(matched);
    }
    item.append(piece("about", one.about));
    item.addEventListener("click", () => take(one));
    return item;
  };
  const say = (number) => {
    const text = number ? form.dataset.some : form.dataset.none;
    status.textContent = text.replace("{number}", number.toLocaleString(document.documentElement.lang));
  };
  const show = (text, found) => {
    shown = found;
    asked = text;
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    say(found.length);
  };
  const ask = async () => {
    const text = box.value.trim();
    if (asking) asking.abort();
    if (text.length < 2 || text.length > 200) return close();
    if (kept.has(text)) return show(text, kept.get(text));
    asking = new AbortController();
    try {
      const address = new URL(form.dataset.suggest, location);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const found = (await answer.json()).suggestions;
      if (kept.size > 100) kept.clear();
      kept.set(text, found);
      if (box.value.trim() === text && document.activeElement === box) show(text, found);
    } catch {
      // A newer question took the place of this one, or the site is away: the form still works.
    }
  };
  const move = (step) => {
    if (list.hidden) {
      if (shown.length && asked === box.value.trim()) show(asked, shown);
      else return ask();
    }
    const last = shown.length - 1;
    choose(chosen + step > last ? -1 : chosen + step < -1 ? last : chosen + step);
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.autocomplete = "off";
  box.addEventListener("input", () => {
    if (field) field.disabled = true; // what is typed now is another name
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      take(shown[chosen]);
    } else if (event.key === "Tab") {
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  box.addEventListener("blur", close);
});
