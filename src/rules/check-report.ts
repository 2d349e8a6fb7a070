import { acknowledgementsOf } from './acknowledgement';
import { Check } from './check';
import { CheckReport, Finding } from './finding';
import { TemplateFacts } from '../facts/template-facts';
import { InputError, TemplateGroup } from '../facts/template-group';

/** Told before each bucket how many have been judged. */
export type OnProgress = (buckets: number) => void;

/** Judges all buckets of the templates. What is acknowledged in the app that made them is counted, and left out. */
export function checkReport(groups: readonly TemplateGroup[], errors: readonly InputError[], check: Check, onProgress: OnProgress = () => undefined): CheckReport {
  const findings: Finding[] = [];
  let buckets = 0;
  let suppressed = 0;
  for (const { templates, acknowledgements } of groups) {
    const facts = new TemplateFacts(templates);
    const found = [
      ...facts.buckets.map((bucket) => {
        onProgress(buckets++);
        return { path: bucket.constructPath, findings: check.bucket(bucket) };
      }),
      ...facts.loosePolicies.map((policy) => ({ path: policy.constructPath, findings: check.loosePolicy(policy) })),
      ...facts.looseAccessPoints.map((accessPoint) => ({ path: accessPoint.constructPath, findings: check.looseAccessPoint(accessPoint) })),
    ];
    for (const { path, findings: ofOne } of found) {
      const acknowledged = acknowledgedAt(path, acknowledgements);
      const left = acknowledged.size === 0 ? ofOne : ofOne.filter(({ rule, evidence }) => ![...acknowledgementsOf(rule, evidence.id)].some((id) => acknowledged.has(id)));
      findings.push(...left);
      suppressed += ofOne.length - left.length;
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
  };
}

/** What is acknowledged on a construct and everything around it. */
function acknowledgedAt(path: string | undefined, acknowledgements: TemplateGroup['acknowledgements']): ReadonlySet<string> {
  if (path === undefined || acknowledgements.size === 0) {
    return new Set();
  }
  return new Set([...acknowledgements].filter(([at]) => at === '' || at === path || path.startsWith(`${at}/`)).flatMap(([, ids]) => ids));
}
