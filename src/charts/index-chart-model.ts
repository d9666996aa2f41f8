/**
 * What a chart of the root-cause index shows, before it is drawn at any size. Paths begin with `/` and know no base path.
 * Survives JSON.
 */
export type IndexChartModel =
  TalliesModel | OutcomesModel | ChangesModel | SpreadsModel | ChainsModel;

/** Incidents per term, one bar each. */
export interface TalliesModel {
  readonly kind: 'tallies';
  /** What a row is: `cause`. */
  readonly of: string;
  readonly rows: readonly TallyRow[];
}

export interface TallyRow {
  readonly label: string;
  readonly path: string;
  readonly count: number;
}

/** How tools did, one bar of three parts each. */
export interface OutcomesModel {
  readonly kind: 'outcomes';
  readonly rows: readonly OutcomeRow[];
}

export interface OutcomeRow {
  readonly label: string;
  readonly path: string;
  readonly foundIt: number;
  readonly helped: number;
  readonly noHelp: number;
}

/** Changes of memory held, one dot for each incident in each row it belongs to. */
export interface ChangesModel {
  readonly kind: 'changes';
  /** What a row is: `fix`. */
  readonly of: string;
  readonly rows: readonly ChangeRow[];
}

export interface ChangeRow {
  readonly label: string;
  /** A fraction: -0.757 is 75.7 % less. Absent where there are too few dots. */
  readonly median?: number;
  /** Largest fall first. */
  readonly dots: readonly ChangeDot[];
}

export interface ChangeDot {
  /** `MEM-<n>`. */
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** From -1 up. */
  readonly share: number;
}

/** Changes of memory held where a dot for each incident would be too many: how those of a row spread. */
export interface SpreadsModel {
  readonly kind: 'spreads';
  /** What a row is: `fix`. */
  readonly of: string;
  readonly rows: readonly SpreadRow[];
}

export interface SpreadRow {
  readonly label: string;
  readonly path: string;
  /** Incidents. */
  readonly count: number;
  /** Fractions as in a `ChangeRow`: nine in ten incidents are from `low` to `high`, half of them in `middle`. */
  readonly low: number;
  readonly high: number;
  /** Both absent where there are too few incidents. */
  readonly middle?: readonly [low: number, high: number];
  readonly median?: number;
}

/** Incidents, and which of them the fix of another caused. */
export interface ChainsModel {
  readonly kind: 'chains';
  readonly incidents: readonly ChainIncident[];
  readonly links: readonly ChainLink[];
}

export interface ChainIncident {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly reported: string;
}

/** The fix of the earlier incident caused the later one. */
export interface ChainLink {
  readonly earlier: number;
  readonly later: number;
}
