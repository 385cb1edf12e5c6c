/* Filters, sorts and marks the rows of a responsibility matrix. Without it, everything is there to be read. */
(() => {
  const KEPT = "sphinx-roles-role";
  const LEAST = 6;
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const stored = (value) => {
    try {
      return value === undefined ? localStorage.getItem(KEPT) : localStorage.setItem(KEPT, value);
    } catch { /* The reader keeps nothing. */ }
  };

  function begin(matrix) {
    const rows = [...matrix.querySelectorAll("tbody > tr:not(.ro-band)")];
    const table = matrix.querySelector("table.ro-grid, table.ro-letters");
    if (!table || rows.length < LEAST) return;
    const [search, mine, all, part, written, byName, count, copied] = matrix.dataset.roWords.split("|");
    const grid = table.classList.contains("ro-grid");
    const heads = [...table.querySelectorAll("thead > tr:last-child > th:not(.ro-corner, .ro-field)")];
    const letters = new Map([...matrix.querySelectorAll(".ro-legend summary .ro-key, .ro-legend > .ro-key")]
      .map((key) => [key.querySelector("b").dataset.ro, words(key)]));
    const roles = grid ? heads.map((head) => words(head.querySelector("a") || head))
      : [...new Set([...table.querySelectorAll("tbody .ro-who")].map(name))].sort();
    const order = new Map(rows.map((row, place) => [row, place]));
    const bodies = new Map(rows.map((row) => [row.parentNode, []]));
    rows.forEach((row) => bodies.get(row.parentNode).push(row));

    function name(who) {
      return words(who).replace(/ \(.*/, "").replace(/,$/, "");
    }
    /* The letters that a role has in a row, or that anybody has. */
    function held(row, role) {
      const cells = [...row.querySelectorAll(":scope > td")];
      if (grid) {
        const asked = role ? [cells[roles.indexOf(role)]] : cells;
        return asked.flatMap((cell) => [...cell.querySelectorAll("b")].map((b) => b.dataset.ro));
      }
      return [...letters.keys()].filter((_, place) =>
        [...cells[place].querySelectorAll(".ro-who")].some((who) => !role || name(who) === role));
    }
    const select = (label, options) => {
      const made = make("select", { ariaLabel: label });
      made.append(...options.map(([value, text]) => make("option", { value, textContent: text })));
      return made;
    };
    const bar = make("div", { className: "ro-filter", role: "group", ariaLabel: search });
    const text = make("input", { type: "search", placeholder: search, ariaLabel: search });
    const role = select(mine, [["", mine], ...roles.map((one) => [one, one])]);
    const letter = select(all, [["", all], ["*", part], ...letters]);
    const sort = select(written, [["", written], ["name", byName]]);
    const found = make("output", { ariaLive: "polite" });
    const state = { q: text, role, letter, sort };
    bar.append(text, role, letter, sort, found);
    (matrix.querySelector(".ro-scroll") || table).before(bar);

    function mark() {
      const place = grid ? roles.indexOf(role.value) : -1;
      matrix.querySelectorAll(".ro-mine").forEach((cell) => cell.classList.remove("ro-mine"));
      if (place >= 0) [heads[place], ...rows.map((row) => row.cells[place + 1])].forEach((cell) => cell.classList.add("ro-mine"));
    }
    function arrange() {
      const compare = (a, b) => sort.value ? words(a.cells[0]).localeCompare(words(b.cells[0])) : order.get(a) - order.get(b);
      bodies.forEach((inside, body) => body.append(...inside.sort(compare)));
    }
    function filter() {
      const asked = text.value.toLocaleLowerCase();
      for (const row of rows) {
        const has = letter.value ? held(row, role.value) : [];
        const fits = !letter.value || (letter.value === "*" ? has.length : has.includes(letter.value));
        row.hidden = !(fits && words(row).toLocaleLowerCase().includes(asked));
      }
      bodies.forEach((inside, body) => { body.hidden = inside.every((row) => row.hidden); });
      const shown = rows.filter((row) => !row.hidden).length;
      found.textContent = shown < rows.length ? count.replace("{0}", shown).replace("{1}", rows.length) : "";
    }
    function apply(event) {
      if (event.target === role) stored(role.value), mark();
      if (event.target === sort) arrange();
      filter();
      const address = new URL(location);
      for (const [key, field] of Object.entries(state)) {
        field.value ? address.searchParams.set(key, field.value) : address.searchParams.delete(key);
      }
      history.replaceState(history.state, "", address);
    }

    const given = new URLSearchParams(location.search);
    for (const [key, field] of Object.entries(state)) field.value = given.get(key) || "";
    if (!given.has("role") && roles.includes(stored())) role.value = stored();
    for (const field of [role, letter, sort]) if (field.selectedIndex < 0) field.value = "";
    bar.addEventListener("input", apply);
    matrix.addEventListener("click", (event) => {
      const link = event.target.closest("a.headerlink");
      if (link) navigator.clipboard?.writeText(new URL(link.getAttribute("href"), location).href)
        .then(() => { found.textContent = copied; });
    });
    mark();
    if (sort.value) arrange();
    filter();
  }

  document.querySelectorAll(".ro-matrix[data-ro-words]").forEach(begin);
})();
