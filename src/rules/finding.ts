import { Controls, Violation } from './rule';
import { PolicyRequest } from '../policy/policy-request';
import { ResourceAddress, TemplatePath, TemplatePlace } from '../template/template';

export type Severity = 'error' | 'warning';

/** What a rule found on one bucket, or on a policy or access point of a bucket that is elsewhere. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `unknown`: it depends on what nobody knows before deployment, and is never more than a warning. */
  readonly verdict: 'violation' | 'unknown';
  /** The id of the template: its path as it was given. */
  readonly template: string;
  /** The logical id of the bucket; null where there is no bucket. */
  readonly logicalId: string | null;
  /** The path of the construct of the bucket, as CDK notes it; absent where there is no bucket, or no construct that is known. */
  readonly constructPath?: string;
  /** The path of the property, below the resource that it is about. */
  readonly path: string | null;
  /** What was found, as a sentence. */
  readonly message: string;
  readonly fix: string;
  /** What the reader could write, in the same language; absent where the fix says it all. */
  readonly snippet?: string;
  readonly evidence: Evidence;
  /** The controls that ask for the same; absent where they are those of the rule. */
  readonly controls?: Controls;
  /** The rule whose finding on the same bucket has the same cause, and says it better. */
  readonly coveredBy?: string;
  /** What the message says of one thing, the same may be said of several. */
  readonly inList?: Violation['inList'];
  /** What it was joined from; absent where it is one of its own. */
  readonly parts?: readonly Finding[];
  /** The resource that the path is in, where that is not the bucket; or where it stands in the template, whatever the resource. */
  readonly at?: ResourceAddress | TemplatePath;
  /** Where it is written: the bucket or other resource that it is about, and the property or statement, or what is nearest around it. */
  readonly written?: { readonly resource: TemplatePlace; readonly property: TemplatePlace };
  /** The same in the text of files, where that was read. */
  readonly location?: { readonly resource: SourceRegion; readonly property: SourceRegion };
}

/** A part of the text of a file. Lines and columns count from 1, and the end is behind the last character. */
export interface SourceRegion {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What shows the finding: it can be acknowledged by this id, as `RULE[id]`. */
export interface Evidence {
  readonly id: string;
  readonly path: string | null;
  /** A request that gets through and should not, or that does not and should. */
  readonly request: PolicyRequest | null;
  readonly statement: { readonly index: number; readonly sid: string | null } | null;
}

/** Everything that was found in some templates. */
export interface CheckReport {
  readonly findings: readonly Finding[];
  readonly summary: {
    readonly templates: number;
    readonly buckets: number;
    readonly violations: number;
    readonly unknown: number;
    readonly suppressed: number;
    readonly errors: number;
  };
  readonly errors: readonly { readonly template: string; readonly message: string }[];
  /** What was not judged, or not as it will be deployed; absent where there is nothing of that. */
  readonly notes?: readonly Note[];
  /** The account that the buckets were read from; absent for those of templates. Each of its Regions stands in place of a template then. */
  readonly account?: string;
}

/** What was not judged, or not as it will be deployed. */
export interface Note {
  /** `unread`: it was not judged at all; `undecided`: as far as its template says. */
  readonly kind: 'unread' | 'undecided';
  readonly template: string;
  readonly message: string;
  /** Where it stands in its template. */
  readonly path?: TemplatePath;
  /** The same in the text of a file, where that was read. */
  readonly location?: SourceRegion;
}

/**
 * Leaves one finding for one cause: of the findings on one bucket those out that another of them covers, and one for all of
 * which a rule says the same.
 */
export function oneForEachCause(findings: readonly Finding[]): Finding[] {
  const violated = new Set(findings.filter(({ verdict }) => verdict === 'violation').map(({ rule }) => rule));
  return joined(findings.filter(({ coveredBy }) => coveredBy === undefined || !violated.has(coveredBy)));
}

/** The findings with one for all of which a rule says the same of one resource. */
export function joined(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { rule, template, logicalId, at, inList } = finding;
    const key = inList ? JSON.stringify([rule, template, logicalId, at, inList.before, inList.after]) : String(groups.size);
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  return [...groups.values()].map(inOne);
}

/** What a finding was joined from: what is known of one part, or changes in it, is no news of the others. */
export function partsOf(finding: Finding): readonly Finding[] {
  return finding.parts ?? [finding];
}

function inOne(findings: readonly Finding[]): Finding {
  const [first] = findings;
  if (findings.length === 1 || !first.inList) {
    return first;
  }
  const items = findings.map(({ inList }) => inList!.item);
  return {
    ...first,
    // What is nowhere is not where one of them would be.
    path: first.path?.endsWith(`.${items[0]}`) ? first.path.slice(0, -items[0].length - 1) : first.path,
    message: first.message.replace(`${first.inList.before}${items[0]}`, () => `${first.inList!.before}${items.slice(0, -1).join(', ')} and ${items.at(-1)}`),
    evidence: { ...first.evidence, id: findings.map(({ evidence }) => evidence.id).join('.') },
    parts: findings,
  };
}

/** Words that the path of a finding begins with where it is about another resource than the bucket. */
const RESOURCE_WORDS = /^(?:BucketPolicy|Key|Topic|AWS::[A-Za-z0-9:]+)(?:\.|$)/;

/** The path of a finding below the properties of the resource that it is in; null for the resource as a whole. */
export function propertyPath(path: string | null): string | null {
  return path?.replace(RESOURCE_WORDS, '') || null;
}
