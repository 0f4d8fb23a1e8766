// What an eye finds on a page, found by measure. `look` runs in the page and returns a sentence for each fault.

/** Everything wrong with the page as it is laid out now. Runs in the page. */
export function look() {
  const wide = document.documentElement.clientWidth;
  const high = innerHeight;
  const phone = wide < 45 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const found = [];
  const name = (e) => {
    const classes = [...e.classList].slice(0, 3).map((c) => `.${c}`).join('');
    const text = (e.getAttribute('aria-label') ?? e.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${e.localName}${e.id ? `#${e.id}` : ''}${classes}> ${text}`;
  };
  const px = Math.round;
  const styles = new Map();
  const styleOf = (e) => {
    let s = styles.get(e);
    if (!s) styles.set(e, s = getComputedStyle(e));
    return s;
  };

  // Nothing behind a dialog that takes the page is seen or reached.
  const dialog = [...document.querySelectorAll('dialog[open]')].find((d) => d.matches(':modal'));
  const body = dialog ?? document.body;
  const hidden = '[aria-hidden="true"], .visually-hidden, .skip:not(:focus), #boot, svg';
  const isShown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: false, contentVisibilityAuto: false })
    && !e.closest(hidden);

  // ---- sideways ----
  const root = document.documentElement;
  const isIn = new Map();
  /** The box that an element scrolls or is cut in, or null. */
  const boxOf = (e) => {
    if (!e || e === root || e === document.body) return null;
    if (!isIn.has(e)) isIn.set(e, /auto|scroll|hidden|clip/.test(styleOf(e).overflowX) ? e : boxOf(e.parentElement));
    return isIn.get(e);
  };
  if (root.scrollWidth > wide + 1) {
    const out = [...body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > wide + 1 && e.checkVisibility() && (!boxOf(e) || styleOf(e).position === 'absolute'))
      .filter((e, _, all) => !all.some((other) => other !== e && e.contains(other)))
      .slice(0, 3).map(name);
    found.push(`the page scrolls sideways, ${root.scrollWidth} of ${wide}: ${out.join(' | ')}`);
  }
  for (const e of body.querySelectorAll('*')) {
    if (e.scrollWidth <= e.clientWidth + 1 || !/auto|scroll/.test(styleOf(e).overflowX) || !isShown(e)) continue;
    // A field for code keeps its lines, as every editor does.
    if (e.localName === 'textarea' || phone && e.matches('.filter-bar, .listing thead tr')) continue;
    found.push(`scrolls sideways, ${e.scrollWidth} of ${e.clientWidth}: ${name(e)}`);
  }

  // ---- controls ----
  const controls = [...body.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((e) => isShown(e) && !e.disabled && e.type !== 'file');
  const isPlaced = (e) => e && e !== document.body && (styleOf(e).position === 'fixed' || isPlaced(e.parentElement));
  for (const e of controls) {
    const box = boxOf(e);
    const r = e.getBoundingClientRect();
    if (box) {
      const b = box.getBoundingClientRect();
      const cut = /hidden|clip/.test(styleOf(box).overflowX) && (r.right > b.right + 1 || r.left < b.left - 1);
      if (cut && styleOf(box).textOverflow !== 'ellipsis') found.push(`a control is cut off: ${name(e)}`);
    } else if (r.left < -1 || r.right > wide + 1) {
      found.push(`a control leaves the screen, ${px(r.left)} to ${px(r.right)}: ${name(e)}`);
    }
    if (!box && isPlaced(e) && (r.top < -1 || r.bottom > high + 1)) {
      found.push(`a control leaves the screen, ${px(r.top)} to ${px(r.bottom)} of ${high}: ${name(e)}`);
    }
  }

  // ---- targets (WCAG 2.5.8): 24 by 24, or a circle of 24 around its middle that meets no other target ----
  const target = (e) => (e.localName === 'select' || e.localName === 'input') && e.closest('.chip, label') || e;
  const targets = [...new Set(controls.map(target))].map((e) => {
    // A link over several lines is as large as its first line.
    const r = e.getClientRects()[0] ?? e.getBoundingClientRect();
    return { e, r, small: r.width < 23.5 || r.height < 23.5, x: (r.left + r.right) / 2, y: (r.top + r.bottom) / 2 };
  }).filter(({ r }) => r.width > 0);
  targets.sort((a, b) => a.y - b.y);
  const isInSentence = (e) => {
    if (styleOf(e).display !== 'inline') return false;
    const around = e.closest('p, li, dd, dt, td, th, figcaption, div');
    return around !== null && [...around.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && /[\p{L}\d]/u.test(n.data));
  };
  for (const t of targets) {
    if (!t.small || isInSentence(t.e)) continue;
    const near = targets.find((o) => {
      if (o === t || o.e.contains(t.e) || t.e.contains(o.e)) return false;
      if (o.small) return Math.hypot(o.x - t.x, o.y - t.y) < 23.5;
      const dx = Math.max(o.r.left - t.x, 0, t.x - o.r.right);
      const dy = Math.max(o.r.top - t.y, 0, t.y - o.r.bottom);
      return Math.hypot(dx, dy) < 11.5;
    });
    if (near) found.push(`a target of ${px(t.r.width)} × ${px(t.r.height)} beside another one: ${name(t.e)} | ${name(near.e)}`);
  }

  // ---- text: cut, set in slivers, on other text ----
  const pieces = [];
  for (const e of body.querySelectorAll('*')) {
    const texts = [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (texts.length === 0 || !isShown(e) || e.matches('option, script, style, noscript')) continue;
    const s = styleOf(e);
    const hides = (overflow) => /hidden|clip/.test(overflow);
    const isWhole = e.title || e.closest('[title]');
    if (hides(s.overflowX) && e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 1 && !(s.textOverflow === 'ellipsis' && isWhole)) {
      found.push(`cut, ${e.scrollWidth} of ${e.clientWidth}, ${s.textOverflow === 'ellipsis' ? 'and nowhere to be read' : 'without an ellipsis'}: ${name(e)}`);
    }
    // Also what a style puts before a text, which no range knows.
    if (s.overflowX === 'visible' && s.display !== 'inline' && e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 2) {
      found.push(`text runs out of its box, ${e.scrollWidth} of ${e.clientWidth}: ${name(e)}`);
    }
    if (hides(s.overflowY) && e.clientHeight > 2 && e.scrollHeight > e.clientHeight + 3 && !isWhole) {
      found.push(`cut below, ${e.scrollHeight} of ${e.clientHeight}: ${name(e)}`);
    }
    // What of it is seen: within each box around it that cuts.
    let seen = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    for (let around = e; around && around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY } = styleOf(around);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const b = around.getBoundingClientRect();
      seen = {
        left: Math.max(seen.left, b.left), right: Math.min(seen.right, b.right),
        top: Math.max(seen.top, b.top), bottom: Math.min(seen.bottom, b.bottom),
      };
    }
    const tops = new Set();
    let n = 0;
    for (const text of texts) {
      const range = document.createRange();
      range.selectNodeContents(text);
      n += text.data.trim().length;
      for (const r of range.getClientRects()) {
        if (r.width < 1 || r.height < 1 || r.top > seen.bottom - 2) continue;
        if (r.right > wide + 1 && !boxOf(e)) found.push(`text leaves the screen, ${px(r.right)} of ${wide}: ${name(e)}`);
        tops.add(px(r.bottom));
        const box = {
          left: Math.max(r.left, seen.left), right: Math.min(r.right, seen.right),
          top: Math.max(r.top, seen.top), bottom: Math.min(r.bottom, seen.bottom),
        };
        if (box.right - box.left > 3 && box.bottom - box.top > 3) pieces.push({ e, box });
      }
    }
    const isHeading = /^h[1-6]$/.test(e.localName);
    const isDigest = e.closest('.mono, .digest, code, pre');
    if (!isDigest && tops.size > (isHeading ? 3 : 4) && n / tops.size < 12) {
      found.push(`${tops.size} lines of ${(n / tops.size).toFixed(0)} letters: ${name(e)}`);
    }
  }
  /** Whether an element stands, within `all`, on a ground of its own above the rest of the page. */
  const isAbove = (e, all) => {
    for (let on = e; on && on !== all; on = on.parentElement) {
      const s = styleOf(on);
      if (/absolute|fixed|sticky/.test(s.position) && !/^rgba\(.*, 0\)$|^transparent$/.test(s.backgroundColor)) return true;
    }
    return false;
  };
  pieces.sort((a, b) => a.box.top - b.box.top);
  const over = new Set();
  for (let i = 0; i < pieces.length; i += 1) {
    const a = pieces[i];
    for (let j = i + 1; j < pieces.length && pieces[j].box.top < a.box.bottom - 4; j += 1) {
      const b = pieces[j];
      if (a.e === b.e || over.has(a.e)) continue;
      const dx = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const dy = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (dx <= 3 || dy <= 4) continue;
      let all = a.e;
      while (!all.contains(b.e)) all = all.parentElement;
      if (isAbove(a.e, all) || isAbove(b.e, all)) continue;
      over.add(a.e);
      found.push(`text on text: ${name(a.e)} | ${name(b.e)}`);
    }
  }

  // ---- charts ----
  for (const canvas of body.querySelectorAll('canvas')) {
    const r = canvas.getBoundingClientRect();
    if (!isShown(canvas) || r.width === 0 || r.bottom < 0 || r.top > high) continue;
    const label = `${name(canvas)} ${name(canvas.closest('figure, tr') ?? canvas)}`;
    if (canvas.width < r.width * devicePixelRatio - 2) {
      found.push(`blurred, ${canvas.width} points on ${px(r.width)} pixels of ${devicePixelRatio}: ${label}`);
    }
    if (r.right > wide + 1) found.push(`a chart leaves the screen, ${px(r.right)} of ${wide}: ${label}`);
    const context = canvas.getContext('2d');
    const data = context && canvas.width > 0 ? new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer) : [0];
    if (data.every((point) => point === data[0])) found.push(`a chart without a mark: ${label}`);
  }
  return [...new Set(found)];
}

/** Waits until what was changed is laid out and drawn, and nothing moves from one frame to the next two. */
export async function settled(page) {
  await page.evaluate(() => new Promise((done) => {
    let [before, same] = ['', 0];
    const frame = () => {
      const now = [...document.querySelectorAll('canvas, main, dialog[open]')].map((e) => `${e.scrollWidth} ${e.scrollHeight} ${e.width ?? ''}`).join();
      same = now === before ? same + 1 : 0;
      before = now;
      if (same >= 2) done(); else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }));
}

/** What is wrong with the page once it is settled, each fault with where it was. */
export async function inspect(page, where) {
  await settled(page);
  return (await page.evaluate(look)).map((fault) => `${where}: ${fault}`);
}

/** Faults with those of one kind and place together, so that a table with a hundred cut cells is one line. */
export function gathered(faults) {
  const kinds = new Map();
  for (const fault of faults) {
    const kind = fault.replace(/>.*$/s, '>').replace(/ \d[^:]*:/g, ':');
    kinds.set(kind, [...(kinds.get(kind) ?? []), fault]);
  }
  return [...kinds.values()].map((all) => (all.length > 1 ? `${all[0]} (and ${all.length - 1} more)` : all[0]));
}
