/** The element of the composer that is marked with `data-part`. */
export function part(root: ParentNode, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (found) return found;
  throw new Error(`the composer has no part ${name}`);
}
