import { type Fault, didYouMean } from '../../model/fault.ts';
import {
  componentNames,
  components,
  type Attribute,
  type Component,
  type ComponentName,
} from '../../model/content-components.ts';
import { reported } from './mask.ts';
import type { Place, Source } from './source.ts';

/** A JSX tag as the parser gives it: an element or a component. */
export interface Tag {
  readonly name: string | null;
  readonly attributes: readonly TagAttribute[];
  readonly position?: { readonly start: { readonly offset?: number | undefined } } | undefined;
}

type TagAttribute =
  | {
      readonly type: 'mdxJsxAttribute';
      readonly name: string;
      readonly value?: string | { readonly value: string } | null | undefined;
    }
  | { readonly type: 'mdxJsxExpressionAttribute'; readonly value: string };

export type Props = Record<string, string | number | boolean>;

/** The elements that may be written as HTML, because Markdown has no sign for them, with their attributes. */
const htmlElements: Readonly<Record<string, readonly string[]>> = {
  abbr: ['title'],
  details: [],
  kbd: [],
  sub: [],
  summary: [],
  sup: [],
};

export const isAllowedElement = (name: string): boolean => Object.hasOwn(htmlElements, name);

const markdownFor: Readonly<Record<string, string>> = {
  a: '[text](https://...)',
  b: '**bold**',
  br: 'two lines with an empty line between them',
  code: 'backticks',
  em: '*emphasis*',
  h1: '## and a heading',
  h2: '## and a heading',
  h3: '### and a heading',
  i: '*emphasis*',
  img: '![what it shows](file.png)',
  li: '- and an item',
  ol: '1. and an item',
  pre: 'a fenced code block',
  strong: '**bold**',
  table: 'a Markdown table',
  ul: '- and an item',
};

/** What is wrong with the name of a tag that is neither a component nor an allowed element. */
export function refuseTag(name: string | null): string {
  if (name === null) return '<> is not allowed. Delete it and its end.';
  if (/^[a-z][a-z0-9-]*$/.test(name)) {
    if (['script', 'style', 'iframe', 'object', 'embed'].includes(name)) {
      return `<${name}> is not allowed: content is data and never runs. Delete it.`;
    }
    const instead = Object.hasOwn(markdownFor, name) ? markdownFor[name] : 'plain Markdown';
    return `<${name}> is not allowed. Write ${instead} instead.`;
  }
  return `there is no component <${name}>.${didYouMean(name, componentNames)} The components are ${componentNames.join(', ')}.`;
}

/** Attributes that could run something, whatever the tag. */
export function checkAttributes(tag: Tag, source: Source): Fault[] {
  return eachAttribute(tag, source).flatMap(({ name, place }) => {
    const message = refuseAttribute(name);
    return message === undefined ? [] : [{ file: source.file, ...place, message }];
  });
}

function refuseAttribute(name: string): string | undefined {
  if (/^on/i.test(name)) {
    return `event handlers are not allowed (found ${name}). Content is data and never runs. Delete it.`;
  }
  if (name.includes(':'))
    return `attributes with a colon are not allowed (found ${name}). Delete it.`;
  return undefined;
}

/** The attributes of an allowed HTML element. */
export function readElementAttributes(
  tag: Tag,
  source: Source,
): { attributes: Record<string, string>; faults: Fault[] } {
  const allowed = htmlElements[tag.name ?? ''] ?? [];
  const attributes: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const { name, value, place } of eachAttribute(tag, source)) {
    const report = (message: string) => faults.push({ file: source.file, ...place, message });
    if (refuseAttribute(name) !== undefined || isReported(value)) continue;
    if (!allowed.includes(name)) {
      report(`<${tag.name}> takes no attribute "${name}". Delete it.`);
    } else if (typeof value === 'string') attributes[name] = value;
    else report(`${name} wants text in quotes.`);
  }
  return { attributes, faults };
}

/** The attributes of a component as its props, checked against what the component takes. */
export function readProps(
  name: ComponentName,
  tag: Tag,
  source: Source,
  place: Place,
): { props: Props; places: Record<string, Place>; faults: Fault[] } {
  const component: Component = components[name];
  const props: Props = {};
  const places: Record<string, Place> = {};
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const found of eachAttribute(tag, source)) {
    const report = (message: string) =>
      faults.push({ file: source.file, ...found.place, message: `<${name}> ${message}` });
    if (refuseAttribute(found.name) !== undefined) continue;
    const attribute = component.attributes[found.name];
    if (!attribute || !Object.hasOwn(component.attributes, found.name)) {
      const known = Object.keys(component.attributes);
      const list = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
      report(`has no attribute "${found.name}".${didYouMean(found.name, known)} ${list}`);
      continue;
    }
    if (seen.has(found.name)) report(`has ${found.name} twice. Delete one of them.`);
    seen.add(found.name);
    places[found.name] = found.place;
    if (isReported(found.value)) continue;
    const message = refuseValue(found.name, attribute, found.value);
    if (message === undefined) props[found.name] = found.value;
    else report(message);
  }
  for (const [key, attribute] of Object.entries(component.attributes)) {
    if (!attribute.required || seen.has(key)) continue;
    faults.push({
      file: source.file,
      ...place,
      message: `<${name}> lacks ${key}: ${attribute.holds}. Write ${component.example}.`,
    });
  }
  return { props, places, faults };
}

const isReported = (value: string | number | boolean): boolean =>
  typeof value === 'string' && value.includes(reported);

function refuseValue(
  name: string,
  attribute: Attribute,
  value: string | number | boolean,
): string | undefined {
  const found = `(found ${JSON.stringify(value)})`;
  if (attribute.type === 'number') {
    return Number.isSafeInteger(value) && Number(value) > 0 && typeof value === 'number'
      ? undefined
      : `wants a number in braces for ${name} ${found}. Write ${name}={12}.`;
  }
  if (typeof value !== 'string') return `wants text for ${name} ${found}. Write ${name}="...".`;
  return value.trim() === '' ? `has an empty ${name}. It should be ${attribute.holds}.` : undefined;
}

interface FoundAttribute {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly place: Place;
}

// `<Sketch id="a" shape={1} open>`: a name, and perhaps a value in quotes or braces.
const attributePattern = /\s+([^\s=/>{"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|\{[^}]*\}))?/y;

/** The parser gives attributes without their place, so each is looked up in the text of its tag. */
function eachAttribute(tag: Tag, source: Source): FoundAttribute[] {
  const start = tag.position?.start.offset ?? 0;
  attributePattern.lastIndex = start + 1 + (tag.name ?? '').length;
  return tag.attributes.map((attribute) => {
    const match = attributePattern.exec(source.text);
    if (attribute.type === 'mdxJsxExpressionAttribute') {
      return { name: '...', value: reported, place: source.placeAt(start) };
    }
    const isHere = match?.[1] === attribute.name;
    const offset = isHere ? match.index + match[0].search(/\S/) : start;
    return {
      name: attribute.name,
      value: readValue(attribute.value),
      place: source.placeAt(offset),
    };
  });
}

/** An attribute without a value is true. Everything but a literal was masked before it was parsed. */
function readValue(value: string | { readonly value: string } | null | undefined) {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value;
  const text = value.value.trim();
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return /^(["'])[^"'\\]*\1$/.test(text) ? text.slice(1, -1) : reported;
}
