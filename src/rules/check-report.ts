import { acknowledgementsOf } from './acknowledgement';
import { Check } from './check';
import { CheckReport, Finding, Note, oneForEachCause, propertyPath } from './finding';
import { Judged, UnusedAcknowledgements } from './unused-acknowledgements';
import { TemplateFacts } from '../facts/template-facts';
import { macrosOf } from '../template/macros';
import { ResourceAddress, Template, TemplatePath } from '../template/template';
import { InputError, TemplateGroup } from '../template/template-group';

/** Told before each bucket how many have been judged. */
export type OnProgress = (buckets: number) => void;

/**
 * Judges all buckets of the templates. What is acknowledged in the app that made them is counted, and left out.
 *
 * A template on which a rule breaks down is an error of its own, and all others are judged.
 *
 * @param onFacts told what was read of each group, for anyone who needs more of it than findings
 */
export function checkReport(
  groups: readonly TemplateGroup[], unreadable: readonly InputError[], check: Check,
  onProgress: OnProgress = () => undefined, onFacts: (facts: TemplateFacts) => void = () => undefined,
): CheckReport {
  const findings: Finding[] = [];
  const errors = [...unreadable];
  const notes: Note[] = [];
  let buckets = 0;
  let suppressed = 0;
  for (const group of groups) {
    try {
      const facts = new TemplateFacts(group.templates);
      onFacts(facts);
      const judged = judge(group, facts, check, (done) => onProgress(buckets + done));
      findings.push(...judged.findings);
      notes.push(...judged.notes);
      buckets += judged.buckets;
      suppressed += judged.suppressed;
    } catch (error) {
      errors.push({ template: group.templates[0].id, message: `it could not be judged, which is a mistake in hardened-bucket and not in the template: ${(error as Error).message}` });
    }
  }
  return {
    findings,
    summary: {
      templates: groups.reduce((sum, { templates }) => sum + templates.length, 0),
      buckets,
      violations: findings.filter(({ verdict }) => verdict === 'violation').length,
      unknown: findings.filter(({ verdict }) => verdict === 'unknown').length,
      suppressed,
      errors: errors.length,
    },
    errors,
    ...notes.length > 0 ? { notes } : {},
  };
}

function judge({ templates, acknowledgements, written = [] }: TemplateGroup, facts: TemplateFacts, check: Check, onProgress: OnProgress) {
  const found: Judged[] = [
    ...facts.buckets.map((bucket, i) => {
      onProgress(i);
      return { path: bucket.constructPath, findings: check.bucket(bucket) };
    }),
    ...facts.loosePolicies.map((policy) => ({ path: policy.constructPath, findings: check.loosePolicy(policy) })),
    ...templates.map((template) => ({ path: undefined, findings: check.template(template) })),
    ...facts.looseAccessPoints.map((accessPoint) => ({ path: accessPoint.constructPath, findings: check.looseAccessPoint(accessPoint) })),
  ];
  const unused = new UnusedAcknowledgements([...found], check);
  found.push(...written.map((acknowledgement) => ({ path: acknowledgement.construct, findings: unused.of(acknowledgement) })));
  let suppressed = 0;
  const left = found.flatMap(({ path, findings }) => {
    const acknowledged = acknowledgedAt(path, acknowledgements);
    const isOpen = ({ rule, evidence }: Finding) => acknowledged.size === 0 || ![...acknowledgementsOf(rule, evidence.id)].some((id) => acknowledged.has(id));
    const open = findings.filter(isOpen);
    const all = oneForEachCause(open);
    const unacknowledged = all.filter(isOpen);
    suppressed += oneForEachCause(findings.filter((finding) => !open.includes(finding))).length + all.length - unacknowledged.length;
    return unacknowledged.map((finding) => ({ path, finding }));
  });
  return {
    findings: left.map(({ path, finding }) => placed(finding, path, templates, facts)),
    notes: facts.notes,
    buckets: facts.buckets.length,
    suppressed,
  };
}

function placed(finding: Finding, path: string | undefined, templates: readonly Template[], facts: TemplateFacts): Finding {
  return {
    ...undecidedByMacro(finding, templates),
    ...finding.logicalId === null || path === undefined ? {} : { constructPath: path },
    written: writtenAt(finding, facts),
    ...finding.parts ? { parts: finding.parts.map((part) => placed(part, path, templates, facts)) } : {},
  };
}

/** What another resource may bring, which a macro adds: what a policy brings is not known anyway. */
const BROUGHT_BY_OTHERS = ['AccessLogging', 'RequestAlarms', 'DataEvents'].map((name) => `HardenedBucket-${name}`);

/** A violation that a macro may take away is none yet. */
function undecidedByMacro(finding: Finding, templates: readonly Template[]): Finding {
  const template = finding.verdict === 'violation' && !Array.isArray(finding.at) ? templates.find(({ id }) => id === finding.template) : undefined;
  const macros = template ? macrosOf(template) : [];
  const macro = macros.find(({ adds }) => !adds) ?? (BROUGHT_BY_OTHERS.includes(finding.rule) ? macros[0] : undefined);
  return macro === undefined ? finding
    : { ...finding, severity: 'warning', verdict: 'unknown', message: `It is not known before deployment what macro ${macro.name} changes; as the template says it, ${lowerFirst(finding.message)}` };
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function writtenAt({ template, logicalId, path, at }: Finding, facts: TemplateFacts): Finding['written'] {
  const address = at === undefined || Array.isArray(at) ? undefined : at as ResourceAddress;
  const property = address ? facts.placeOf(address, propertyPath(path)) : { template, path: (at ?? []) as TemplatePath };
  const subject = logicalId === null ? address : { template, logicalId };
  return { property, resource: subject ? facts.placeOf(subject, null) : property };
}

/** What is acknowledged on a construct and everything around it. */
function acknowledgedAt(path: string | undefined, acknowledgements: TemplateGroup['acknowledgements']): ReadonlySet<string> {
  if (path === undefined || acknowledgements.size === 0) {
    return new Set();
  }
  return new Set([...acknowledgements].filter(([at]) => at === '' || at === path || path.startsWith(`${at}/`)).flatMap(([, ids]) => ids));
}
