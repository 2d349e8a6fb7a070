/** A value as it stands in a text, whatever the text is written in. */
export interface SourceNode {
  readonly kind: 'scalar' | 'sequence' | 'mapping' | 'alias' | 'empty';
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  /** What a scalar says. */
  readonly text: string;
  /** The tag of YAML, such as `!Ref`. */
  readonly tag?: string | undefined;
  /** Of a list; null stands for an item that is empty. */
  readonly items: readonly (SourceNode | null)[];
  /** Of a map, in the order of the text. A key that stands twice is there twice. */
  readonly pairs: readonly (readonly [key: SourceNode | undefined, value: SourceNode | null])[];
  /** What an alias refers to. */
  readonly target?: SourceNode | undefined;
}
