import { Rule } from './rule';

/** What a reader of a validation report may want to know of a rule, and of what it found. */
export function ruleMetadata({ id, title, why, level, controls }: Pick<Rule, 'id' | 'title' | 'why' | 'level' | 'controls'>, verdict: string, evidence: string): Record<string, string> {
  return {
    rule: id,
    title,
    why,
    level,
    verdict,
    evidence,
    controls: Object.entries(controls).flatMap(([publisher, ids]) => (ids as readonly string[]).map((control) => `${publisher}:${control}`)).join(' '),
  };
}
