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
    const grid = matrix.querySelector(".ro-grid");
    const [mine, any, part, written, byName, count] = bar.dataset.roWords.split("|");
    const given = new URLSearchParams(location.search);
    const search = bar.firstChild.textContent;
    const found = make("output");
    const name = (who) => words(who).replace(/ \(.*|,$/, "");
    const roles = grid ? all(grid, "thead th:not(.ro-corner, .ro-field)").map((head) => words(head.querySelector("a") || head))
      : [...new Set(all(matrix, ".ro-who").map(name))].sort();
    /* A section is one body, or several where a large grid is in blocks. */
    const sections = [];
    all(matrix, "tbody").forEach((body) =>
      body.matches(".ro-on") ? sections.at(-1).push(body) : sections.push([body]));

    const select = (label, ...options) => {
      const made = make("select", { ariaLabel: label });
      made.append(...[[label, ""], ...options].map((one) => new Option(...one)));
      return made;
    };
    const text = make("input", { type: "search", placeholder: search, ariaLabel: search });
    const role = select(mine, ...roles.map((one) => [one]));
    const letter = select(any, [part, "*"], ...all(matrix, ".ro-legend b")
      .map((badge) => [words(badge.parentNode), badge.dataset.ro]));
    const sort = select(written, [byName, "name"]);
    const fields = Object.entries({ q: text, role, letter, sort });
    Object.assign(bar, { role: "group", ariaLabel: search });
    bar.replaceChildren(text, role, letter, sort, found);

    function mark() {
      const column = `.ro-grid tr > :nth-child(${roles.indexOf(role.value) + 2}):not(:first-child)`;
      all(matrix, `.ro-mine, ${column}`).forEach((cell) => cell.classList.toggle("ro-mine", cell.matches(column)));
    }
    function arrange() {
      for (const section of sections) {
        const sizes = section.map((body) => all(body, "tr:not(.ro-band)").length);
        const sorted = rows.filter((row) => section.includes(row.parentNode));
        if (sort.value) sorted.sort((a, b) => words(a.cells[0]).localeCompare(words(b.cells[0])));
        section.forEach((body, place) => body.append(...sorted.splice(0, sizes[place])));
      }
      matrix.querySelector(".ro-corner").ariaSort = sort.value ? "ascending" : null;
    }
    /* Whether a cell is of the role that is chosen, if one is. */
    const asks = (cell) => !role.value
      || (grid ? [roles[cell.cellIndex - 1]] : all(cell, ".ro-who").map(name)).includes(role.value);
    function filter() {
      const asked = text.value.toLocaleLowerCase();
      for (const row of rows) {
        row.hidden = !words(row).toLocaleLowerCase().includes(asked) || letter.value && !all(row, "td[data-ro], td b")
          .some((badge) => ["*", badge.dataset.ro].includes(letter.value) && asks(badge.closest("td")));
      }
      for (const section of sections) {
        const left = section.map((body) => all(body, "tr:not(.ro-band, [hidden])").length);
        section.forEach((body, place) => {
          body.hidden = !(place ? left[place] : Math.max(...left));
          body.style = `--ro-rows: ${left[place]}`;
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
  /* Heads stay below what the theme keeps at the top of the window, which only a look there can tell. */
  function below(top) {
    const bar = document.elementsFromPoint(innerWidth / 2, top)
      .find((one) => /sticky|fixed/.test(getComputedStyle(one).position) && !one.closest(".ro"));
    if (bar) below(Math.ceil(bar.getBoundingClientRect().bottom));
    else all(document, ".ro thead").forEach((head) => head.style = `--ro-bar: ${top}px`);
  }
  addEventListener("scrollend", () => below(0));
  /* A page whose policy lets no script run shows no button. */
  document.documentElement.dataset.roOn = "";
  if (stored() || location.search) all(document, ".ro-filter").forEach(open);
})();
