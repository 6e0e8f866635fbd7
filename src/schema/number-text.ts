/** A number by its digits, as the caller wrote them: what a JavaScript number would round stays whole. */
export class NumberText {
  constructor(readonly text: string) {}
}
