import { Template } from './template';
import { TemplateConditions } from './template-conditions';
import { TemplatesByPlace } from './templates-by-place';
import { Holes } from './unknown-text';

/** What the intrinsic functions are evaluated by: the templates that are deployed together, and what is known of them so far. */
export interface Evaluation {
  readonly byId: ReadonlyMap<string, Template>;
  readonly byStackName: TemplatesByPlace<Template>;
  /** The templates of nested stacks, by the symbol of the resource that deploys each. */
  readonly nested: ReadonlyMap<string, Template>;
  /** The logical ids of outputs by the names they are exported under. */
  readonly exports: TemplatesByPlace<string>;
  readonly conditions: TemplateConditions;
  readonly holes: Holes;
  /** Evaluates what stands inside of a value. */
  inside(value: unknown, template: Template): unknown;
  /** Evaluates what a template mentions by name once, however often it is mentioned; inside of itself it is unknown. */
  once(kind: string, name: string, template: Template, evaluate: () => unknown): unknown;
}
