/** Of each letter by itself, as rule F4a says: JavaScript knows a dotted i of two code points, and a final sigma. */
export const lowerCase = (text: string): string =>
  [...text].map((letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join('');
