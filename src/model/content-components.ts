/** The components that content may use, with their attributes. Each has an .astro file of the same name. */

export interface Attribute {
  readonly type: 'text' | 'number';
  readonly required: boolean;
  /** For messages: what the attribute holds. */
  readonly holds: string;
}

export interface Component {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly children: 'none' | 'list' | 'code' | 'any';
  /** One line an author can copy. */
  readonly example: string;
}

const text = (holds: string): Attribute => ({ type: 'text', required: true, holds });
const optional = (holds: string): Attribute => ({ type: 'text', required: false, holds });

export const components = {
  MemoryChart: {
    attributes: { of: text('the id of a measurement') },
    children: 'none',
    example: '<MemoryChart of="rss-before" />',
  },
  BeforeAfter: {
    attributes: { of: text('the id of an entry under improvement') },
    children: 'none',
    example: '<BeforeAfter of="peak-heap" />',
  },
  Hotspots: {
    attributes: { of: text('the id of a measurement of kind hotspots') },
    children: 'none',
    example: '<Hotspots of="sites" />',
  },
  Sketch: {
    attributes: {
      id: text('an id of its own, words joined by hyphens'),
      shape: text('a growth shape of the vocabulary'),
      title: text('the title of the drawing'),
      says: text('one sentence that says what it shows'),
      mark: optional('text written on the drawing'),
    },
    children: 'none',
    example: '<Sketch id="shape" shape="staircase" title="..." says="..." />',
  },
  Timeline: {
    attributes: {},
    children: 'list',
    example: '<Timeline>, an empty line, a list, an empty line, </Timeline>',
  },
  CallStack: {
    attributes: { title: text('what the stack is'), source: text('the id of a source') },
    children: 'code',
    example: '<CallStack title="..." source="issue">, a fenced code block, </CallStack>',
  },
  Lesson: { attributes: {}, children: 'any', example: '<Lesson>one lesson</Lesson>' },
  Incident: {
    attributes: {
      id: { type: 'number', required: true, holds: 'the digits of another postmortem' },
    },
    children: 'none',
    example: '<Incident id={12} />',
  },
} as const satisfies Readonly<Record<string, Component>>;

export type ComponentName = keyof typeof components;

export const componentNames = Object.keys(components) as readonly ComponentName[];

export const isComponentName = (name: string): name is ComponentName =>
  Object.hasOwn(components, name);
