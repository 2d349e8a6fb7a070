import { Template } from './template';

/** Templates that are deployed together, so that a policy or an export of one counts for the others. */
export interface TemplateGroup {
  readonly templates: readonly Template[];
  /** The ids of acknowledged rules and findings, by the path of the construct that they are acknowledged on; the app has the path ``. */
  readonly acknowledgements: ReadonlyMap<string, readonly string[]>;
  /** The same as they are written, one by one, as far as it is known in which template. */
  readonly written?: readonly { readonly construct: string; readonly template: string; readonly id: string; readonly reason: unknown }[];
}

/** Input that could not be read. It never keeps the rest from being judged. */
export interface InputError {
  /** The path as it was given, with `/`. */
  readonly template: string;
  readonly message: string;
}
