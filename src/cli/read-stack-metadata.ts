import { isRecord, ownValue } from '../template/read-json';
import { Template, TemplateResource } from '../template/template';

/** What CDK wrote about the constructs of a stack, by their paths without a leading slash. */
export interface StackMetadata {
  readonly acknowledgements: ReadonlyMap<string, readonly string[]>;
  /** The same with their reasons. */
  readonly written: readonly { readonly construct: string; readonly id: string; readonly reason: unknown }[];
  /** The logical ids of the elements in the stack and in those nested in it. */
  readonly constructs: ReadonlyMap<string, string>;
}

/** `Validations.ACKNOWLEDGED_RULES_METADATA_KEY`; the command runs without aws-cdk-lib. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';
const LOGICAL_ID = 'aws:cdk:logicalId';
const PATH = 'aws:cdk:path';

export function readStackMetadata(sources: readonly unknown[]): StackMetadata {
  const acknowledgements = new Map<string, string[]>();
  const written: StackMetadata['written'][number][] = [];
  const constructs = new Map<string, string>();
  for (const [slashed, entries] of sources.flatMap((source) => isRecord(source) ? Object.entries(source) : [])) {
    const construct = slashed.replace(/^\//, '');
    for (const entry of Array.isArray(entries) ? entries : []) {
      const data = ownValue(entry, 'data');
      switch (ownValue(entry, 'type')) {
        case ACKNOWLEDGED_RULES:
          acknowledgements.set(construct, [...acknowledgements.get(construct) ?? [], ...Object.keys(isRecord(data) ? data : {})]);
          written.push(...Object.entries(isRecord(data) ? data : {}).map(([id, reason]) => ({ construct, id, reason })));
          break;
        case LOGICAL_ID:
          if (typeof data === 'string') {
            constructs.set(construct, data);
          }
      }
    }
  }
  return { acknowledgements, written, constructs };
}

/**
 * Marks every resource with the path of its construct, as the CDK CLI does by default and an app that is run by itself
 * does not. Acknowledgements are found by that path.
 *
 * @param templates a stack, and then those nested in it, each behind its parent
 */
export function withConstructPaths(templates: readonly Template[], constructs: ReadonlyMap<string, string>): Template[] {
  const elements = elementsByStack(constructs);
  const stackPaths = new Map<string, string>();
  return templates.map((template) => {
    const { parent } = template;
    const inParent = parent && elements.get(stackPaths.get(parent.template) ?? TOP)?.get(parent.logicalId);
    const stackPath = parent ? nestedStackPath(inParent) : TOP;
    const paths = stackPath === undefined ? undefined : elements.get(stackPath);
    stackPaths.set(template.id, stackPath ?? UNKNOWN);
    const resources = Object.entries(template.resources).map(([logicalId, resource]) => [logicalId, marked(resource, paths?.get(logicalId))]);
    return { ...template, resources: Object.fromEntries(resources) };
  });
}

/** The key of the stack that is nested in none. */
const TOP = '';
/** No construct has this path. */
const UNKNOWN = '/';

function marked(resource: TemplateResource, construct: string | undefined): TemplateResource {
  const metadata = ownValue(resource, 'Metadata') ?? {};
  const isUnmarked = isRecord(resource) && isRecord(metadata) && metadata[PATH] === undefined;
  return isUnmarked && construct !== undefined ? { ...resource, Metadata: { ...metadata, [PATH]: construct } } : resource;
}

/** The paths of elements by their logical ids, by the path of the nested stack that they are in. Logical ids are unique only within a stack. */
function elementsByStack(constructs: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const nested = new Set([...constructs.keys()].map(nestedStackPath));
  const elements = new Map<string, Map<string, string>>();
  for (const [construct, logicalId] of constructs) {
    let stack = construct;
    do {
      stack = stack.slice(0, Math.max(0, stack.lastIndexOf('/')));
    } while (stack !== TOP && !nested.has(stack));
    elements.set(stack, (elements.get(stack) ?? new Map<string, string>()).set(logicalId, construct));
  }
  return elements;
}

/** CDK puts the resource that deploys `a/b` at `a/b.NestedStack/b.NestedStackResource`. */
function nestedStackPath(resource: string | undefined): string | undefined {
  return /^((?:.*\/)?([^/]+))\.NestedStack\/\2\.NestedStackResource$/s.exec(resource ?? '')?.[1];
}
