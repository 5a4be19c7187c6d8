/** The search box: a combobox that finds names as they are typed, typing errors forgiven. */
import { type Found, Refused, search } from "./api";
import { h, quietly, say } from "./dom";
import { KIND_NAME, when } from "./words";

let boxes = 0;

export interface Box {
  element: HTMLElement;
  input: HTMLInputElement;
}

/** `chosen` is told the entity that the reader picks. */
export function searchBox(label: string, placeholder: string, chosen: (found: Found["entity"]) => void): Box {
  const number = ++boxes;
  const list = h("ul", { id: `found-${number}`, role: "listbox", "aria-label": `${label}: found`, hidden: true });
  const input = h("input", {
    id: `search-${number}`, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder,
    "aria-label": label, "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  });
  const element = h("div", { class: "search" }, input, list);
  let found: Found[] = [];
  let at = -1;
  let asking: AbortController | null = null;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const pick = (entity: Found["entity"]): void => {
    input.value = entity.name;
    close();
    chosen(entity);
  };
  const mark = (next: number): void => {
    at = next;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const option = list.children[at];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    option?.scrollIntoView({ block: "nearest" });
  };
  const draw = (): void => {
    list.replaceChildren(
      ...found.map(({ entity, matched }, index) =>
        h("li", { id: `found-${number}-${index}`, role: "option", "aria-selected": "false", onmousedown: (event: MouseEvent) => {
            event.preventDefault();
            pick(entity);
          } },
          h("span", { class: `dot ${entity.kind.toLowerCase()}`, "aria-hidden": "true" }),
          h("span", { class: "name" }, entity.name, matched === entity.name ? null : h("small", {}, ` (${matched})`)),
          h("small", {}, [KIND_NAME[entity.kind], when(entity)].filter(Boolean).join(", "))),
      ),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    say(found.length ? `${found.length} found` : "Nothing found");
  };
  const look = quietly(120, async () => {
    asking?.abort();
    const text = input.value.trim();
    if (!text) {
      found = [];
      close();
      return;
    }
    asking = new AbortController();
    try {
      found = await search(text.slice(0, 200), asking.signal);
      at = -1;
      draw();
    } catch (error) {
      if (error instanceof Refused) say(error.message);
    }
  });
  input.addEventListener("input", look);
  input.addEventListener("focus", () => found.length && input.value && draw());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter") {
      const picked = found[Math.max(at, 0)];
      if (picked && !list.hidden) pick(picked.entity);
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      event.preventDefault();
      if (list.hidden) draw();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((at + step + found.length) % found.length);
    }
  });
  return { element, input };
}
