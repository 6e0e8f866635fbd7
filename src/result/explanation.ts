/** What each part of a question did: for a reader who wants to know why a number is what it is. */
export interface Explanation {
  /** The metrics asked for, then those they are made of, each once. */
  readonly metrics: readonly MetricExplained[];
  /** The links that were followed, in the order of the statement. */
  readonly paths: readonly PathExplained[];
  readonly filters: readonly FilterExplained[];
  /** Each rollup of the datasets that were asked. */
  readonly rollups: readonly RollupExplained[];
}

/** What became of one rollup at a question. */
export interface RollupExplained {
  /** `plays.daily` */
  readonly name: string;
  readonly used: boolean;
  /** Up to when it served, by the clock of its zone; null where whole, or not at all. */
  readonly upTo: string | null;
  /** ISO instant; null where it was never built. */
  readonly builtAt: string | null;
  /** The first rule by which it could not serve. */
  readonly failed: { readonly rule: string; readonly message: string } | null;
}

export interface MetricExplained {
  readonly name: string;
  readonly kind: string;
  /** Whose rows are aggregated; null for a metric over metrics. */
  readonly dataset: string | null;
  /** What metric_time means for it. */
  readonly time: string | null;
  /** The metrics that it is made of. */
  readonly inputs: readonly string[];
  /** Its own conditions, in words. */
  readonly filters: readonly string[];
}

export interface PathExplained {
  /** Where the path starts. */
  readonly dataset: string;
  /** The links from there on: `member.country`. */
  readonly path: string;
  /** The last of them, and the dataset that it leads to. */
  readonly link: string;
  readonly to: string;
  readonly join: 'left' | 'inner';
  /** Its name in the statement. */
  readonly relation: string;
}

export interface FilterExplained {
  readonly text: string;
  /** rows: before anything is aggregated; periods: which periods are shown; metric: rows of one metric; groups: after. */
  readonly at: 'rows' | 'periods' | 'metric' | 'groups';
  readonly metric: string | null;
}

/** How many rows of a dataset meet nobody over the last link of a way, of those that got so far. */
export interface RowsLeftOut {
  /** Where the way starts: whose rows are counted. */
  readonly dataset: string;
  /** As a path says it: `member.country`. */
  readonly way: string;
  readonly rows: number;
  readonly nullKeys: number;
  readonly danglingKeys: number;
}
