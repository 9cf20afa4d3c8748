/** Text to the ids that a pretrained policy reads and writes, and back. */
export interface PolicyTokenizer {
  /** every token with its id, in the order of ids */
  readonly vocabulary: readonly (readonly [token: string, id: number])[]
  /** with `special`, framed as the policy was trained: CodeT5's <s> ... </s> */
  encode(text: string, options: { readonly special: boolean }): Int32Array
  /** special tokens are written out */
  decode(ids: Iterable<number>): string
}
