/** An integer of so many digits that it may not fit a double, alone between the commas of a row. */
const LONG = /[[,:]\s*-?\d{16,}\s*[,\]}]/;
/** Texts are matched first, and kept as they are. */
const TEXT_OR_LONG = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|(?<=[[,:]\s*)-?\d{16,}(?=\s*[,\]}])/g;

/**
 * JSON in which long integers become texts, digit for digit; JSON.parse alone would round them.
 * @throws SyntaxError
 */
export function parseExact(text: string): unknown {
  if (!LONG.test(text)) return JSON.parse(text);
  return JSON.parse(text.replace(TEXT_OR_LONG, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
