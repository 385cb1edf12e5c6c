// What tests ask of a page. Colours are asked of a canvas, which knows every way to write one.
window.all = (selector) => [...document.querySelectorAll(selector)];
window.probe = (() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const style = (element, pseudo = null) => getComputedStyle(element, pseudo);
  const box = (element) => element.getBoundingClientRect();
  const middle = (thing) => (box(thing).top + box(thing).bottom) / 2;

  // Colours
  const known = new Map();
  const rgba = (color) => {
    if (!known.has(color)) known.set(color, painted(color));
    return known.get(color);
  };
  const painted = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (color) => {
    const linear = color.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ratio = (one, two) => {
    const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // The colour behind an element; `own` counts its own background.
  const behind = (element, own = true) => {
    const layers = [];
    for (let e = own ? element : element.parentElement; e; e = e.parentElement) layers.push(rgba(style(e).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const text = (element, pseudo = null) => {
    let opacity = pseudo ? Number(style(element, pseudo).opacity) : 1;
    for (let e = element; e; e = e.parentElement) opacity *= style(e).opacity;
    const color = rgba(style(element, pseudo).color);
    return ratio(over([...color.slice(0, 3), color[3] * opacity], behind(element)), behind(element));
  };
  // A cell without a letter has a dash that is painted in the first of its colours, or drawn as text.
  const dash = (cell) => {
    const [painted] = style(cell).backgroundImage.match(/\w+\([^()]*\)/) ?? [];
    return painted ? ratio(over(rgba(painted), behind(cell)), behind(cell)) : text(cell, "::before");
  };
  // A badge is drawn before its word, and seen by its fill or by its border, whichever stands out more.
  const drawn = (badge) => style(badge, "::before");
  const fill = (badge) => over(rgba(drawn(badge).backgroundColor), behind(badge));
  const letter = (badge) => ratio(over(rgba(drawn(badge).webkitTextFillColor), fill(badge)), fill(badge));
  const shape = (badge) => {
    const border = over(rgba(drawn(badge).borderTopColor), fill(badge));
    return Math.max(ratio(fill(badge), behind(badge)), ratio(border, behind(badge)));
  };

  // What is there to see
  const shown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    style(element).clipPath === "none" && parseFloat(style(element).fontSize) > 0;
  const speaks = (element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  const named = (element) =>
    `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const columns = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);

  return {
    // Contrast
    texts: () => all(".ro *").filter((e) => shown(e) && speaks(e)).map((e) => [named(e), e.closest("a") !== null, text(e)]),
    badges: () => all(".ro [data-ro]").map((b) => [named(b), letter(b), shape(b), drawn(b).borderTopStyle]),
    // Lines of pictures; where only one is faint among many, it is still a line that says something.
    strokes: () => all(".ro svg *").filter((e) => e.getTotalLength?.() > 0 && style(e).stroke !== "none")
      .map((e) => {
        const [r, g, b, a] = rgba(style(e).stroke), below = behind(e);
        return [named(e.closest("svg")), ratio(over([r, g, b, a * style(e).strokeOpacity], below), below)];
      }),
    dashes: () => all(".ro tbody td:not(:has(*))").map(dash),
    letters: (selector) => all(selector).map(letter),
    tools: () => all("a.ro-tools, .ro-tools a").map((link) => text(link)),
    paper: () => all(".ro *")
      .filter((e) => shown(e) && speaks(e) && !e.matches("[data-ro]"))
      .filter((e) => text(e) < 4.5 || behind(e).slice(0, 3).join() !== "255,255,255").map(named),
    focus: () => {
      const e = document.activeElement;
      if (!e.closest(".ro")) return null;
      return [named(e), style(e).outlineStyle, parseFloat(style(e).outlineWidth),
        ratio(rgba(style(e).outlineColor), behind(e, false))];
    },
    // How light the page is, from 0 to 1
    lightness: () => light(behind(document.querySelector(".ro"))),
    background: (selector) => rgba(style(document.querySelector(selector)).backgroundColor),

    // Size
    sticksOut: () => all(".ro, .ro *").filter((e) => !e.closest(".ro-scroll > *") && shown(e))
      .filter((e) => box(e).width && (box(e).right > innerWidth + 1 || box(e).left < -1)).map(named),
    widens: () => {
      const page = document.documentElement, wide = page.scrollWidth, hide = new CSSStyleSheet();
      hide.replaceSync(".ro { display: none !important }");
      document.adoptedStyleSheets.push(hide);
      const without = page.scrollWidth;
      document.adoptedStyleSheets.pop();
      return wide - Math.max(without, innerWidth);
    },
    cutOff: () => all(".ro-card, .sd-card-body, .ro-chip, .ro-table :is(td, th), .ro-legend")
      .filter((e) => shown(e) && e.clientHeight && e.scrollHeight > e.clientHeight + 2).map(named),
    small: () => all(".ro :is(.ro-legend > summary, .ro-links > a, .ro-tools > a, a.ro-tools)")
      .filter((e) => shown(e) && box(e).height < 23.5).map(named),
    hidden: () => all(".ro-scroll").map((region) => region.scrollWidth - region.clientWidth),
    wider: (selector) => all(selector).filter((e) => e.scrollWidth > e.clientWidth + 1)
      .map((e) => [named(e), e.scrollWidth, e.clientWidth]),
    outOfTable: () => all(".ro-compare tbody td").filter((e) => box(e).width)
      .filter((e) => box(e).right > box(e.closest(".ro-scroll")).right + 1).map(named),
    aboveEachOther: () => all(".ro-compare tbody tr").filter((row) => row.querySelector(".ro-judged"))
      .map((row) => [...row.cells].filter((cell) => box(cell).width).map(box))
      .map(([name, second, third]) => second.right - name.right > -2 && second.left - name.left < 2 && third && second.width === name.width
        ? [second.top - name.bottom, third.top - second.bottom] : [second.top - name.bottom]),
    // Words that a cell breaks in two, as it has no room for them
    brokenWords: (selector) => all(selector).flatMap((cell) => {
      const broken = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!shown(node.parentElement)) continue;
        for (const word of node.data.matchAll(/[\p{L}\d]{2,}/gu)) {
          const range = document.createRange();
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          if (new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1) broken.push(word[0]);
        }
      }
      return broken;
    }),
    boxes: () => all(".ro-scroll").map((region) => style(region).overflowX),
    cutHeads: () => all(".ro-table thead th, .ro-head").filter((e) => e.scrollWidth > e.clientWidth + 3).map(named),
    intoTable: () => {
      document.documentElement.style.scrollBehavior = "auto";
      document.body.style.minBlockSize = "4000px";
      scrollTo(0, box(document.querySelector(".ro-table tbody")).top + scrollY + 40);
    },
    headInWindow: () => {
      const { left, right, top } = box(document.querySelector(".ro-table thead th:last-child"));
      const at = (y) => Boolean(document.elementFromPoint((left + right) / 2, y)?.closest(".ro-table"));
      return [top, top >= 2 && at(top - 2), at(top + 1)];
    },
    stacked: () => {
      const region = document.querySelector(".ro-stacked"), [heads, row] = ["thead tr", "tbody tr:not(.ro-band)"].map((rows) => [...region.querySelector(rows).cells].slice(1));
      const rows = [...region.querySelectorAll("tbody tr:not(.ro-band)")].map((one) => one.cells);
      return [[...new Set(rows.map(([name, ...cells]) => Math.max(0, ...cells.map((cell) => Math.round(box(name).bottom - box(cell).top)))))],
        heads.map((head, n) => [box(head).left, box(row[n]).left]), region.scrollWidth - region.clientWidth,
        [...region.querySelectorAll(".ro-head")].filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1).map(named)];
    },
    firstColumns: () => all(".ro-scroll").filter((e) => e.scrollWidth > e.clientWidth)
      .map((e) => e.querySelector(".ro-corner").offsetWidth / e.clientWidth),
    // A badge that its cell draws has no box to be asked for: it is as far from its line as one that is an element.
    fromTheLine: () => {
      const line = (e) => { const range = document.createRange(); range.selectNode(e.firstChild); return range.getBoundingClientRect().top; };
      const badge = document.querySelector("td > b[data-ro]"), lift = middle(badge) - line(badge);
      return all(".ro-table tbody tr:not(.ro-band)").filter((row) => row.querySelector("td [data-ro], td[data-ro]")).map((row) => {
        const range = document.createRange(), name = row.querySelector("summary") ?? row.cells[0];
        const text = [...name.childNodes].find((node) => node.nodeType === 3);
        range.setStart(text, 0);
        range.setEnd(text, 4);
        const drawn = row.querySelector("td [data-ro], td[data-ro]");
        return Math.abs((drawn.matches("td") ? line(drawn) + lift : middle(drawn)) - middle(range));
      });
    },
    // What follows the reader's own scrolling does not move by itself.
    moving: () => all(".ro *").filter((e) => !e.closest("a") && style(e).animationName !== "ro-edge" && [null, "::before", "::after"].some((p) =>
      style(e, p).animationName !== "none" || style(e, p).transitionDuration.split(",").some((d) => parseFloat(d) > 0.15),
    )).map(named),

    // Scrolling
    scrolled: (x, y) => {
      const region = document.querySelector(".ro-scroll"), outer = () => box(region);
      region.scrollIntoView({ block: "center" });
      region.scrollTo(x, y);
      const [corner, last] = [".ro-corner", "thead th:last-child"].map((s) => box(region.querySelector(s)));
      const name = box(region.querySelector("tbody [scope=row]"));
      return {
        at: [region.scrollLeft, region.scrollTop],
        left: [corner, name].map((r) => Math.round(r.left - outer().left)),
        right: Math.round(outer().right - corner.right),
        top: [corner, last].map((r) => Math.round(r.top - outer().top)),
      };
    },
    // What is on top in the first column, in the middle and in the head.
    onTop: () => {
      const r = box(document.querySelector(".ro-scroll"));
      const at = (y) => document.elementFromPoint(r.left + 30, r.top + y);
      return [at(r.height / 2).closest("[scope=row]") !== null, at(12).closest(".ro-corner") !== null];
    },
    twoHeads: () => {
      const region = document.querySelector(".ro-scroll"), [one, two] = region.querySelectorAll("thead tr");
      region.style.maxBlockSize = "240px";
      region.scrollTo(60, 90);
      return [box(one.cells[1]).top - box(region).top, box(two.cells[1]).top - box(one.cells[1]).bottom,
        box(two.cells[0]).top - box(one.cells[0]).bottom];
    },
    // Scroll until a cell is behind the first column and the head, then give it the focus.
    behindTheNames: (row, column) => {
      document.documentElement.style.scrollBehavior = "auto";
      const region = document.querySelector(".ro-scroll"), cell = region.querySelectorAll("tbody tr")[row].cells[column];
      region.scrollIntoView({ block: "center" });
      region.scrollTo(cell.offsetLeft, cell.offsetTop);
      cell.removeAttribute("data-ro");
      cell.innerHTML = "<a href='#'>link</a>";
      cell.firstChild.focus();
    },
    focusIsOnTop: () => {
      const e = document.activeElement;
      return document.elementFromPoint(box(e).left + 4, box(e).top + 4) === e;
    },

    // The pointer
    corner: (selector) => {
      const e = document.querySelector(selector);
      e.scrollIntoView({ block: "center" });
      return [box(e).left + 5, box(e).top + 5];
    },
    marked: () => all(".ro-table tr:not(.ro-band)")
      // A twentieth of the colour of the text, which sphinx-immaterial lets shine through
      .map((row) => [...row.cells].map((cell) => / 0\.0(5|4\d+)\)/.test(style(cell).backgroundImage))),

    // What themes do to elements of these kinds
    boxed: () => all(".ro :is(dl, dt, details, summary)").filter(shown)
      .filter((e) => ["borderLeftWidth", "borderTopWidth"].some((side) => parseFloat(style(e)[side])) ||
        style(e).boxShadow !== "none" || rgba(style(e).backgroundColor)[3]).map(named),
    spaced: () => all(".ro :is(p, ul, ol, li, dl, dt, dd)")
      .filter((e) => style(e).getPropertyValue("--ro-m").trim() === "0" && style(e).margin !== "0px").map(named),
    // Names are as bold as what is around them; lists of badges and of groups have no marks.
    dressed: () => [
      ...all(".ro a.internal").filter((e) => style(e).fontWeight !== style(e.parentElement).fontWeight),
      ...all(".ro :is(.ro-assigned, .ro-group > ul, .ro-findings, ul.ro-moves) > li").filter((e) => style(e).listStyleType !== "none"),
    ].map(named),
    spoiled: () => all(".ro :is(legend, fieldset, article, figure, h1, h2, h3, h4, h5, h6), .ro dl:not(.simple), .ro ul:not(.simple)").map(named),
    smallPictures: () => all(".ro svg.ro-venn")
      .filter((e) => box(e).width < Math.min(399, e.closest(".ro").clientWidth)).map((e) => box(e).width),
    seenThrough: () => all(".ro-table").filter((e) => style(e).borderCollapse !== "separate" ||
      [...e.querySelectorAll("th")].some((h) => style(h).position === "sticky" && rgba(style(h).backgroundColor)[3] < 1)).map(named),
    high: () => all(".ro-scroll").filter((e) => style(e).overflowY === "auto" && e.scrollHeight > e.clientHeight + 1)
      .filter((e) => box(e).height > innerHeight * 0.8 + 2).map(named),
    scrolledAway: () => all(".ro-scroll").filter((e) => e.scrollWidth > e.clientWidth + 60).flatMap((region) => {
      region.scrollLeft = 60;
      return [...region.querySelectorAll(":is(caption:not(.ro-hidden), .ro-band > th) > span")]
        .filter((e) => box(e).left < box(region).left).map(named);
    }),
    // What takes the focus, in its order; and what has it
    stops: () => all(".ro :is(a[href], button, input, select, summary, [tabindex='0'])").filter((e) => e.checkVisibility({ visibilityProperty: true }))
      .map((e) => [...document.querySelectorAll("*")].indexOf(e)),
    follow: () => {
      window.stopped = [];
      document.addEventListener("focusin", ({ target }) =>
        stopped.push(target.closest(".ro") ? [...document.querySelectorAll("*")].indexOf(target) : -1));
    },
    followed: () => stopped,
    doubled: () => all("[id]").map((e) => e.id).filter((id, at, ids) => ids.indexOf(id) !== at),

    // Markup
    captions: () => all(".ro-table").map((table) => [
      table.querySelectorAll("caption").length, Boolean(table.caption.textContent.trim()),
      table.parentElement.getAttribute("role"), table.parentElement.tabIndex,
      document.getElementById(table.parentElement.getAttribute("aria-labelledby")) === table.caption,
    ]),
    headsWithoutScope: () => all(".ro-table thead :is(td:not(:empty), th)").filter((h) => !["col", "colgroup"].includes(h.scope)).map(named),
    rowsWithoutHead: () => all(".ro-table :is(tbody, tfoot) tr").filter((row) => row.querySelectorAll("th").length !== 1 ||
      row.cells[0].scope !== (row.classList.contains("ro-band") ? "rowgroup" : "row")).map(named),
    bandsOutOfPlace: () => all(".ro-table .ro-band")
      .filter((row) => row !== row.parentElement.rows[0] || columns(row) !== columns(row.parentElement.rows[1])).map(named),
    unevenTables: () => all(".ro-table")
      .filter((table) => [...table.tBodies].some((body) => [...body.rows].some((r) => columns(r) !== columns(table.rows[0]))))
      .map(named),
    words: () => all(".ro-table :not(.ro-key) > [data-ro]").filter((b) => box(b).width)
      .map((b) => [b.dataset.ro, b.firstChild.textContent.trim(), drawn(b).content, style(b).fontSize, parseFloat(drawn(b).width)]),
    legendLooks: () => all(".ro-key [data-ro]")
      .map((b) => [drawn(b).borderTopStyle, drawn(b).borderTopLeftRadius, drawn(b).webkitTextFillColor === style(b).color].join()),
    legendsAfterTables: () => all(".ro-matrix").filter((m) => m.querySelector(".ro-scroll ~ .ro-legend:not(.ro-verdicts, .ro-conditions:has(+ .ro-scroll))")).length,
    lostLinks: () => all(".ro a.headerlink").filter((a) => !document.getElementById(a.hash.slice(1))?.contains(a)).map(named),
    unnamed: () => all(".ro [aria-labelledby]")
      .filter((e) => !e.getAttribute("aria-labelledby").split(" ").every((id) => document.getElementById(id))).map(named),
    inline: () => all(".ro [style], .ro style, .ro script, .ro *")
      .filter((e) => e.matches("[style], style, script") || [...e.attributes].some((a) => a.name.startsWith("on"))).map(named),
    copied: (selector) => {
      const selection = getSelection();
      selection.selectAllChildren(document.querySelector(selector));
      return selection.toString();
    },
    pictures: () => all(".ro svg").map((svg) => [
      svg.getAttribute("role"), svg.querySelectorAll("title, desc").length,
      svg.getAttribute("aria-labelledby") === [...svg.querySelectorAll("title, desc")].map((e) => e.id).join(" "),
      svg.querySelectorAll("a, [tabindex]").length, svg.parentElement.parentElement.querySelectorAll("ul").length > 0,
    ]),
    sheets: () => all("link[rel=stylesheet]").map((link) => link.href.split("/").pop().split("?")[0]),
  };
})();
// Whether nothing has changed since the page was loaded
window.untouched = (() => {
  const kept = () => JSON.stringify([location.href, { ...localStorage }]), before = kept();
  let touched = false;
  const touch = () => { touched = true; }, changes = new MutationObserver(touch);
  changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  for (const kind of ["input", "focusin", "scroll"]) addEventListener(kind, touch, true);
  return () => {
    touched ||= changes.takeRecords().length > 0 || kept() !== before || getSelection().rangeCount > 0 ||
      [document.scrollingElement, ...all(".ro-scroll")].some((e) => e.scrollLeft || e.scrollTop);
    return !touched;
  };
})();
