/**
 * Parses JSON that may be cut at its end: what was complete by then is kept, and what is open is closed. Undefined if it is
 * no JSON even so. Walks the text once.
 */
export function parseCutJson(text: string): unknown {
  return tryParse(text) ?? tryParse(closeBrackets(text));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON, or not all of it: the caller tries otherwise.
    return undefined;
  }
}

const maxOpen = 1000;

/** The text up to its last complete element, with what is open there closed. */
function closeBrackets(text: string): string {
  const open: string[] = [];
  let end = 0;
  let closers = '';
  const keep = (index: number): void => {
    end = index;
    closers = open.toReversed().join('');
  };
  for (let index = 0; index < text.length && open.length < maxOpen; index += 1) {
    const character = text[index];
    if (character === '"') {
      index = endOfString(text, index);
      continue;
    }
    if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']');
    // Before a comma an element is complete, whether it is a value or a key with its value.
    else if (character === ',') keep(index);
    else if (character === '}' || character === ']') {
      open.pop();
      keep(index + 1);
    }
  }
  return text.slice(0, end) + closers;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}
