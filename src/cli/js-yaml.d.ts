/** What is used of js-yaml 4, which brings no types. `listener` is not in its manual; the tests of the YAML reader hold it to what it does. */
declare module 'js-yaml' {
  export type Kind = 'scalar' | 'sequence' | 'mapping';

  export class Type {
    constructor(tag: string, options: { readonly kind: Kind; readonly multi: boolean });
  }

  export interface Schema {
    extend(definition: { readonly explicit: readonly Type[] }): Schema;
  }

  export const FAILSAFE_SCHEMA: Schema;

  /** The reader while it reads one node. */
  export interface State {
    readonly position: number;
    readonly kind: Kind | null;
    /** `?` for a plain scalar. */
    tag: string | null;
    readonly anchor: string | null;
    readonly anchorMap: Record<string, unknown>;
    /** What the node becomes. */
    result: unknown;
  }

  export class YAMLException extends Error {
    readonly reason: string;
    readonly mark?: { readonly position: number };
  }

  export function loadAll(text: string, iterator: null, options: {
    readonly schema: Schema;
    readonly json: boolean;
    readonly maxDepth: number;
    readonly listener: (event: 'open' | 'close', state: State) => void;
  }): unknown[];
}
