// A picture that is already there becomes one that can be moved, looked into and taken apart.
// Without this script it stands as it is, and the form beside it asks for another.
"use strict";

(() => {
  const STEP = 60;
  const FARTHER = 1.25;

  class Picture {
    constructor(frame) {
      this.frame = frame;
      this.svg = frame.querySelector("svg");
      this.scene = this.svg.querySelector(".scene");
      this.sheet = frame.querySelector(".picture-sheet");
      this.view = { x: 0, y: 0, scale: 1 };
      this.nodes = [];
      this.lines = [];
      this.read();
      this.listen();
      frame.classList.add("is-live");
      frame.querySelector(".picture-tools").hidden = false;
    }

    read() {
      for (const element of this.scene.querySelectorAll("[data-n]")) {
        const place = element.transform.baseVal.getItem(0).matrix;
        this.nodes[Number(element.dataset.n)] = { element, x: place.e, y: place.f, lines: [] };
      }
      for (const element of this.scene.querySelectorAll("polyline")) {
        const line = { element, ends: [Number(element.dataset.a), Number(element.dataset.b)] };
        line.points = element.getAttribute("points").split(" ").map((one) => one.split(",").map(Number));
        this.lines.push(line);
        for (const end of line.ends) this.nodes[end].lines.push(line);
      }
    }

    listen() {
      this.frame.querySelector(".picture-tools").addEventListener("click", (event) => {
        const button = event.target.closest("[data-do]");
        if (button) this.act(button.dataset.do);
      });
      this.sheet.addEventListener("keydown", (event) => this.key(event));
      this.svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      this.svg.addEventListener("pointerdown", (event) => this.hold(event));
      this.svg.addEventListener("pointermove", (event) => this.pull(event));
      for (const end of ["pointerup", "pointercancel"]) {
        this.svg.addEventListener(end, (event) => this.release(event));
      }
      this.svg.addEventListener("click", (event) => this.click(event), true);
      this.svg.addEventListener("dragstart", (event) => event.preventDefault());
      for (const [begins, ends] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
        this.svg.addEventListener(begins, (event) => this.light(event.target.closest("[data-n]")));
        this.svg.addEventListener(ends, () => this.light(null));
      }
    }

    act(what) {
      const moves = { left: [STEP, 0], right: [-STEP, 0], up: [0, STEP], down: [0, -STEP] };
      if (what === "in") this.zoom(FARTHER);
      else if (what === "out") this.zoom(1 / FARTHER);
      else if (what === "reset") this.show({ x: 0, y: 0, scale: 1 });
      else this.move(...moves[what]);
    }

    key(event) {
      const keys = {
        "+": "in", "=": "in", "-": "out", "0": "reset",
        ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
      };
      const what = keys[event.key];
      if (!what || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.act(what);
    }

    // The wheel scrolls the page, as everywhere; with Ctrl, or on a picture that is zoomed, it zooms.
    wheel(event) {
      if (!event.ctrlKey && this.view.scale === 1) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? FARTHER : 1 / FARTHER, this.at(event));
    }

    at(event) {
      return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    }

    zoom(by, around) {
      const box = this.svg.viewBox.baseVal;
      const point = around || { x: box.width / 2, y: box.height / 2 };
      const scale = Math.min(12, Math.max(1, this.view.scale * by));
      const real = scale / this.view.scale;
      this.show({
        scale,
        x: point.x - (point.x - this.view.x) * real,
        y: point.y - (point.y - this.view.y) * real,
      });
    }

    move(x, y) {
      this.show({ ...this.view, x: this.view.x + x, y: this.view.y + y });
    }

    show(view) {
      this.view = view;
      const still = view.scale === 1 && view.x === 0 && view.y === 0;
      this.scene.setAttribute("transform", still ? "" : `translate(${view.x} ${view.y}) scale(${view.scale})`);
      this.frame.classList.toggle("is-zoomed", view.scale !== 1);
    }

    hold(event) {
      if (event.button !== 0) return;
      const element = event.target.closest("[data-n]");
      this.held = { node: element && this.nodes[Number(element.dataset.n)], from: this.at(event), far: false };
    }

    pull(event) {
      if (!this.held) return;
      const now = this.at(event);
      const [x, y] = [now.x - this.held.from.x, now.y - this.held.from.y];
      if (!this.held.far && Math.hypot(x, y) < 4) return;
      if (!this.held.far) this.svg.setPointerCapture(event.pointerId);
      this.held.far = true;
      this.held.from = now;
      this.svg.classList.add("is-held");
      if (this.held.node) this.put(this.held.node, x / this.view.scale, y / this.view.scale);
      else this.move(x, y);
    }

    release() {
      this.dragged = Boolean(this.held && this.held.far);
      this.held = null;
      this.svg.classList.remove("is-held");
    }

    // Whoever pulled a record did not mean to follow its link.
    click(event) {
      if (this.dragged) event.preventDefault();
      this.dragged = false;
    }

    put(node, x, y) {
      node.x += x;
      node.y += y;
      node.element.setAttribute("transform", `translate(${node.x} ${node.y})`);
      for (const line of node.lines) {
        const [first, second] = line.ends.map((end) => this.nodes[end]);
        line.points = [[first.x, first.y], [(first.x + second.x) / 2, (first.y + second.y) / 2], [second.x, second.y]];
        line.element.setAttribute("points", line.points.map((one) => one.join(",")).join(" "));
      }
    }

    light(element) {
      for (const lit of this.scene.querySelectorAll(".lit")) lit.classList.remove("lit");
      this.svg.classList.toggle("is-asked", Boolean(element));
      if (!element) return;
      element.classList.add("lit");
      for (const line of this.nodes[Number(element.dataset.n)].lines) {
        line.element.classList.add("lit");
        for (const end of line.ends) this.nodes[end].element.classList.add("lit");
      }
    }
  }

  // The kinds of tie that are not ticked go at once; «Show» asks for the picture without them.
  function filter(form, svg) {
    form.addEventListener("change", (event) => {
      if (event.target.name !== "tie") return;
      svg.classList.toggle(`hide-${event.target.value}`, !event.target.checked);
    });
  }

  async function wait(element) {
    const address = element.dataset.waiting.replace("/picture/", "/picture.svg");
    const answer = await fetch(address).catch(() => null);
    if (answer && answer.ok) window.location.reload();
    else window.setTimeout(() => wait(element), 3000);
  }

  for (const frame of document.querySelectorAll("[data-picture]")) {
    const picture = new Picture(frame);
    const form = document.querySelector(".picture-form");
    if (form) filter(form, picture.svg);
  }
  for (const element of document.querySelectorAll("[data-waiting]")) wait(element);
})();
