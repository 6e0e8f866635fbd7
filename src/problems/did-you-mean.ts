/** Damerau-Levenshtein distance (adjacent swaps count once), cut off above `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

/** Names looked at per wrong name: ten thousand names cost a millisecond or two, not the event loop. */
const MOST_NAMES = 10_000;

/** The nearest known name as a hint, or undefined where nothing is near. */
export function nearest(asked: string, known: Iterable<string>): string | undefined {
  const wanted = asked.toLowerCase().slice(0, 80);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = most + 1;
  let seen = 0;
  for (const name of known) {
    if (++seen > MOST_NAMES) break;
    const distance = editDistance(wanted, name.toLowerCase(), Math.min(most, bestDistance - 1));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = name;
    }
    if (bestDistance === 0) break;
  }
  return best;
}

export function didYouMean(asked: string, known: Iterable<string>): string | undefined {
  const name = nearest(asked, known);
  return name === undefined ? undefined : `Did you mean "${name}"?`;
}

/** A short list for a hint: the first few names, then how many more there are. */
export function listNames(names: Iterable<string>, most = 12): string {
  const all = [...names];
  const shown = all.slice(0, most).join(', ');
  return all.length > most ? `${shown} and ${all.length - most} more` : shown || 'none';
}
