/** A Vega-Lite 6 specification as plain JSON. Data stands under `datasets`, numbers of the layout under `params`. */
export interface VegaLiteSpec {
  readonly $schema: string;
  readonly width: number;
  readonly height: number;
  readonly params: readonly Param[];
  readonly datasets: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly [key: string]: unknown;
}

export interface Param {
  readonly name: string;
  readonly value: unknown;
}

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

interface Parts {
  readonly width: number;
  readonly height: number;
  readonly margins: Margins;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly datasets: Readonly<Record<string, readonly object[]>>;
  readonly layer: readonly unknown[];
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * A whole specification from its parts; `width` and `height` are those of the plot without its margins. Everything that
 * differs between two charts of a kind is in `params` and `datasets`, so that a renderer compiles a kind once.
 */
export function specOf(parts: Parts): VegaLiteSpec {
  const { width, height, margins, params = {}, datasets, layer, config } = parts;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width,
    height,
    background: 'transparent',
    autosize: { type: 'none' },
    padding: { expr: 'margins' },
    params: Object.entries({ margins, ...params }).map(([name, value]) => ({ name, value })),
    datasets: Object.fromEntries(
      Object.entries(datasets).map(([name, rows]) => [name, rows.map((row) => ({ ...row }))]),
    ),
    layer,
    config,
  };
}
