/** Where a row of a view keeps the value of a time field: two aliases with two grains are two keys. */
export const timeKey = (field: string, grain: string | null | undefined): string =>
  grain == null ? field : `${field}:${grain}`;

/** Where a row keeps a part (day of week) of a time field. */
export const partKey = (field: string, part: string): string => `${field}/${part}`;
