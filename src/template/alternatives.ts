import { TemplateEvaluator } from './evaluate-template';
import { ownValue } from './read-json';
import { Template } from './template';

/** The values that may stand at a path of a resource, a condition deciding between them at deployment. Where nothing is decided by a condition there is one. */
export function alternativesAt(raw: unknown, path: readonly string[], template: Template, evaluator: TemplateEvaluator, depth: number = 0): unknown[] {
  const branches = ownValue(raw, 'Fn::If');
  if (Array.isArray(branches) && depth < MAXIMUM_DEPTH) {
    const holds = typeof branches[0] === 'string' ? evaluator.conditions.holds(branches[0], evaluator.expanded(template)) : undefined;
    const possible = holds?.known ? [branches[holds.value ? 1 : 2]] : branches.slice(1);
    return possible.flatMap((branch) => alternativesAt(branch, path, template, evaluator, depth + 1));
  }
  const [step, ...below] = path;
  return step === undefined ? [evaluator.evaluate(raw, template)] : alternativesAt(ownValue(raw, step), below, template, evaluator, depth);
}

/** Branches within branches double their number; nobody nests more than a few. */
const MAXIMUM_DEPTH = 8;
