/**
 * Whether a link may lead there. Undefined if it may, else what to do about it. Allowed are https, http and mailto, a heading
 * of the page (`#root-cause`) and a page of this site from its root (`/i/12/`).
 */
export function refuseLink(address: string): string | undefined {
  const found = `(found ${JSON.stringify(shorten(address))})`;
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(plainAddress(address))?.[1];
  if (scheme !== undefined && !['https', 'http', 'mailto'].includes(scheme)) {
    return `addresses with "${scheme}:" are not allowed ${found}. Link to a page with https://.`;
  }
  if (/^https?:\/\//i.test(address)) {
    if (!URL.canParse(address)) return `the address cannot be read ${found}. Correct it.`;
    return new URL(address).username === ''
      ? undefined
      : `the address contains a user name ${found}. Delete the part before the @.`;
  }
  if (/^mailto:[^\s]+@[^\s]+$/i.test(address) || /^#[\w%-]+$/.test(address)) return undefined;
  if (/^\/(?![/\\]|%5c|%2f)/i.test(address) || address === '/') return undefined;
  return `want a whole address, or one from this site's root ${found}. Write https://..., /i/12/ or #heading.`;
}

/** Names of the images that a browser shows. */
export const imageFile = /\.(?:png|jpe?g|webp|avif|gif)$/i;

/** Whether an image may be shown. Undefined if it may, else what to do about it. Allowed are files beside the postmortem. */
export function refuseImage(address: string): string | undefined {
  const found = `(found ${JSON.stringify(shorten(address))})`;
  if (/^[a-z][a-z0-9+.-]*:|^[/\\]{2}/.test(plainAddress(address))) {
    return `an image must be a file in the folder of the postmortem ${found}. Save the file there, if its license allows it, and write its name.`;
  }
  const name = address.replace(/^\.\//, '');
  if (!/^[\w-][\w.-]*$/.test(name)) {
    return `want the name of a file in the postmortem's own folder ${found}. Use letters, digits, dots and hyphens.`;
  }
  return imageFile.test(name) ? undefined : `want a PNG, JPEG, WebP, AVIF or GIF image ${found}.`;
}

/** As a browser would understand it at worst: escapes undone, white space and control characters gone, lower case. */
function plainAddress(address: string): string {
  let plain = address;
  for (let round = 0; round < 3; round += 1) {
    plain = plain.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
  return plain.replace(/[^\x21-\x7E]/g, '').toLowerCase();
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
