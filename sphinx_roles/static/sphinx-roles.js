/* Filters, sorts and marks the rows of a responsibility matrix. Without it, everything is there to be read. */
(() => {
  const KEPT = "sphinx-roles-role";
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const all = (element, selector) => [...element.querySelectorAll(selector)];
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const stored = (value) => {
    try {
      return value === undefined ? localStorage[KEPT] : localStorage[KEPT] = value;
    } catch { /* The reader keeps nothing. */ }
  };

  /* The page has a button: what is put into it is laid out once more. Fields are made on first use, or where one is filled in. */
  function open(bar) {
    const matrix = bar.parentNode;
    const rows = all(matrix, "tbody > tr:not(.ro-band)");
    const table = matrix.querySelector(".ro-grid, .ro-letters");
    const [mine, any, part, written, byName, count] = bar.dataset.roWords.split("|");
    const given = new URLSearchParams(location.search);
    const search = bar.firstChild.textContent;
    const found = make("output");
    const grid = table.matches(".ro-grid");
    const heads = all(table, "thead > tr:last-child > th:not(.ro-corner, .ro-field)");
    const letters = new Map(all(matrix, ".ro-legend b")
      .map((badge) => [badge.dataset.ro, words(badge.parentNode)]));
    const name = (who) => words(who).replace(/ \(.*|,$/, "");
    const roles = grid ? heads.map((head) => words(head.querySelector("a") || head))
      : [...new Set(all(table, "tbody .ro-who").map(name))].sort();
    /* A section is one body, or several where a large grid is in blocks. */
    const sections = [];
    all(matrix, "tbody").forEach((body) =>
      body.matches(".ro-on") ? sections.at(-1).push(body) : sections.push([body]));

    /* The letters that a role has in a row, or that anybody has. */
    function held(row, role) {
      const [, ...cells] = row.cells;
      if (grid) {
        const asked = role ? [cells[roles.indexOf(role)]] : cells;
        return asked.flatMap((cell) => [cell, ...all(cell, "b")].map((b) => b.dataset.ro));
      }
      return [...letters.keys()].filter((_, place) =>
        all(cells[place], ".ro-who").some((who) => !role || name(who) === role));
    }
    const select = (label, ...options) => {
      const made = make("select", { ariaLabel: label });
      made.append(...[["", label], ...options].map(([value, text]) => new Option(text, value)));
      return made;
    };
    const text = make("input", { type: "search", placeholder: search, ariaLabel: search });
    const role = select(mine, ...roles.map((one) => [one, one]));
    const letter = select(any, ["*", part], ...letters);
    const sort = select(written, ["name", byName]);
    const fields = Object.entries({ q: text, role, letter, sort });
    Object.assign(bar, { role: "group", ariaLabel: search });
    bar.replaceChildren(text, role, letter, sort, found);

    function mark() {
      const place = grid ? roles.indexOf(role.value) : -1;
      all(matrix, ".ro-mine").forEach((cell) => cell.classList.remove("ro-mine"));
      if (place >= 0) [heads[place], ...rows.map((row) => row.cells[place + 1])].forEach((cell) => cell.classList.add("ro-mine"));
    }
    function arrange() {
      for (const section of sections) {
        const sizes = section.map((body) => all(body, "tr:not(.ro-band)").length);
        const sorted = rows.filter((row) => section.includes(row.parentNode));
        if (sort.value) sorted.sort((a, b) => words(a.cells[0]).localeCompare(words(b.cells[0])));
        section.forEach((body, place) => body.append(...sorted.splice(0, sizes[place])));
      }
      table.querySelector(".ro-corner").ariaSort = sort.value ? "ascending" : null;
    }
    function filter() {
      const asked = text.value.toLocaleLowerCase();
      for (const row of rows) {
        const fits = !letter.value || held(row, role.value).some((one) => one && ["*", one].includes(letter.value));
        row.hidden = !(fits && words(row).toLocaleLowerCase().includes(asked));
      }
      for (const section of sections) {
        const left = section.map((body) => all(body, "tr:not(.ro-band, [hidden])").length);
        section.forEach((body, place) => {
          body.hidden = !(place ? left[place] : Math.max(...left));
          body.style.setProperty("--ro-rows", left[place]);
        });
      }
      const shown = rows.filter((row) => !row.hidden).length;
      found.textContent = shown < rows.length ? count.replace("{0}", shown).replace("{1}", rows.length) : "";
    }
    bar.addEventListener("input", ({ target }) => {
      if (target === role) stored(role.value), mark();
      if (target === sort) arrange();
      filter();
      const address = new URL(location);
      for (const [key, field] of fields) {
        field.value ? address.searchParams.set(key, field.value) : address.searchParams.delete(key);
      }
      history.replaceState(history.state, "", address);
    });

    /* What this page does not know is nothing. */
    for (const [key, field] of fields) {
      field.value = given.get(key) ?? (field === role ? stored() : "");
      if (field.selectedIndex < 0) field.value = "";
    }
    mark();
    if (sort.value) arrange();
    if (text.value || letter.value) filter();
    return text;
  }

  document.addEventListener("click", ({ target }) => {
    const bar = target.closest(".ro-matrix")?.querySelector(".ro-filter");
    if (target.matches(".ro-filter > button")) open(bar).focus();
    if (bar && target.matches("a.headerlink")) {
      const found = bar.querySelector("output") ?? bar.appendChild(make("output"));
      navigator.clipboard?.writeText(target.href).then(() => found.textContent = bar.dataset.roWords.split("|")[6]);
    }
  });
  /* A page whose policy lets no script run shows no button. */
  document.documentElement.dataset.roOn = "";
  if (stored() || location.search) all(document, ".ro-filter").forEach(open);
})();
