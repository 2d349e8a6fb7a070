import { oneOf, UsageError } from './usage';
import { TrustZone } from '../policy/questions/allows-outside';
import { CATALOG } from '../rules/catalog';
import { CheckOptions, noSuchRule } from '../rules/check';
import { FixHint } from '../rules/fixes';
import { RuleLevel } from '../rules/rule';

const LEVELS: Readonly<Record<string, RuleLevel>> = { baseline: 'BASELINE', strict: 'STRICT' };

const FIX_HINTS: Readonly<Record<string, FixHint>> = { cloudformation: 'cloudFormation', cdk: 'cdk' };

/** What a command line says of rules. */
export interface RuleArguments {
  readonly level: string;
  readonly rules: readonly string[];
  readonly trustZone: TrustZone;
  readonly fixHint?: string;
  readonly canonicalUsers?: readonly string[];
}

/** Which rules are asked for, and what they are told. @throws UsageError */
export function checkOptions({ level, rules, trustZone, fixHint, canonicalUsers }: RuleArguments): CheckOptions {
  const known = oneOf('--level', level, LEVELS);
  const only = rules.map((name) => {
    const found = CATALOG.find(({ id }) => [id, id.replace(/^HardenedBucket-/, '')].some((spelling) => spelling.toLowerCase() === name.toLowerCase()));
    if (!found) {
      throw new UsageError(`--rule: ${noSuchRule(name)}`);
    }
    return found.id;
  });
  const declared = Object.values(trustZone).some((part: readonly string[]) => part.length > 0);
  return { level: known, only, trustZone: declared ? trustZone : undefined, canonicalUsers, fixHint: fixHint === undefined ? undefined : oneOf('--fix-hint', fixHint, FIX_HINTS) };
}
